import Foundation
import Netplay

/// Writes what is left to say when the loop has ended, and finds the exit code.
struct Conclusion {
  /// Whose summaries are told: our own, or those of all stations of this process.
  enum Shape {
    case object
    case array
  }

  let json: String?
  let shape: Shape

  /// - Throws: `Failure` or `SignalEnding` when the process must not end with 0.
  func conclude(_ loop: GameLoop, _ ending: GameLoop.Ending) throws {
    let summaries =
      switch shape {
      case .object: Array(loop.summaries.prefix(1))
      case .array: loop.summaries
      }
    let text = summaries.map(\.text).joined(separator: "\n\n")
    // Standard output is for the JSON when it was asked for there.
    let stream = json == "-" ? StandardStream.error : .output
    if !text.isEmpty { stream.write(text + "\n") }
    for report in loop.desyncReports {
      StandardStream.error.write("desync report: \(report)\n")
    }
    if let json { try write(summaries, to: json) }
    switch ending {
    case .failed(let failure): throw failure
    case .signal(let number): throw SignalEnding(number: number)
    case .finished: try judge(summaries)
    }
  }

  private func judge(_ summaries: [SummaryReport]) throws(Failure) {
    if summaries.contains(where: { $0.summary.peers.contains { $0.hashMismatches > 0 } }) {
      throw Failure(.desync, "the machines computed different states; see the summary")
    }
    for summary in summaries {
      if case .peerLost = summary.summary.endReason {
        throw Failure(.connection, "nothing came from the other player for 10 s, by any path")
      }
    }
  }

  private func write(_ summaries: [SummaryReport], to path: String) throws(Failure) {
    let values = summaries.map(\.json)
    let document: JSONValue =
      switch shape {
      case .array: .array(values)
      case .object: values.first ?? .null
      }
    let text = document.text + "\n"
    guard path != "-" else { return StandardStream.output.write(text) }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Failure(.error, "the summary \(path) cannot be written: \(error.localizedDescription)")
    }
  }
}
