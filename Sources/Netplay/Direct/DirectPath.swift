package import Vocabulary

/// What is known of the direct path to one peer beside its health: where the peer can be reached, by
/// which address it is, what is in the way, and what waits in our own queue.
package struct DirectPath: Sendable {
  package var link: DirectLink
  /// What the peer told of where it can be reached; nothing before it did.
  package private(set) var reach: Reachability?
  /// Why there is no direct path, as of the last tick; nothing while there is an address in use.
  package private(set) var obstacle: DirectObstacle?
  /// What our queue holds, as the shell last told.
  package private(set) var backlog = Backlog.none
  /// Why the path was closed, while it is.
  private(set) var failure: FallbackMonitor.Cause?

  package init(linkSeed: UInt64) { link = DirectLink(seed: linkSeed) }

  /// The peer told where it can be reached.
  ///
  /// - Returns: Whether there is an address to try.
  package mutating func offered(_ reach: Reachability, now: Instant) -> Bool {
    self.reach = reach
    guard !reach.candidates.isEmpty else { return false }
    link.offered(reach.candidates, now: now)
    return true
  }

  mutating func queued(_ backlog: Backlog) { self.backlog = backlog }

  mutating func failed(_ cause: FallbackMonitor.Cause) { failure = cause }

  /// It delivers again.
  mutating func cameUp() { failure = nil }

  /// Judges why there is no direct path.
  ///
  /// - Parameter ours: What this side knows of its own network.
  /// - Returns: What is in the way, when that is clear and new.
  package mutating func noteObstacle(ours: OwnNetwork, now: Instant) -> DirectObstacle? {
    guard link.active == nil else {
      obstacle = nil
      return nil
    }
    let newest = DirectObstacle(
      ours: ours, theirs: reach, searching: link.searchingSince.map { now - $0 } ?? .zero)
    guard newest != obstacle else { return nil }
    obstacle = newest
    switch newest {
    case .trying, .noAddresses: return nil
    case .relayOnlyHere, .relayOnlyThere, .blockedHere, .blockedThere, .strictOnBothSides,
      .strictHere, .strictThere, .unansweredHere, .noAnswer:
      return newest
    }
  }
}
