package import Impairment
import Netplay
package import Vocabulary

/// A datagram, and where it goes or comes from.
package struct AddressedDatagram: Parcel {
  package let address: PeerAddress
  package var bytes: [UInt8]

  package mutating func flipBit(by dice: inout SplitMix64) -> Bool { bytes.flipBit(by: &dice) }
}

/// Impairs what one process sends and receives: between the match and the transport.
///
/// The same seeded machine makes the network of simulations. What is not impaired at all does not pass
/// through it: `isIdle` says so.
package struct Injector: Sendable {
  /// How much longer the way by the relay is made when a delay is set by key.
  private static let relayDetour = Duration.milliseconds(10)

  package private(set) var outgoing: PerPath<Link<AddressedDatagram>>
  package private(set) var incoming: PerPath<Link<AddressedDatagram>>

  package init(_ injection: Injection, seed: UInt64) {
    outgoing = PerPath(
      direct: Link(injection.direct, seed: seed), relay: Link(injection.relay, seed: seed &+ 1))
    incoming = PerPath(
      direct: Link(Self.cutsOnly(injection.direct), seed: seed &+ 2),
      relay: Link(Self.cutsOnly(injection.relay), seed: seed &+ 3))
  }

  /// What the command line asks for only cuts what comes in; what is set by key impairs both directions.
  private static func cutsOnly(_ impairment: Impairment) -> Impairment {
    var cuts = Impairment.none
    cuts.cuts = impairment.cuts
    return cuts
  }

  /// Cuts are counted from here.
  package mutating func started(now: Instant) {
    for path in Path.allCases {
      outgoing[path].startedAt = now
      incoming[path].startedAt = now
    }
  }

  // MARK: Datagrams

  /// Whether nothing is impaired, and nothing is under way, on a path to others.
  package func isIdle(sendingBy path: Path) -> Bool { outgoing[path].isIdle }

  /// Whether nothing is impaired, and nothing is under way, on a path from others.
  package func isIdle(receivingBy path: Path) -> Bool { incoming[path].isIdle }

  package mutating func send(_ bytes: [UInt8], to address: PeerAddress, now: Instant) {
    outgoing[address.path].send(AddressedDatagram(address: address, bytes: bytes), now: now)
  }

  /// The next datagram that is due to leave.
  package mutating func departure(now: Instant) -> AddressedDatagram? {
    for path in Path.allCases {
      if let delivery = outgoing[path].receive(now: now) { return delivery.content }
    }
    return nil
  }

  /// Takes an arrival; what is not cut or delayed comes out of `arrival`.
  package mutating func arrived(_ bytes: [UInt8], from source: PeerAddress, at time: Instant) {
    incoming[source.path].send(AddressedDatagram(address: source, bytes: bytes), now: time)
  }

  /// The next arrival that is due, with where it came from and when it counts as arrived.
  package mutating func arrival(now: Instant) -> (datagram: AddressedDatagram, at: Instant)? {
    for path in Path.allCases {
      if let delivery = incoming[path].receive(now: now) { return (delivery.content, delivery.at) }
    }
    return nil
  }

  /// When something is next due to leave.
  package var nextDeparture: Instant? {
    [outgoing.direct.nextDelivery, outgoing.relay.nextDelivery].compactMap(\.self).min()
  }

  // MARK: Changes

  package mutating func apply(_ change: NetworkChange, now: Instant) {
    switch change {
    case .preset(let number): apply(NetworkPreset.all[number - 1])
    case .network(let network): apply(network)
    case .addLatency(let latency):
      alter { $0.latency = min(max(.zero, $0.latency + latency), .seconds(2)) }
    case .addJitter(let jitter):
      alter { $0.jitter = min(max(.zero, $0.jitter + jitter), .seconds(1)) }
    case .addLoss(let loss): alter { $0.loss = min(max(0, $0.loss + loss), 100) }
    case .toggleCut(let path): setCut(path, to: !outgoing[path].isCut)
    case .cut(let path): setCut(path, to: true)
    case .heal(let path): setCut(path, to: false)
    case .hold(let length): for path in Path.allCases { outgoing[path].heldUntil = now + length }
    case .clear: clear()
    }
  }

  private mutating func apply(_ preset: NetworkPreset) {
    alter { impairment in
      impairment.latency = preset.roundTrip / 2
      impairment.jitter = preset.jitter
      impairment.loss = preset.loss
    }
  }

  private mutating func setCut(_ path: Path, to isCut: Bool) {
    outgoing[path].isCut = isCut
    incoming[path].isCut = isCut
  }

  private mutating func clear() {
    for path in Path.allCases {
      setCut(path, to: false)
      outgoing[path].heldUntil = nil
      outgoing[path].impairment = .none
      incoming[path].impairment = .none
    }
  }

  /// Half on each direction of this process; the relay path is a little slower, as it is in life.
  private mutating func alter(_ body: (inout Impairment) -> Void) {
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
    if direct.latency > .zero { outgoing.relay.impairment.latency += Self.relayDetour }
  }

  // MARK: Queries

  /// What is wrong right now, for whoever looks at the screen; nothing when all is well.
  package func present(now: Instant) -> PresentImpairment? {
    let direct = outgoing.direct.impairment
    let present = PresentImpairment(
      roundTrip: direct.latency + incoming.direct.impairment.latency, jitter: direct.jitter,
      loss: direct.loss, cuts: Path.allCases.filter { outgoing[$0].isCut(now: now) },
      isHeld: Path.allCases.contains { outgoing[$0].heldUntil.map { now < $0 } ?? false })
    return present.isNone ? nil : present
  }
}

/// What is injected at a moment, as far as the screen tells it.
package struct PresentImpairment: Hashable, Sendable {
  package let roundTrip: Duration
  package let jitter: Duration
  /// Percent.
  package let loss: Double
  package let cuts: [Path]
  /// What we send is held back for a moment.
  package let isHeld: Bool

  var isNone: Bool {
    roundTrip == .zero && jitter == .zero && loss == 0 && cuts.isEmpty && !isHeld
  }
}
