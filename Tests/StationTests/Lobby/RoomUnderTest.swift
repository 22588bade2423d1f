import Netplay
import Rollback
import Station
import Vocabulary

/// Some lobbies on an in-memory wire that keeps order and loses nothing, as the relay does.
struct RoomUnderTest {
  struct Envelope {
    let from: PlayerIndex
    let to: PlayerIndex
    let bytes: [UInt8]
  }

  let capacity: Int
  var lobbies: [Lobby?]
  var wire: [Envelope] = []
  /// What each seat's shell was told, without the sending.
  var told: [[Lobby.Effect]]
  /// The digest that each seat's game makes of the terms.
  var digests: [UInt64]
  var epochs: [UInt64] = []
  /// What each seat's program plays.
  var identities: [GameIdentity]

  init(capacity: Int) {
    self.capacity = capacity
    lobbies = Array(repeating: nil, count: capacity)
    told = Array(repeating: [], count: capacity)
    digests = Array(repeating: 0xD16E, count: capacity)
    identities = Array(repeating: LobbySample.identity, count: capacity)
  }

  /// A full room whose match has begun.
  static func playing(_ capacity: Int) -> RoomUnderTest {
    var room = RoomUnderTest(capacity: capacity)
    for seat in 0..<capacity { room.enter(seat, name: "player \(seat)") }
    room.settle()
    return room
  }

  mutating func enter(_ seat: Int, name: String) {
    told[seat] = []
    lobbies[seat] = Lobby(
      seat: PlayerIndex(seat), capacity: capacity, name: DisplayText(name),
      reach: Reachability(candidates: [Address(ipv4: 10, 0, 0, UInt8(seat), port: 7000)]),
      identity: identities[seat])
    for other in 0..<capacity where other != seat && lobbies[other] != nil {
      apply(lobbies[other]?.joined(PlayerIndex(seat), now: .zero) ?? [], at: other)
      apply(lobbies[seat]?.joined(PlayerIndex(other), now: .zero) ?? [], at: seat)
    }
  }

  mutating func leave(_ seat: Int) {
    lobbies[seat] = nil
    wire.removeAll { $0.to.number == seat || $0.from.number == seat }
    for other in 0..<capacity {
      apply(lobbies[other]?.left(PlayerIndex(seat), .lost, now: .zero) ?? [], at: other)
    }
  }

  /// The relay was away: what was under way is lost, and everybody comes back to the same seat.
  mutating func reconnectAll() {
    wire.removeAll()
    for seat in 0..<capacity {
      let others = (0..<capacity).filter { $0 != seat }.map { PlayerIndex($0) }
      apply(lobbies[seat]?.reconnected(among: others, now: .zero) ?? [], at: seat)
    }
  }

  mutating func finish(_ seat: Int) { apply(lobbies[seat]?.finished(nil) ?? [], at: seat) }

  mutating func again(_ seat: Int) { apply(lobbies[seat]?.again() ?? [], at: seat) }

  /// Delivers everything that is under way, and what that brings about.
  mutating func settle() {
    while !wire.isEmpty { settleOne() }
  }

  /// Delivers the oldest message.
  mutating func settleOne() {
    let next = wire.removeFirst()
    apply(
      lobbies[next.to.number]?.received(next.bytes[...], from: next.from) ?? [],
      at: next.to.number)
  }

  /// Does what a shell does with effects.
  mutating func apply(_ effects: [Lobby.Effect], at seat: Int) {
    for effect in effects {
      switch effect {
      case .send(let message, let to):
        wire.append(Envelope(from: PlayerIndex(seat), to: to, bytes: message.encoded()))
        continue
      case .termsWanted:
        var terms = LobbySample.terms
        terms.epoch = UInt64(1000 + epochs.count)
        terms.players = capacity
        epochs.append(terms.epoch)
        told[seat].append(effect)
        apply(lobbies[seat]?.offer(terms) ?? [], at: seat)
        continue
      case .offered:
        told[seat].append(effect)
        apply(lobbies[seat]?.agreed(digest: digests[seat]) ?? [], at: seat)
        continue
      case .start, .failed, .reachable, .endedElsewhere: break
      }
      told[seat].append(effect)
    }
  }

  func phase(_ seat: Int) -> Lobby.Phase? { lobbies[seat]?.phase }

  /// The epochs of the matches that a seat has begun.
  func started(_ seat: Int) -> [UInt64] {
    told[seat].compactMap { if case .start(let terms) = $0 { terms.epoch } else { nil } }
  }
}
