import Relay
import Stun
import Vocabulary

/// The relay of a simulated room: the real hub and the real STUN responder, and the shell around them.
package struct SimulatedRelay: Sendable {
  /// What reaches it by a connection.
  enum Input: Hashable, Sendable {
    case opened
    case message([UInt8])
    case ping
    case pong
    case closed
  }

  static let address = Address(ipv4: 198, 51, 100, 1, port: 7_777)
  static let alternatePort: UInt16 = 7_778
  /// As players name it.
  static let host = HostPort(host: "relay", port: address.port)

  private var hub = RelayHub()
  private var responder = StunResponder(
    primaryPort: address.port, alternatePort: alternatePort)
  private var vigil: Vigil
  private var effects: [RelayEffect] = []
  private var dice: SplitMix64
  let startedAt: Instant

  init(seed: UInt64, now: Instant) {
    vigil = Vigil(now: now)
    dice = SplitMix64(seed: seed)
    startedAt = now
  }

  mutating func received(
    _ input: Input, _ id: ConnectionID, from address: ClientAddress, now: Instant
  ) -> [RelayEffect] {
    handle(now: now) { hub, time, dice, effects in
      switch input {
      case .opened:
        hub.opened(id, from: address, now: time, into: &effects)
        hub.upgraded(
          id, ticket: ResumeTicket(high: dice.next(), low: dice.next()), now: time)
      case .message(let bytes): hub.received(id, bytes, now: time, into: &effects)
      case .ping: hub.pinged(id, payload: [], now: time, into: &effects)
      case .pong: hub.ponged(id, byteCount: 0, now: time, into: &effects)
      case .closed: hub.closed(id, now: time, into: &effects)
      }
    }
  }

  mutating func tick(now: Instant) -> [RelayEffect] {
    let effects = handle(now: now) { hub, time, _, effects in
      hub.tick(now: time, into: &effects)
    }
    vigil.willWake(at: vigil.now + RelayHub.tickInterval)
    return effects
  }

  mutating func shutDown(now: Instant) -> [RelayEffect] {
    handle(now: now) { hub, time, _, effects in hub.shutDown(now: time, into: &effects) }
  }

  mutating func asked(
    _ bytes: [UInt8], from client: Address, at socket: StunResponder.Socket, now: Instant
  ) -> StunResponder.Reply? {
    responder.received(bytes[...], from: client, at: socket, now: now)
  }

  private mutating func handle(
    now: Instant,
    _ body: (inout RelayHub, Instant, inout SplitMix64, inout [RelayEffect]) -> Void
  ) -> [RelayEffect] {
    _ = vigil.woke(now: now)
    effects.removeAll(keepingCapacity: true)
    body(&hub, vigil.now, &dice, &effects)
    return effects
  }
}
