import Netplay
import Rollback
import Vocabulary

/// A datagram as the sockets brought it.
struct Arrival {
  let bytes: [UInt8]
  let source: PeerAddress
}

/// One player's machine. The sockets and the clock are the caller's.
struct Player: ~Copyable {
  var match: Match<TugOfWar>

  /// - Parameter session: 64 random bits that both machines agreed on for this episode.
  /// - Parameter dice: Random bits that are ours alone.
  init(seat: PlayerIndex, session: UInt64, dice: UInt64, other: Address, now: Instant) {
    var configuration = MatchConfiguration(
      epoch: session, players: 2, localSeat: seat, linkSeed: dice)
    configuration.frameLimit = Frame(900)
    match = Match(configuration, initial: .init(gusts: SplitMix64(seed: session)), now: now)
    match.offered([other], by: PlayerIndex(1 - seat.number), now: now)
  }

  /// Does what is to be done at `match.nextTick`; `send` says whether the path took the bytes.
  mutating func turn(
    _ arrivals: [Arrival], key: TugOfWar.Input, now: Instant,
    send: (PeerAddress, ArraySlice<UInt8>) -> Bool
  ) -> TickReport {
    for arrival in arrivals {
      match.received(arrival.bytes[...], from: arrival.source, now: now)
    }
    let report = match.tick(key, now: now)
    match.send(send)
    return report
  }
}
