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

  /// Where the summaries go as JSON.
  private enum Target {
    case nowhere
    case output
    case file(path: String, LineWriter)
  }

  private let json: Target
  private let shape: Shape

  /// - Throws: `Failure` when nothing could be written there: before the match, not after it.
  init(json path: String?, shape: Shape) throws(Failure) {
    self.shape = shape
    json = try Self.target(path)
  }

  private static func target(_ path: String?) throws(Failure) -> Target {
    guard let path else { return .nowhere }
    guard path != "-" else { return .output }
    do throws(OutletError) {
      return .file(path: path, LineWriter(try .opening(path), notice: .none))
    } catch {
      throw Failure(.usage, "the summary \(path) cannot be written: \(error.words)")
    }
  }

  /// - Throws: `Failure` or `SignalEnding` when the process must not end with 0.
  func conclude(_ loop: GameLoop, _ closing: GameLoop.Closing, at entrance: Entrance) throws {
    let summaries =
      switch shape {
      case .object: Array(loop.summaries.prefix(1))
      case .array: loop.summaries
      }
    let trouble = tell(summaries, within: Self.patience(after: closing))
    for file in loop.writtenFiles { StandardStream.error.write(file + "\n") }
    if let loss = loop.log.close() { StandardStream.error.write("\(loss)\n") }
    do {
      // What a script has altered is found, and no failure.
      let judged = loop.demo?.hasCorrupted ?? false ? [] : summaries
      try judge(closing, judged, at: entrance, host: loop.hostName)
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
    _ closing: GameLoop.Closing, _ summaries: [SummaryReport], at entrance: Entrance, host: String?
  ) throws {
    switch closing {
    case .signal(let number): throw SignalEnding(number: number)
    case .ended(let ending):
      if let failure = Sentences.failure(ending, at: entrance, host: host) { throw failure }
      if let failure = Sentences.failure(of: summaries) { throw failure }
    }
  }

  // MARK: Telling

  /// Writes the summaries, and waits for them to be taken.
  ///
  /// - Returns: What is in the way, if one of them is not whole.
  private func tell(_ summaries: [SummaryReport], within limit: Duration) -> Failure? {
    let text = OwnProcess.current.surroundings.written(SummaryReport.text(of: summaries))
    if !text.isEmpty { (isOutputTaken ? StandardStream.error : .output).write(text + "\n") }
    let deadline = ContinuousClock.now + limit
    var missing: Failure?
    switch json {
    case .nowhere: break
    case .output: StandardStream.output.write(document(summaries))
    case .file(let path, let writer):
      writer.write(document(summaries))
      missing = writer.close(within: limit).map {
        Failure(.error, "the summary \(path) cannot be written: \($0.words)")
      }
    }
    return StandardStream.output.close(within: deadline - ContinuousClock.now)
      .map { Failure(.error, $0) } ?? missing
  }

  /// Whether standard output is for the JSON, which was asked for there.
  private var isOutputTaken: Bool { if case .output = json { true } else { false } }

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
