import Netplay
import Output
import Presentation
import Station
import Vocabulary

/// Writes what is left to say when the loop has ended, and finds the exit code.
struct Conclusion {
  /// Whose summaries are told: our own, or those of all stations of this process.
  enum Shape {
    case object
    case array
  }

  /// How long the summary waits for somebody to take it; a signal ends the wait.
  private static let patience = Duration.seconds(3)
  /// The same for who has asked us to end.
  private static let haste = Duration.seconds(1)

  let json: String?
  let shape: Shape

  /// - Throws: `Failure` or `SignalEnding` when the process must not end with 0.
  func conclude(_ loop: GameLoop, _ closing: GameLoop.Closing, at entrance: Entrance) throws {
    let summaries =
      switch shape {
      case .object: Array(loop.summaries.prefix(1))
      case .array: loop.summaries
      }
    let trouble = tell(summaries, within: Self.patience(after: closing))
    for report in loop.desyncReports {
      StandardStream.error.write("desync report: \(report)\n")
    }
    if let loss = loop.log.close() { StandardStream.error.write("\(loss)\n") }
    do {
      // What a script has altered is found, and no failure.
      try judge(closing, loop.demo?.hasCorrupted ?? false ? [] : summaries, at: entrance)
    } catch {
      // How the match ended counts more than what became of our words about it.
      if let trouble { StandardStream.error.write("ghostline: \(trouble.message)\n") }
      throw error
    }
    if let trouble { throw trouble }
  }

  private static func patience(after closing: GameLoop.Closing) -> Duration {
    switch closing {
    case .signal: haste
    case .ended: patience
    }
  }

  private func judge(
    _ closing: GameLoop.Closing, _ summaries: [SummaryReport], at entrance: Entrance
  ) throws {
    switch closing {
    case .signal(let number): throw SignalEnding(number: number)
    case .ended(let ending):
      if let failure = Sentences.failure(ending, at: entrance) { throw failure }
      if let failure = Sentences.failure(of: summaries) { throw failure }
    }
  }

  // MARK: Telling

  /// Writes the summaries, and waits for them to be taken.
  ///
  /// - Returns: What is in the way, if one of them is not whole.
  private func tell(_ summaries: [SummaryReport], within limit: Duration) -> Failure? {
    let text = summaries.map(\.text).joined(separator: "\n\n")
    // Standard output is for the JSON when it was asked for there.
    let stream = json == "-" ? StandardStream.error : .output
    if !text.isEmpty { stream.write(text + "\n") }
    if json == "-" { StandardStream.output.write(document(summaries)) }
    let deadline = ContinuousClock.now + limit
    let missing = json.flatMap { $0 == "-" ? nil : write(summaries, to: $0, within: limit) }
    return StandardStream.output.close(within: deadline - ContinuousClock.now)
      .map { Failure(.error, $0) } ?? missing
  }

  private func write(
    _ summaries: [SummaryReport], to path: String, within limit: Duration
  ) -> Failure? {
    let why: String?
    do throws(OutletError) {
      let writer = LineWriter(try .opening(path), notice: .none)
      writer.write(document(summaries))
      why = writer.close(within: limit)?.words
    } catch {
      why = error.words
    }
    return why.map { Failure(.error, "the summary \(path) cannot be written: \($0)") }
  }

  private func document(_ summaries: [SummaryReport]) -> String {
    let values = summaries.map(\.json)
    let document: JSONValue =
      switch shape {
      case .array: .array(values)
      case .object: values.first ?? .null
      }
    return document.text + "\n"
  }
}
