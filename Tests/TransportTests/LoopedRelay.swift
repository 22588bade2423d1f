import Relay
import Vocabulary

@testable import Transport

/// A relay with several event loops, and a way by which players reach it.
struct LoopedRelay {
  static let loopCount = 4

  enum Way: CaseIterable { case plain, tls, proxied, proxiedTLS }

  /// For many who come from one address.
  static var generous: RelayLimits {
    var limits = RelayLimits()
    limits.connectionsPerAddress = 1_000
    limits.connectionsPerMinute = 10_000
    limits.roomsPerMinute = 1_000
    return limits
  }

  /// Which loop has the room of a token.
  static func loop(of byte: UInt8) -> Int {
    RoomHint(of: token(byte).room).loop(among: loopCount)
  }

  /// The token of a room that a loop has, the next one after another.
  static func room(on loop: Int, after byte: UInt8 = 0) -> UInt8 {
    (byte + 1...255).first { self.loop(of: $0) == loop } ?? 0
  }

  /// Rooms of each loop, so many that somebody comes to each by each loop: they take turns.
  static var everyWay: [(loop: Int, room: UInt8)] {
    (0..<loopCount).flatMap { loop in
      var room: UInt8 = 0
      return (0..<loopCount).map { _ in
        room = self.room(on: loop, after: room)
        return (loop, room)
      }
    }
  }

  let relay: RelayListener
  let proxy: Tap?
  let link: RelayLink

  init(_ way: Way, _ limits: RelayLimits = generous) throws {
    let certificate = try ServerCertificate.selfSigned(for: "localhost")
    var front = RelayFront.plain
    if [.proxied, .proxiedTLS].contains(way) {
      front = RelayFront(
        proxies: ProxyTrust(
          in: [AddressRange("127.0.0.1")].compactMap { $0 }, telling: .proxyProtocol))
    }
    if [.tls, .proxiedTLS].contains(way) {
      front.certificates = try CertificateHolder(certificate)
    }
    link = front.link
    relay = try startRelay(limits, on: nil, loops: Self.loopCount, behind: front)
    proxy =
      [.proxied, .proxiedTLS].contains(way)
      ? try Tap(to: relay.boundPort, saying: "PROXY TCP4 192.0.2.1 127.0.0.1 4711 443\r\n") : nil
  }

  func client(_ entry: RelayEntry) throws -> Client {
    try Client(entry, port: proxy?.port ?? relay.boundPort, by: link)
  }

  func stop() {
    proxy?.close()
    relay.stop()
  }
}
