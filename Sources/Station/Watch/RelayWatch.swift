import Stun
package import Vocabulary

/// Measures both paths to a relay without a game and without a host: the way by the relay there and back
/// as inputs go, and UDP to the relay's STUN port in place of P2P.
///
/// Where P2P leads nobody tells who has no seat in the room, so the same network is tried by the way
/// next to it. Call `tick` at `nextTick`, and give it what comes back.
package struct RelayWatch: Hashable, Sendable {
  package enum Effect: Hashable, Sendable {
    /// To the relay's STUN port.
    case ask([UInt8])
    /// From our one seat to our other one.
    case say([UInt8])
  }

  /// By each path one: half of what a relay answers one address in a second, so that a neighbour can
  /// ask too.
  package static let interval = Duration.milliseconds(200)

  package private(set) var paths: PathWatch
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
    nextTick = now
    paths = PathWatch(of: .relay, every: Self.interval, now: now)
  }

  /// The relay path can be tried, or no longer.
  package mutating func seated(_ isSeated: Bool) { self.isSeated = isSeated }

  /// Sends what is due; what was missed, by sleep as by being busy, is not made up for.
  package mutating func tick(now: Instant) -> [Effect] {
    paths.tick(now: now)
    guard now >= nextTick else { return [] }
    nextTick = max(nextTick + Self.interval, now)
    var effects = [Effect.ask(question(paths.probes.direct.send(now: now)))]
    // A path that was never there has sent nothing; one that is gone misses what it is asked.
    if isSeated || paths.probes.relay.sent > 0 {
      let number = paths.probes.relay.send(now: now)
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
      number < UInt64(paths.probes.direct.sent)
    else { return }
    paths.probes.direct.received(Int(number), now: now)
  }

  /// Our other seat was told something.
  package mutating func heard(_ payload: ArraySlice<UInt8>, now: Instant) {
    guard payload.count == 16 else { return }
    let words = [0, 8].map { offset in
      (0..<8).reduce(UInt64(0)) {
        $0 | UInt64(payload[payload.startIndex + offset + $1]) << ($1 * 8)
      }
    }
    guard words[0] == mark, words[1] < UInt64(paths.probes.relay.sent) else { return }
    paths.probes.relay.received(Int(words[1]), now: now)
  }
}
