import SecureChannel
import Testing

/// An invite is read to its end, wherever it was broken; nothing of it is left for others.
struct InviteInputTests {
  static let text = "ghostline://relay.example:7777#000G40R40M30E209185GR38E1W"

  private func invite() throws -> Invite { try Invite(parsing: Self.text) }

  @Test func `broken anywhere it goes on with the next line`() throws {
    let bytes = Array(Self.text.utf8)
    for end in ["\n", "\r\n", " \n\t"] {
      for place in 1..<bytes.count {
        var input = InviteInput()
        #expect(input.received(bytes[..<place] + Array(end.utf8)) == .more, "at \(place)")
        #expect(input.hasBegun)
        #expect(input.received(bytes[place...] + [0x0A]) == .whole(try invite()), "at \(place)")
      }
    }
  }

  @Test func `it may come byte by byte, and needs no end where nothing follows`() throws {
    var input = InviteInput()
    for byte in Self.text.utf8 { #expect(input.received([byte]) == .more) }
    #expect(input.ended() == .whole(try invite()))
  }

  @Test(arguments: [
    "\n\n  \(text)\n", "\u{FEFF}\(text)\r\n", "invite: \(text)\n", "\(text)\nls -l\n",
    "invite:\n\(text)\n",
  ])
  func `what stands around it is no part of it`(pasted: String) throws {
    var input = InviteInput()
    #expect(input.received(pasted.utf8) == .whole(try invite()))
  }

  @Test func `an empty line before it is waited through, and one within it ends it`() {
    var input = InviteInput()
    #expect(input.received("\n \r\n".utf8) == .more)
    #expect(!input.hasBegun)
    #expect(input.received("ghostline://relay.example:7777\n".utf8) == .more)
    #expect(input.received("\n".utf8) == .wrong(InviteError(.secretMissing, at: 30)))
  }

  @Test(arguments: [
    ("http://127.0.0.1", InviteError.Reason.scheme), ("hello", .scheme),
    ("ghostline://h:x/", .portNotANumber), ("ghostline://h:0/", .portOutOfRange),
    ("ghostline://h:1/938NKRKAYD#K351F626V743K8M2366XCN2Y08", .olderVersion),
    ("ghostline://h:1/938", .olderVersion),
    (
      "ghostline://h:1#000G40R40M30E209185GR38E1WX",
      .secretLength(expected: 26, found: 27)
    ),
    ("ghostline://h:1\u{E9}", .notASCII), ("g\0h\0o\0", .utf16),
  ])
  func `what more text cannot mend is wrong at once`(line: String, reason: InviteError.Reason) {
    var input = InviteInput()
    guard case .wrong(let error) = input.received((line + "\n").utf8) else {
      Issue.record("it goes on")
      return
    }
    #expect(error.reason == reason)
  }

  @Test func `no more is gathered than an invite can have`() {
    var input = InviteInput()
    let flood = [UInt8](repeating: UInt8(ascii: "g"), count: 100_000)
    #expect(input.received(flood) == .wrong(InviteError(.tooLong(limit: 512, found: 513), at: 0)))
  }

  @Test func `a text that is all there is has to be whole`() throws {
    #expect(
      try InviteInput.invite(
        in: "ghostline://relay.example:7777#000G40R40M30\n E209185GR38E1W") == invite())
    #expect(throws: InviteError(.scheme, at: 0)) { try InviteInput.invite(in: "") }
    #expect(throws: InviteError(.portMissing, at: 13)) {
      try InviteInput.invite(in: "ghostline://h")
    }
  }
}
