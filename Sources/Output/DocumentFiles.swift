import Foundation
import NIOConcurrencyHelpers

/// Writes whole documents to files on a thread of its own: a disk that is slow or gone holds up nobody
/// but who reads them.
///
/// They are written in order, one after the other; what has become of each is told by `takeOutcomes`.
package final class DocumentFiles: Sendable {
  /// More that wait are refused: nobody makes that many within what a disk may take.
  static let maxWaiting = 16

  /// Tells what has become of a document.
  package struct Outcome: Hashable, Sendable {
    package let path: String
    /// Why it is not there; nothing when it is.
    package let trouble: String?
  }

  private struct State {
    /// The paths of those that are not written, the oldest first.
    var waiting: [String] = []
    var outcomes: [Outcome] = []
  }

  private let state = NIOLockedValueBox(State())
  private let queue = DispatchQueue(label: "documents")
  private let writes: @Sendable (Data, URL) throws -> Void

  package convenience init() {
    self.init { data, url in
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url)
    }
  }

  /// - Parameter writes: What a disk does, for as long as it takes.
  init(writes: @escaping @Sendable (Data, URL) throws -> Void) { self.writes = writes }

  /// Has a document written, with the folders on the way to it; returns at once.
  package func write(_ text: String, to path: String) {
    let isTaken = state.withLockedValue { state in
      guard state.waiting.count < Self.maxWaiting else {
        state.outcomes.append(Outcome(path: path, trouble: "the disk is too slow"))
        return false
      }
      state.waiting.append(path)
      return true
    }
    guard isTaken else { return }
    queue.async { [self] in
      let trouble: String?
      do {
        try writes(Data(text.utf8), URL(fileURLWithPath: path))
        trouble = nil
      } catch {
        trouble = error.localizedDescription
      }
      state.withLockedValue { state in
        state.waiting.removeFirst()
        state.outcomes.append(Outcome(path: path, trouble: trouble))
      }
    }
  }

  /// What has become of documents since the last call.
  package func takeOutcomes() -> [Outcome] {
    state.withLockedValue { state in
      defer { state.outcomes = [] }
      return state.outcomes
    }
  }

  /// Waits a little for those that are not written yet; what has become of each, by then.
  package func finish(within limit: Duration) -> [Outcome] {
    let deadline = ContinuousClock.now + limit
    while state.withLockedValue({ !$0.waiting.isEmpty }), ContinuousClock.now < deadline {
      Thread.sleep(forTimeInterval: 0.005)
    }
    let late = state.withLockedValue(\.waiting)
    return takeOutcomes() + late.map { Outcome(path: $0, trouble: "the disk is too slow") }
  }
}
