import NIOPosix
import Relay
import Station
import Testing
import Vocabulary

@testable import Transport

/// Relays that speak TLS, clients that know them or do not, and the sentence that each failure needs.
@Suite(.serialized) struct TLSTests {
  private func front(
    for name: String = "localhost", age: Duration = .zero
  ) throws -> (front: RelayFront, certificate: ServerCertificate) {
    let certificate = try ServerCertificate.selfSigned(for: name, age: age)
    return (RelayFront(certificates: try CertificateHolder(certificate)), certificate)
  }

  /// Why a client does not get in.
  private func failure(
    at port: UInt16, host: String = "127.0.0.1", by link: RelayLink,
    trusting roots: TrustedRoots = .system
  ) throws -> TLSFailure? {
    let client = try Client(
      .create(token(), capacity: 2), port: port, host: host, by: link, trusting: roots)
    guard case .tls(host, port, let failure)? = client.arrivals.closure() else { return nil }
    return failure
  }

  @Test func `a pin is all that a relay has to be known by`() throws {
    let (front, certificate) = try front(for: "elsewhere.example", age: .seconds(400 * 86_400))
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let link = RelayLink(.tls(certificate.pin))
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort, by: link)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token()), port: relay.boundPort, by: link)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    for count in [1, 1_200] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
      #expect(alice.connection.sendData(bytes, to: seat(1)))
      #expect(bob.arrivals.waitFor(.data(from: 0, bytes)))
      #expect(bob.connection.sendSignal(bytes, to: seat(0)))
      #expect(alice.arrivals.waitFor(.signal(from: 1, bytes)))
    }
    #expect(relay.statistics().dataForwarded == 2)
    bob.connection.leave()
    #expect(alice.arrivals.waitFor(.gone(1, .left)))
  }

  @Test func `nothing but TLS goes by a connection that has it, after the welcome either`() throws {
    let (front, certificate) = try front()
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let tap = try Tap(to: relay.boundPort)
    defer { tap.close() }
    let link = RelayLink(.tls(certificate.pin))
    let alice = try Client(.create(token(), capacity: 2), port: tap.port, by: link)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token()), port: relay.boundPort, by: link)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    for number in UInt8(0)..<100 {
      let bytes = [UInt8](repeating: number, count: 200)
      #expect(alice.connection.sendData(bytes, to: seat(1)))
      #expect(bob.arrivals.waitFor(.data(from: 0, bytes)))
    }
    let records = try #require(tap.recordTypes)
    // A handshake, changes of ciphers that are said for old machines, and application data.
    #expect(records.count > 100 && records.allSatisfy { [0x14, 0x16, 0x17].contains($0) })
  }

  @Test func `a certificate counts by its issuer, its dates and its name`() throws {
    let (front, certificate) = try front(for: "localhost")
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let unpinned = RelayLink(.tls(nil))
    let trusting = TrustedRoots.only([certificate])
    let alice = try Client(
      .create(token(), capacity: 2), port: relay.boundPort, host: "localhost", by: unpinned,
      trusting: trusting)
    #expect(alice.waitForWelcome(0, of: 2))
    #expect(
      try failure(at: relay.boundPort, by: unpinned, trusting: trusting) == .wrongName)
    #expect(try failure(at: relay.boundPort, host: "localhost", by: unpinned) == .selfSigned)
    let other = try #require(CertificatePin(bytes: [UInt8](repeating: 1, count: 32)))
    #expect(
      try failure(at: relay.boundPort, by: RelayLink(.tls(other)), trusting: trusting)
        == .pinDiffers)
  }

  @Test func `a certificate for an address counts at that address`() throws {
    let (front, certificate) = try front(for: "127.0.0.1")
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let alice = try Client(
      .create(token(), capacity: 2), port: relay.boundPort, by: RelayLink(.tls(nil)),
      trusting: .only([certificate]))
    #expect(alice.waitForWelcome(0, of: 2))
  }

  @Test(arguments: [-40, 40]) func `a certificate counts in its time alone`(days: Int) throws {
    let (front, certificate) = try front(age: .seconds(days * 86_400))
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let found = try failure(
      at: relay.boundPort, host: "localhost", by: RelayLink(.tls(nil)),
      trusting: .only([certificate]))
    switch found {
    case .expired(let end): #expect(days > 0 && end == certificate.expiry)
    case .notYetValid(let begin): #expect(days < 0 && begin < certificate.expiry)
    default: Issue.record("\(String(describing: found))")
    }
  }

  @Test func `who speaks TLS to a relay that does not, or the other way round, is told so`() throws
  {
    let plain = try startRelay()
    defer { plain.stop() }
    #expect(try failure(at: plain.boundPort, by: RelayLink(.tls(nil))) == .serverIsPlain)
    let (front, _) = try front()
    let secured = try startRelay(behind: front)
    defer { secured.stop() }
    #expect(try failure(at: secured.boundPort, by: .plain) == .serverExpectsTLS)
  }

  @Test func `a relay takes any path, which a proxy before it has judged`() throws {
    let (front, certificate) = try front()
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let path = try #require(RelayPath("/nowhere"))
    let client = try Client(
      .create(token(), capacity: 2), port: relay.boundPort,
      by: RelayLink(.tls(certificate.pin), path: path))
    #expect(client.waitForWelcome(0, of: 2))
  }

  @Test func `who is turned away costs no handshake`() throws {
    let (front, certificate) = try front()
    var limits = RelayLimits()
    limits.connectionsPerAddress = 1
    let relay = try startRelay(limits, behind: front)
    defer { relay.stop() }
    let link = RelayLink(.tls(certificate.pin))
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort, by: link)
    #expect(alice.waitForWelcome(0, of: 2))
    // The end comes before the client has begun to agree on keys, or within that.
    for _ in 0..<20 { #expect(try failure(at: relay.boundPort, by: link) == .cut) }
  }

  @Test func `a certificate that is replaced is shown to whoever connects next`() throws {
    let (front, old) = try front()
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let alice = try Client(
      .create(token(), capacity: 2), port: relay.boundPort, by: RelayLink(.tls(old.pin)))
    #expect(alice.waitForWelcome(0, of: 2))
    let new = try ServerCertificate.selfSigned(for: "localhost")
    try front.certificates?.show(new)
    #expect(try failure(at: relay.boundPort, by: RelayLink(.tls(old.pin))) == .pinDiffers)
    let bob = try Client(.join(token()), port: relay.boundPort, by: RelayLink(.tls(new.pin)))
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    #expect(alice.connection.sendData([1], to: seat(1)))
    #expect(bob.arrivals.waitFor(.data(from: 0, [1])))
  }

  @Test func `each connection names the loop of its own room, whoever vouches for the relay`()
    throws
  {
    let (front, certificate) = try front()
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    for link in [RelayLink(.tls(nil)), RelayLink(.tls(certificate.pin))] {
      for byte in [UInt8(1), 2, 2, 1] {
        let tap = try Tap(to: relay.boundPort)
        defer { tap.close() }
        let client = try Client(.join(token(byte)), port: tap.port, by: link)
        #expect(client.arrivals.closure() != nil)
        #expect(
          ClientHello(reading: tap.bytes[...]) == .named(RoomHint(of: token(byte).room)), "\(byte)")
      }
    }
  }

  @Test func `a connection by TLS resumes its seat`() throws {
    let (front, certificate) = try front()
    let relay = try startRelay(behind: front)
    defer { relay.stop() }
    let link = RelayLink(.tls(certificate.pin))
    let entry = RelayEntry.create(token(), capacity: 2)
    let alice = try Client(entry, port: relay.boundPort, by: link)
    let welcome = try #require(alice.welcome())
    alice.connection.abandon()
    let again = try Client(entry.resuming(welcome), port: relay.boundPort, by: link)
    #expect(again.waitForWelcome(0, of: 2))
  }
}
