import GridGame
import Netplay
import Rollback
import Stun
package import Vocabulary

/// Measures both paths to a relay without a game: the way by the relay there and back as inputs go, and
/// UDP to the relay's STUN port in place of P2P.
///
/// Where P2P leads nobody tells who has no seat in the room, so the same network is tried by the way
/// next to it. Call `tick` at `nextTick`, and give it what comes back.
package struct PathWatch: Hashable, Sendable {
  package enum Effect: Hashable, Sendable {
    /// To the relay's STUN port.
    case ask([UInt8])
    /// From our one seat to our other one.
    case say([UInt8])
  }

  /// By each path one: half of what a relay answers one address in a second, so that a neighbour can
  /// ask too.
  package static let interval = Duration.milliseconds(200)

  package private(set) var probes: PerPath<PathProbe>
  package let start: Instant
  package private(set) var nextTick: Instant
  /// Since when both of our seats are taken; nothing while they are not.
  private var isSeated = false
  private let first: StunTransaction
  private let mark: UInt64

  /// - Parameter seed: Unpredictable to others.
  package init(seed: UInt64, now: Instant) {
    var dice = SplitMix64(seed: seed)
    first = StunTransaction(from: &dice)
    mark = dice.next()
    start = now
    nextTick = now
    probes = PerPath(direct: PathProbe(now: now), relay: PathProbe(now: now))
  }

  /// The relay path can be tried, or no longer.
  package mutating func seated(_ isSeated: Bool) { self.isSeated = isSeated }

  /// Sends what is due; what was missed, by sleep as by being busy, is not made up for.
  package mutating func tick(now: Instant) -> [Effect] {
    for path in Path.allCases { probes[path].tick(now: now) }
    guard now >= nextTick else { return [] }
    nextTick = max(nextTick + Self.interval, now)
    var effects = [Effect.ask(question(probes.direct.send(now: now)))]
    // A path that was never there has sent nothing; one that is gone misses what it is asked.
    if isSeated || probes.relay.sent > 0 {
      let number = probes.relay.send(now: now)
      if isSeated { effects.append(.say(bytes(of: number))) }
    }
    return effects
  }

  private func question(_ number: Int) -> [UInt8] {
    StunMessage(
      .request, StunTransaction(high: first.high, low: first.low &+ UInt64(number))
    ).encoded
  }

  private func bytes(of number: Int) -> [UInt8] {
    [mark, UInt64(number)].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }

  /// A datagram came from the relay's STUN port; anybody may have sent it.
  package mutating func answered(_ bytes: [UInt8], now: Instant) {
    let message: StunMessage
    do throws(StunError) {
      message = try StunMessage(bytes[...])
    } catch {
      return
    }
    let number = message.transaction.low &- first.low
    guard message.kind == .success, message.transaction.high == first.high,
      number < UInt64(probes.direct.sent)
    else { return }
    probes.direct.received(Int(number), now: now)
  }

  /// Our other seat was told something.
  package mutating func heard(_ payload: ArraySlice<UInt8>, now: Instant) {
    guard payload.count == 16 else { return }
    let words = [0, 8].map { offset in
      (0..<8).reduce(UInt64(0)) {
        $0 | UInt64(payload[payload.startIndex + offset + $1]) << ($1 * 8)
      }
    }
    guard words[0] == mark, words[1] < UInt64(probes.relay.sent) else { return }
    probes.relay.received(Int(words[1]), now: now)
  }
}

// MARK: What follows for a match

extension PathWatch {
  /// What two players who are both as far from the relay as we are should expect.
  package struct Forecast: Hashable, Sendable {
    /// The path that is quicker for 95 of 100.
    package let path: Path
    /// One way between the two, by the median and for 95 of 100.
    package let median: Duration
    package let most: Duration
    /// Frames between a key and its effect.
    package let inputDelay: Int
    /// Frames that stay guessed for 95 of 100.
    package let guessedFrames: Int
  }

  /// Guesses further than that are seen: a tenth of a second.
  private static let fineFrames = 6
  /// What `--input-delay` is without a word.
  private static let usualDelay = 2
  /// A path that loses more than that is not counted on.
  private static let tolerableLoss = 0.1

  /// Nothing while nothing has come back by a path that can be counted on.
  package func forecast(now: Instant) -> Forecast? {
    let usable = Path.allCases.compactMap { path -> (Path, PathProbe.Spread)? in
      guard let spread = probes[path].spread, !probes[path].isDown(now: now),
        probes[path].loss ?? 1 <= Self.tolerableLoss
      else { return nil }
      return (path, spread)
    }
    guard let best = usable.min(by: { $0.1.most < $1.1.most }) else { return nil }
    let frame = MatchConfiguration.usualFrameDuration.wholeNanoseconds
    let frames = Int((best.1.most.wholeNanoseconds + frame - 1) / frame)
    let delay = min(max(frames - Self.fineFrames, Self.usualDelay), Session<Ghostline>.maxDelay)
    return Forecast(
      path: best.0, median: best.1.median, most: best.1.most, inputDelay: delay,
      guessedFrames: max(0, frames - delay))
  }
}
