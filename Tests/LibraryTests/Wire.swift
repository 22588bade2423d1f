import Netplay
import Rollback
import Vocabulary

/// Two players of the example, wired together in memory on a made-up clock.
final class Wire {
  private struct Packet {
    let arrival: Instant
    let to: Int
    let content: Arrival
  }

  /// Out of a hundred datagrams, how many each path loses.
  private let loss: PerPath<Int>
  private var packets: [Packet] = []
  private var dice: SplitMix64
  private var keys: SplitMix64
  private(set) var lost = PerPath(repeating: 0)
  private(set) var now = Instant.zero
  private(set) var events: [[MatchEvent]] = [[], []]
  private(set) var one: Player
  private(set) var other: Player

  init(loss: PerPath<Int>, seed: UInt64 = 1) {
    self.loss = loss
    dice = SplitMix64(seed: seed)
    keys = SplitMix64(seed: seed &+ 1)
    one = Player(seat: PlayerIndex(0), session: 99, dice: seed, other: Self.address(1), now: .zero)
    other = Player(
      seat: PlayerIndex(1), session: 99, dice: seed, other: Self.address(0), now: .zero)
  }

  static func address(_ seat: Int) -> Address { Address(ipv4: 10, 0, 0, UInt8(seat), port: 7000) }

  /// Changes the first player's match before or during play.
  func alter(_ body: (inout Match<TugOfWar>) -> Void) { body(&one.match) }

  /// Plays until both matches have ended, a minute at most.
  func play() {
    while one.match.endReason == nil || other.match.endReason == nil, now < .zero + .seconds(60) {
      let isFirst =
        other.match.endReason != nil
        || one.match.endReason == nil && one.match.nextTick <= other.match.nextTick
      now = max(now, isFirst ? one.match.nextTick : other.match.nextTick)
      if isFirst { turn(&one, seat: 0) } else { turn(&other, seat: 1) }
    }
  }

  private func turn(_ player: inout Player, seat: Int) {
    let due = packets.filter { $0.to == seat && $0.arrival <= now }
    packets.removeAll { $0.to == seat && $0.arrival <= now }
    let key: TugOfWar.Input = keys.next(below: 5) == 0 ? .rest : .pull
    var sent: [(PeerAddress, [UInt8])] = []
    _ = player.turn(due.map(\.content), key: key, now: now) { destination, bytes in
      sent.append((destination, Array(bytes)))
      return true
    }
    events[seat] += player.match.takeEvents()
    for (destination, bytes) in sent { carry(bytes, to: destination, from: seat) }
  }

  private func carry(
    _ bytes: [UInt8], to destination: PeerAddress, from seat: Int
  ) {
    let path: Path
    let source: PeerAddress
    switch destination {
    case .direct: (path, source) = (.direct, .direct(Self.address(seat)))
    case .relay: (path, source) = (.relay, .relay(PlayerIndex(seat)))
    }
    guard dice.next(below: 100) >= loss[path] else {
      lost[path] += 1
      return
    }
    let delay = Duration.milliseconds((path == .direct ? 60 : 90) + dice.next(below: 20))
    packets.append(
      Packet(arrival: now + delay, to: 1 - seat, content: Arrival(bytes: bytes, source: source)))
  }
}
