package import Rollback

/// Keeps the newest confirmed states until they are verified, so that a desync can be shown with
/// the state it happened in.
package struct EvidenceStore<G: Game>: ~Copyable {
  /// What is known of the first bad frame on our side.
  package struct Evidence: Sendable {
    package let frame: Frame
    package let checksum: UInt64
    package let sections: [SectionDigest]
    package let state: G.State
  }

  private let capacity: Int
  private var states: [G.State]
  private var count = 0
  private var isFrozen = false
  /// The states that a search asked to keep, at most one.
  package private(set) var kept: Evidence?

  package init(initial: G.State, interval: Int) {
    capacity = 2 * interval + 64
    states = Array(repeating: initial, count: capacity)
  }

  /// Stores a frame that just became final.
  mutating func store(_ frame: Frame, session: borrowing Session<G>) {
    guard !isFrozen else { return }
    session.withState(at: frame) { states[frame.number % capacity] = $0 }
    count = frame.number + 1
  }

  /// Overwrites nothing any more: the first bad frame is among those that are here, however long
  /// the search for it takes.
  mutating func freeze() { isFrozen = true }

  /// Puts a frame aside if it is still here.
  mutating func keep(_ frame: Frame) {
    guard kept == nil, frame.number < count, frame.number >= count - capacity else { return }
    let state = states[frame.number % capacity]
    kept = Evidence(
      frame: frame, checksum: G.checksum(state), sections: G.sectionDigests(state), state: state)
  }
}
