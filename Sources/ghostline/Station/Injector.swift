import GridGame
import Netplay
import Rollback
import Simulation

/// Impairs what one process sends, and cuts what it receives: between the match and the transport.
///
/// The same seeded machine makes the network of simulations. Each datagram travels through its link
/// with its destination in front.
struct Injector {
  /// A destination and the datagram for it, ready for the transport.
  struct Departure {
    let destination: Outbox.Destination
    let bytes: [UInt8]
  }

  /// Round trips of the presets 1 to 6 and their jitter (ms) and loss (percent); half of the delay
  /// is added in each direction.
  static let presets: [(name: String, roundTrip: Int, jitter: Int, loss: Double)] = [
    ("LAN", 2, 0, 0), ("home", 20, 2, 0), ("coast", 60, 5, 0.5), ("ocean", 150, 10, 1),
    ("bad wifi", 80, 40, 5), ("satellite", 500, 30, 1),
  ]

  /// How much longer the way by the relay is made when a delay is set by key.
  private static let relayDetour = Duration.milliseconds(10)

  private(set) var outgoing: PerPath<Link>
  private(set) var incoming: PerPath<Link>

  init(_ injection: Injection, seed: UInt64) {
    outgoing = PerPath(
      direct: Link(injection.direct, seed: seed), relay: Link(injection.relay, seed: seed &+ 1))
    incoming = PerPath(
      direct: Link(Self.cutsOnly(injection.direct), seed: seed &+ 2),
      relay: Link(Self.cutsOnly(injection.relay), seed: seed &+ 3))
  }

  /// What comes in is only ever cut, unless a preset says otherwise.
  private static func cutsOnly(_ impairment: Impairment) -> Impairment {
    var cuts = Impairment.none
    cuts.cuts = impairment.cuts
    return cuts
  }

  /// Cuts are counted from here.
  mutating func started(now: Instant) {
    for path in Path.allCases {
      outgoing[path].startedAt = now
      incoming[path].startedAt = now
    }
  }

  // MARK: Datagrams

  mutating func send(_ bytes: ArraySlice<UInt8>, to destination: Outbox.Destination, now: Instant) {
    outgoing[Label.path(of: destination)].send(Label.bytes(destination) + bytes, now: now)
  }

  /// The next datagram that is due to leave.
  mutating func departure(now: Instant) -> Departure? {
    for path in Path.allCases {
      guard let delivery = outgoing[path].receive(now: now) else { continue }
      return Label.split(delivery.bytes, path)
    }
    return nil
  }

  /// Takes an arrival; what is not cut or delayed comes out of `arrival`.
  mutating func arrived(_ bytes: [UInt8], from source: Outbox.Destination, at time: Instant) {
    incoming[Label.path(of: source)].send(Label.bytes(source) + bytes[...], now: time)
  }

  /// The next arrival that is due, with where it came from and when it counts as arrived.
  mutating func arrival(now: Instant) -> (from: Departure, at: Instant)? {
    for path in Path.allCases {
      guard let delivery = incoming[path].receive(now: now) else { continue }
      return (Label.split(delivery.bytes, path), delivery.at)
    }
    return nil
  }

  /// When something is next due to leave.
  var nextDeparture: Instant? {
    [outgoing.direct.nextDelivery, outgoing.relay.nextDelivery].compactMap(\.self).min()
  }

  // MARK: Keys

  mutating func apply(preset number: Int) {
    let preset = Self.presets[number - 1]
    change { impairment in
      impairment.latency = .milliseconds(preset.roundTrip) / 2
      impairment.jitter = .milliseconds(preset.jitter)
      impairment.loss = preset.loss
    }
  }

  mutating func add(latency: Duration) {
    change { $0.latency = min(max(.zero, $0.latency + latency), .seconds(2)) }
  }

  mutating func add(jitter: Duration) {
    change { $0.jitter = min(max(.zero, $0.jitter + jitter), .seconds(1)) }
  }

  mutating func add(loss: Double) {
    change { $0.loss = min(max(0, $0.loss + loss), 100) }
  }

  mutating func toggleCut(_ path: Path) {
    if outgoing[path].isCut { heal(path) } else { cut(path) }
  }

  mutating func cut(_ path: Path) {
    outgoing[path].isCut = true
    incoming[path].isCut = true
  }

  mutating func heal(_ path: Path) {
    outgoing[path].isCut = false
    incoming[path].isCut = false
  }

  mutating func clear() {
    for path in Path.allCases {
      outgoing[path].isCut = false
      incoming[path].isCut = false
      outgoing[path].impairment = .none
      incoming[path].impairment = .none
    }
  }

  /// Holds back everything that leaves for a while.
  mutating func hold(until: Instant) {
    for path in Path.allCases { outgoing[path].heldUntil = until }
  }

  /// Half on each direction of this process; the relay path is a little slower, as it is in life.
  private mutating func change(_ body: (inout Impairment) -> Void) {
    body(&outgoing.direct.impairment)
    let direct = outgoing.direct.impairment
    for path in Path.allCases {
      outgoing[path].impairment.latency = direct.latency
      outgoing[path].impairment.jitter = direct.jitter
      outgoing[path].impairment.loss = direct.loss
      incoming[path].impairment.latency = direct.latency
      incoming[path].impairment.jitter = direct.jitter
      incoming[path].impairment.loss = direct.loss
    }
    outgoing.relay.impairment.latency += Self.relayDetour
  }

  /// What is wrong right now, in a few characters; nothing when all is well.
  func wording(now: Instant) -> String? {
    var parts: [String] = []
    let direct = outgoing.direct.impairment
    let out = Int(direct.latency.milliseconds.rounded())
    let back = Int(incoming.direct.impairment.latency.milliseconds.rounded())
    let jitter = Int(direct.jitter.milliseconds.rounded())
    if out + back > 0 || jitter > 0 { parts.append("\(out + back)±\(jitter) ms") }
    if direct.loss > 0 {
      let tenths = Int((direct.loss * 10).rounded())
      parts.append(tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%")
    }
    if isCut(.direct, now: now) { parts.append("P2P cut") }
    if isCut(.relay, now: now) { parts.append("RELAY cut") }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private func isCut(_ path: Path, now: Instant) -> Bool {
    let link = outgoing[path]
    if link.isCut { return true }
    return link.startedAt.map { link.impairment.isCut(at: now - $0) } ?? false
  }
}

/// Puts a destination in front of a datagram and takes it off again.
private enum Label {
  static func path(of destination: Outbox.Destination) -> Path {
    switch destination {
    case .direct: .direct
    case .relay: .relay
    }
  }

  static func bytes(_ destination: Outbox.Destination) -> ArraySlice<UInt8> {
    var writer = ByteWriter()
    switch destination {
    case .direct(let address):
      writer.uint64(address.high)
      writer.uint64(address.low)
      writer.uint16(address.port)
    case .relay(let seat):
      writer.byte(UInt8(seat.number))
    }
    return writer.bytes[...]
  }

  static func split(_ bytes: [UInt8], _ path: Path) -> Injector.Departure {
    switch path {
    case .direct:
      let address = Address(
        high: word(bytes[0..<8]), low: word(bytes[8..<16]),
        port: UInt16(truncatingIfNeeded: word(bytes[16..<18])))
      return .init(destination: .direct(address), bytes: Array(bytes[18...]))
    case .relay:
      return .init(destination: .relay(PlayerIndex(Int(bytes[0]))), bytes: Array(bytes[1...]))
    }
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
