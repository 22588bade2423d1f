import Testing
import Vocabulary

struct RelayAddressTests {
  static let pin = CertificatePin(bytes: [UInt8](0..<32))
  static let pinText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

  private func address(
    _ host: String, _ port: UInt16, _ security: RelayLink.Security = .plain, path: String = "/"
  ) throws -> RelayAddress {
    RelayAddress(
      HostPort(host: host, port: port),
      by: RelayLink(security, path: try #require(RelayPath(path))))
  }

  @Test func `a relay is named with a scheme or without one, and has the port of its scheme`()
    throws
  {
    let expected = [
      ("ghostline://h:1", try address("h", 1)), ("ghostline://h", try address("h", 7777)),
      ("h:1", try address("h", 1)), ("h", try address("h", 7777)),
      ("relay.example.org", try address("relay.example.org", 7777)),
      ("ghostline://h:1/", try address("h", 1)), ("[::1]", try address("::1", 7777)),
      ("ghostline://[::1]:5", try address("::1", 5)),
      ("ghostlines://h", try address("h", 7777, .tls(nil))),
      ("ghostlines://h:1?pin=\(Self.pinText)", try address("h", 1, .tls(Self.pin))),
      ("ws://h/a", try address("h", 80, path: "/a")),
      ("wss://h", try address("h", 443, .tls(nil))),
      ("wss://h:8443/a/b-c", try address("h", 8443, .tls(nil), path: "/a/b-c")),
      ("wss://h/a?pin=\(Self.pinText)", try address("h", 443, .tls(Self.pin), path: "/a")),
    ]
    for (text, relay) in expected {
      #expect(try RelayAddress(parsing: text) == relay, "\(text)")
      #expect(try RelayAddress(parsing: "\(relay)") == relay, "\(relay)")
    }
  }

  static let flaws: [(String, RelayAddress.Flaw)] = [
    ("http://h", .scheme), ("GHOSTLINE://h", .scheme), ("", .location), ("ghostline://", .location),
    ("ghostline://:1", .location), ("h:0", .location), ("h:65536", .location), ("::1", .location),
    ("h h", .location), ("ws://h/a b", .path), ("ws://h/ä", .path),
    ("ws://h/" + String(repeating: "a", count: 128), .path),
    ("ghostlines://h?pin=", .pin), ("ghostlines://h?pim=\(pinText)", .pin),
    ("ghostlines://h?pin=\(pinText)A", .pin), ("wss://h?", .pin),
    ("ghostline://h?pin=\(pinText)", .pinWithoutTLS), ("h?pin=\(pinText)", .pinWithoutTLS),
    ("ghostlines://h:1/ROOM#secret", .secret),
  ]

  @Test(arguments: flaws)
  func `what is no relay is told by its flaw`(text: String, flaw: RelayAddress.Flaw) {
    #expect(throws: flaw) { try RelayAddress(parsing: text) }
  }

  @Test func `a path has at most so many characters`() {
    #expect(RelayPath("/" + String(repeating: "a", count: RelayPath.characterLimit - 1)) != nil)
    #expect(RelayPath("/" + String(repeating: "a", count: RelayPath.characterLimit)) == nil)
    #expect(RelayPath("a") == nil && RelayPath("") == nil && RelayPath("/\r\n") == nil)
  }

  @Test(arguments: 0..<70)
  func `base 64 for URLs reads what it writes`(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) }
    let text = Array(Base64URL.encode(bytes).utf8)
    #expect(text.count == Base64URL.symbolCount(bytes: count))
    #expect(try Base64URL.decode(text[...], byteCount: count).get() == bytes)
  }

  @Test func `base 64 for URLs is that of RFC 4648`() {
    #expect(Base64URL.encode(Array("fooba".utf8)) == "Zm9vYmE")
    #expect(Base64URL.encode([0xFB, 0xFF, 0xFE]) == "-__-")
  }

  @Test func `an address in numbers is read as it is meant`() {
    let read = [
      ("127.0.0.1", "127.0.0.1:0"), ("::1", "[0:0:0:0:0:0:0:1]:0"), ("::", "[0:0:0:0:0:0:0:0]:0"),
      ("2001:db8::5:0:1", "[2001:db8:0:0:0:5:0:1]:0"), ("::ffff:192.0.2.1", "192.0.2.1:0"),
      ("1:2:3:4:5:6:1.2.3.4", "[1:2:3:4:5:6:102:304]:0"), ("1::", "[1:0:0:0:0:0:0:0]:0"),
      ("1:2:3:4:5:6:7:8", "[1:2:3:4:5:6:7:8]:0"),
    ]
    for (text, address) in read { #expect(Address(hostText: text)?.description == address) }
    #expect(Address(hostText: "10.1.2.3")?.networkBytes == [10, 1, 2, 3])
    #expect(
      Address(hostText: "2001:db8::1")?.networkBytes
        == [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1])
  }

  @Test(arguments: [
    "", ":", ":::", "1:::2", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", ":1",
    "1:", "1.2.3.4::", "::1.2.3", "::1.2.3.256", "fe80::1%eth0", "+1::", "1:2:3:4:5:6:7::8",
    "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.-4", "1.2.3.4 ", "relay.example",
    "00000000000000000000000000000000000000000000000::1",
  ])
  func `what only looks like an address in numbers is none`(text: String) {
    #expect(Address(hostText: text) == nil)
  }
}
