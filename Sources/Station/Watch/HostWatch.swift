import Rollback
package import Vocabulary

/// Measures both paths to the host of a room by numbered probes, which its side of a `Measurement`
/// answers: no game is played.
///
/// A path counts from its first answer on. Until then it is knocked at: the host may not know yet that
/// somebody measures.
///
/// Call `tick` at `nextTick`, and give it the nonces that come back.
package struct HostWatch: Hashable, Sendable {
  /// By each path one.
  package static let interval = Duration.milliseconds(100)

  package private(set) var paths: PathWatch
  package private(set) var nextTick: Instant
  /// Those that have answered.
  private var answering = PathSet.none
  /// What the first probe of each path carries; each later one carries the next number, and a knock the
  /// one before.
  private let first: PerPath<UInt64>

  /// - Parameter seed: Unpredictable to others.
  package init(seed: UInt64, now: Instant) {
    var dice = SplitMix64(seed: seed)
    first = PerPath(direct: dice.next(), relay: dice.next())
    paths = PathWatch(of: .host, every: Self.interval, now: now)
    nextTick = now
  }

  /// The nonces to send now; what was missed, by sleep as by being busy, is not made up for.
  ///
  /// - Parameter open: The paths by which something can be sent.
  package mutating func tick(open: PathSet, now: Instant) -> [(path: Path, nonce: UInt64)] {
    paths.tick(now: now)
    guard now >= nextTick else { return [] }
    let next = nextTick + Self.interval
    nextTick = next > now ? next : now + Self.interval
    return Path.allCases.compactMap { path in
      guard answering.contains(path) else {
        return open.contains(path) ? (path, first[path] &- 1) : nil
      }
      // A path that is gone misses what it is asked.
      let nonce = first[path] &+ UInt64(paths.probes[path].send(now: now))
      return open.contains(path) ? (path, nonce) : nil
    }
  }

  /// An answer has come by this path.
  ///
  /// - Returns: Whether it is one to a probe of ours that counts.
  package mutating func answered(_ nonce: UInt64, by path: Path, now: Instant) -> Bool {
    let number = nonce &- first[path]
    if number == .max { answering.insert(path) }
    guard number < UInt64(paths.probes[path].sent) else { return false }
    paths.probes[path].received(Int(number), now: now)
    return true
  }
}
