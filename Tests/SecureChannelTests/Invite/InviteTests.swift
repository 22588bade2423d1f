import SecureChannel
import Testing
import Vocabulary

struct InviteTests {
  static let secretText = "000G40R40M30E209185GR38E1W"
  static let pinText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

  private func invite(
    host: String = "relay.example", link: RelayLink = .plain
  ) throws -> Invite {
    Invite(
      host: try InviteHost(host), port: 7777, link: link,
      secret: try #require(InviteSecret(bytes: [UInt8](0..<16))))
  }

  @Test func `an invite reads as it is printed`() throws {
    let plain = try invite()
    #expect(plain.text == "ghostline://relay.example:7777#\(Self.secretText)")
    #expect(try Invite(parsing: plain.text) == plain)
    let pinned = try invite(
      host: "2001:db8::1", link: RelayLink(.tls(CertificatePin(bytes: [UInt8](0..<32)))))
    #expect(
      pinned.text == "ghostlines://[2001:db8::1]:7777?pin=\(Self.pinText)"
        + "#\(Self.secretText)")
    #expect(try Invite(parsing: pinned.text) == pinned)
    #expect(try Invite(parsing: pinned.text).host.name == "2001:db8::1")
    let path = try #require(RelayPath("/games/ghost"))
    let proxied = try invite(link: RelayLink(.tls(nil), path: path))
    #expect(
      proxied.text == "ghostlines://relay.example:7777/games/ghost#\(Self.secretText)")
    #expect(try Invite(parsing: proxied.text) == proxied)
  }

  @Test func `small letters, look-alikes and space around are understood`() throws {
    let text = "ghostline://relay.example:7777#ooOG4Or4om3oe209i85gr38e1w"
    #expect(try Invite(parsing: " \t\(text)\r\n") == invite())
  }

  @Test(arguments: UInt64(0)..<100)
  func `every secret survives the trip`(seed: UInt64) throws {
    let random = (0..<3).map { (seed &* 3 + $0 &+ 1) &* 0x9E37_79B9_7F4A_7C15 }
    let bytes = (0..<16).map { UInt8(truncatingIfNeeded: random[$0 / 8] >> (8 * UInt64($0 % 8))) }
    let invite = Invite(
      host: try InviteHost("127.0.0.1"), port: UInt16(truncatingIfNeeded: random[2]) | 1,
      secret: try #require(InviteSecret(bytes: bytes)))
    #expect(try Invite(parsing: invite.text) == invite)
  }

  @Test func `nothing but text shows the secret`() throws {
    let invite = try invite()
    let secret = Self.secretText
    #expect("\(invite)" == "ghostline://relay.example:7777#…")
    #expect(String(reflecting: invite) == "\(invite)")
    var dumped = ""
    dump(invite, to: &dumped)
    let token = JoinToken(secret: invite.secret)
    dump(token, to: &dumped)
    dumped += "\(invite.secret)\(String(reflecting: invite.secret))\(token)"
    dumped += String(reflecting: token)
    #expect(!dumped.contains(secret))
    #expect(!dumped.contains("bytes"))
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let reason: InviteError.Reason
    let position: Int

    var testDescription: String { text }
  }

  static let ok = "ghostline://h:1"
  static let tls = "ghostlines://h:1"

  static let mistakes: [Mistake] = [
    Mistake(text: "", reason: .scheme, position: 0),
    Mistake(text: "  http://h:1/x", reason: .scheme, position: 2),
    Mistake(text: "GHOSTLINE://h:1/", reason: .scheme, position: 0),
    Mistake(
      text: String(repeating: " ", count: 513), reason: .tooLong(limit: 512, found: 513),
      position: 0),
    Mistake(text: "ghostline://h:1/93\u{E9}", reason: .notASCII, position: 18),
    Mistake(text: "ghostline://h h:1/", reason: .notASCII, position: 13),
    Mistake(text: "ghostline://:1/", reason: .hostMissing, position: 12),
    Mistake(text: "ghostline://", reason: .hostMissing, position: 12),
    Mistake(text: "ghostline://a_b@c:1/", reason: .hostCharacter, position: 15),
    Mistake(
      text: "ghostline://\(String(repeating: "a", count: 254)):1/",
      reason: .hostTooLong(limit: 253, found: 254), position: 12),
    Mistake(text: "ghostline://[::1:1/", reason: .bracketUnclosed, position: 18),
    Mistake(text: "ghostline://[]:1/", reason: .ipv6, position: 13),
    Mistake(text: "ghostline://[relay]:1/", reason: .ipv6, position: 13),
    Mistake(text: "ghostline://h", reason: .portMissing, position: 13),
    Mistake(text: "ghostline://h/x", reason: .portMissing, position: 13),
    Mistake(text: "ghostline://[::1]x:1/", reason: .portMissing, position: 17),
    Mistake(text: "ghostline://h:/", reason: .portNotANumber, position: 14),
    Mistake(text: "ghostline://h:77x7/", reason: .portNotANumber, position: 16),
    Mistake(text: "ghostline://h:+7/", reason: .portNotANumber, position: 14),
    Mistake(text: "ghostline://h:0/", reason: .portOutOfRange, position: 14),
    Mistake(text: "ghostline://h:65536/", reason: .portOutOfRange, position: 14),
    // As older programs wrote it, whole or not, and whatever follows.
    Mistake(
      text: ok + "/938NKRKAYD#000G40R40M30E209185GR38E1W", reason: .olderVersion, position: 15),
    Mistake(text: ok + "/938NK", reason: .olderVersion, position: 15),
    Mistake(text: ok + "/#000G40R40M30E209185GR38E1W", reason: .olderVersion, position: 15),
    Mistake(text: ok + "?pim=1#x", reason: .pinWithoutTLS, position: 16),
    Mistake(
      text: ok + "/938NKRKAYD?pin=1#x", reason: .olderVersion, position: 15),
    Mistake(text: ok + "/a<b#x", reason: .path, position: 15),
    Mistake(text: ok + "?pin=1#x", reason: .pinWithoutTLS, position: 16),
    Mistake(text: tls + "?pim=1#x", reason: .parameter, position: 17),
    Mistake(
      text: tls + "?pin=1#x", reason: .pinLength(expected: 43, found: 1), position: 21),
    // The last symbol has two bits that belong to no byte.
    Mistake(
      text: tls + "?pin=" + String(repeating: "A", count: 42) + "B#x", reason: .pinCharacter,
      position: 63),
    Mistake(
      text: tls + "?pin=" + String(repeating: "A", count: 42) + "+#x", reason: .pinCharacter,
      position: 63),
    Mistake(text: ok, reason: .secretMissing, position: 15),
    Mistake(text: ok + "#", reason: .secretMissing, position: 16),
    Mistake(
      text: ok + "#123", reason: .secretLength(expected: 26, found: 3), position: 16),
    Mistake(
      text: ok + "#" + String(repeating: "0", count: 27),
      reason: .secretLength(expected: 26, found: 27), position: 16),
    Mistake(
      text: ok + "#" + String(repeating: "0", count: 20) + "*00000", reason: .secretCharacter,
      position: 36),
    // The last symbol has two bits that belong to no byte: zero, or it is no secret of ours.
    Mistake(
      text: ok + "#" + String(repeating: "0", count: 25) + "1", reason: .secretCharacter,
      position: 41),
  ]

  @Test(arguments: mistakes)
  func `a mistake is named with its place`(mistake: Mistake) {
    #expect(throws: InviteError(mistake.reason, at: mistake.position)) {
      try Invite(parsing: mistake.text)
    }
  }

  @Test func `mistakes read as advice, counted from one`() {
    let error = InviteError(.secretLength(expected: 26, found: 9), at: 16)
    #expect(
      "\(error)" == "secret must be 26 characters, found 9 (at character 17 of the invite)")
    let old = InviteError(.olderVersion, at: 15)
    #expect("\(old)".hasPrefix("this invite is of an older version"))
  }

  @Test(arguments: [
    "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "64:ff9b::1.2.3.4",
    "1:2:3:4:5:6:1.2.3.4", "ABCD::ef01", "1::8",
  ])
  func `addresses of IPv6 are recognised`(text: String) throws {
    let host = try InviteHost(text)
    #expect(host.isIPv6)
    #expect(host.text == "[\(text)]")
  }

  @Test(arguments: [
    ":", ":::", "1:::2", "::1::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", ":1",
    "1:", "1.2.3.4::", "::1.2.3", "::1.2.3.256", "fe80::1%eth0", "+1::", "1:2:3:4:5:6:7::8",
    "::1.2.3.4:5",
  ])
  func `what only looks like IPv6 is not`(text: String) {
    #expect(throws: InviteError(.ipv6, at: 0)) { try InviteHost(text) }
  }

  @Test(arguments: UInt64(0)..<200)
  func `any mangled invite is read or refused, never more`(seed: UInt64) throws {
    var bytes = Array(try invite().text.utf8)
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    for _ in 0..<3 {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      bytes[Int(state % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: state >> 40)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    do {
      let read = try Invite(parsing: text)
      #expect(try Invite(parsing: read.text) == read)
    } catch {
      #expect((0...text.utf8.count).contains(error.position))
    }
  }
}
