import Foundation
import Netplay

/// Writes what is left to say when the loop has ended, and finds the exit code.
struct Conclusion {
  let json: String?
  /// Whether several summaries make an array.
  let isArray: Bool

  /// - Throws: `Failure` when the process must not end with 0.
  func conclude(_ loop: GameLoop, _ ending: GameLoop.Ending) throws {
    let summaries = loop.summaries
    if let json { try write(summaries, to: json) }
    let text = summaries.map(\.text).joined(separator: "\n\n")
    if !text.isEmpty { announce(text) }
    for report in loop.desyncReports { StandardError.write("desync report: \(report)\n") }
    switch ending {
    case .failed(let failure): throw failure
    case .signal(let number): Foundation.exit(128 + number)
    case .finished: break
    }
    if summaries.contains(where: { $0.summary.peers.contains { $0.hashMismatches > 0 } }) {
      throw Failure(.desync, "the machines computed different states; see the summary")
    }
    for summary in summaries {
      if case .peerLost = summary.summary.endReason {
        throw Failure(.connection, "nothing came from the other player for 10 s, by any path")
      }
    }
  }

  /// Standard output is for the JSON when it was asked for there.
  private func announce(_ text: String) {
    if json == "-" { StandardError.write(text + "\n") } else { print(text) }
  }

  private func write(_ summaries: [SummaryReport], to path: String) throws {
    let values = summaries.map(\.json)
    let document = isArray ? JSONValue.array(values) : values.first ?? .null
    let text = document.text + "\n"
    if path == "-" {
      FileHandle.standardOutput.write(Data(text.utf8))
      return
    }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Failure(.error, "the summary \(path) cannot be written: \(error.localizedDescription)")
    }
  }
}
