import Stun
import Vocabulary

/// Is one server of the test world.
struct Site {
  private enum Kind {
    /// Ours: one IP.
    case relay(StunResponder)
    /// As coturn with two IPs (RFC 5780 6): `other` is what to be asked at, all changed.
    case twoHosts(other: Address)
    /// Says that it has another port, at which nothing is.
    case boaster(StunResponder)
  }

  let address: Address
  private let alternatePort: UInt16?
  private var kind: Kind

  static func relay(_ host: UInt8 = 1, alternatePort: UInt16? = 3_479) -> Site {
    Site(
      address: server(host), alternatePort: alternatePort,
      kind: .relay(
        StunResponder(primaryPort: server().port, alternatePort: alternatePort)))
  }

  static func twoHosts(_ host: UInt8 = 100, other: UInt8 = 200) -> Site {
    let other = server(other, port: 3_479)
    return Site(address: server(host), alternatePort: 3_479, kind: .twoHosts(other: other))
  }

  static func boaster(_ host: UInt8 = 1) -> Site {
    Site(
      address: server(host), alternatePort: nil,
      kind: .boaster(StunResponder(primaryPort: server().port, alternatePort: 3_479)))
  }

  /// All that it listens on.
  var addresses: [Address] {
    let ports = [address.port, alternatePort].compactMap { $0 }
    guard case .twoHosts(let other) = kind else { return ports.map { on(address, $0) } }
    return ports.flatMap { [on(address, $0), on(other, $0)] }
  }

  /// What it answers, and from where.
  mutating func received(
    _ bytes: [UInt8], from client: Address, at local: Address, now: Instant
  ) -> (bytes: [UInt8], from: Address)? {
    switch kind {
    case .relay(var responder):
      defer { kind = .relay(responder) }
      return responder.received(
        bytes[...], from: client, at: local.port == address.port ? .primary : .alternate, now: now
      ).map { ($0.bytes, on(address, port($0.from))) }
    case .boaster(var responder):
      defer { kind = .boaster(responder) }
      let reply = responder.received(bytes[...], from: client, at: .primary, now: now)
      return reply.flatMap { $0.from == .primary ? ($0.bytes, address) : nil }
    case .twoHosts(let other): return answer(bytes, from: client, at: local, other: other)
    }
  }

  private func answer(
    _ bytes: [UInt8], from client: Address, at local: Address, other: Address
  ) -> (bytes: [UInt8], from: Address)? {
    guard let request = decoded(bytes), request.kind == .request else { return nil }
    let otherPort = local.port == address.port ? other.port : address.port
    let otherHost = local.low == address.low ? other : address
    let from =
      switch request.changeRequest {
      case nil, .nothing: local
      case .port: on(local, otherPort)
      case .host: on(otherHost, local.port)
      case .hostAndPort: on(otherHost, otherPort)
      }
    let answer = StunMessage(
      .success, request.transaction,
      [
        .xorMappedAddress(client), .responseOrigin(from),
        .otherAddress(on(otherHost, otherPort)),
      ])
    return (answer.encoded, from)
  }

  private func on(_ host: Address, _ port: UInt16) -> Address {
    Address(high: host.high, low: host.low, port: port)
  }

  private func port(_ socket: StunResponder.Socket) -> UInt16 {
    socket == .primary ? address.port : alternatePort ?? 0
  }
}
