import Relay
import Testing
import Vocabulary

/// What proxies say of their clients, and who is believed.
struct ProxyTests {
  private func read(_ text: String) -> ProxyHeader { ProxyHeader(reading: Array(text.utf8)[...]) }

  // MARK: Version 1

  @Test func `a line names the client, and what follows it is the connection's`() throws {
    let line = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"
    #expect(
      read(line + "GET / HTTP/1.1\r\n")
        == .complete(
          client: Address(ipv4: 192, 0, 2, 7, port: 56_324), byteCount: line.utf8.count))
    let six = "PROXY TCP6 2001:db8::7 2001:db8::1 1 65535\r\n"
    #expect(
      read(six)
        == .complete(client: Address(hostText: "2001:db8::7", port: 1), byteCount: six.utf8.count))
    for unknown in ["PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 whatever 0 0\r\n"] {
      #expect(read(unknown) == .complete(client: nil, byteCount: unknown.utf8.count))
    }
  }

  @Test func `a header goes on until it is whole, wherever it is cut`() {
    let line = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"
    for whole in [Array(line.utf8), Self.binary(0x21, 0x11, [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 0, 2])] {
      for count in 0..<whole.count {
        #expect(ProxyHeader(reading: whole[..<count]) == .incomplete, "\(count)")
      }
      #expect(ProxyHeader(reading: whole[...]) != .incomplete)
    }
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\n", "PROXZ", "PROXY\r\n", "PROXY  TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
    "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
    "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n", "PROXY TCP4 ::1 ::1 1 2\r\n",
    "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n", "PROXY TCP4 1.2.3.256 1.2.3.4 1 2\r\n",
    "PROXY TCP4 1.2.3.4 1.2.3.4 65536 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 -1 2\r\n",
    "PROXY TCP4 1.2.3.4 1.2.3.4 +1 2\r\n", "PROXY TCP4 1.2.3.4 x 1 2\r\n",
    "PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n", "PROXY tcp4 1.2.3.4 1.2.3.4 1 2\r\n",
    "PROXY UNKNOWN \u{E9}\r\n",
  ])
  func `what only looks like a line of a proxy is none`(text: String) {
    #expect(read(text) == .invalid)
  }

  @Test func `a line has at most 107 bytes`() {
    func line(_ count: Int) -> [UInt8] {
      let head = "PROXY UNKNOWN "
      return Array(
        (head + String(repeating: "x", count: count - head.utf8.count - 2) + "\r\n").utf8)
    }
    func read(_ bytes: some Collection<UInt8>) -> ProxyHeader {
      ProxyHeader(reading: Array(bytes)[...])
    }
    #expect(read(line(107)) == .complete(client: nil, byteCount: 107))
    #expect(read(line(108)) == .invalid)
    #expect(read(line(108).dropLast()) == .invalid)
    #expect(read(line(107).prefix(106)) == .incomplete)
  }

  // MARK: Version 2

  private static func binary(
    _ command: UInt8, _ family: UInt8, _ body: [UInt8], length: Int? = nil
  ) -> [UInt8] {
    let count = length ?? body.count
    return [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]
      + [command, family, UInt8(count >> 8), UInt8(count & 0xFF)] + body
  }

  @Test func `a binary header names the client, and more is skipped`() {
    let four = Self.binary(0x21, 0x11, [192, 0, 2, 7, 10, 0, 0, 1, 0xDC, 4, 1, 0xBB, 3, 0, 1, 9])
    #expect(
      ProxyHeader(reading: (four + [71, 69])[...])
        == .complete(client: Address(ipv4: 192, 0, 2, 7, port: 56_324), byteCount: four.count))
    let address: [UInt8] = [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [7]
    let six = Self.binary(0x21, 0x21, address + address + [0, 1, 0, 2])
    #expect(
      ProxyHeader(reading: six[...])
        == .complete(client: Address(hostText: "2001:db8::7", port: 1), byteCount: six.count))
    for (command, family) in [(0x20, 0x00), (0x20, 0x11), (0x21, 0x00), (0x21, 0x31), (0x21, 0x12)]
      as [(UInt8, UInt8)]
    {
      let own = Self.binary(command, family, [])
      #expect(ProxyHeader(reading: own[...]) == .complete(client: nil, byteCount: own.count))
    }
  }

  @Test func `a binary header that is short, long, or of another version is none`() {
    let bodies: [(UInt8, UInt8, [UInt8], Int?)] = [
      (0x21, 0x11, [UInt8](repeating: 1, count: 11), nil),
      (0x21, 0x21, [UInt8](repeating: 1, count: 35), nil),
      (0x11, 0x11, [UInt8](repeating: 1, count: 12), nil),
      (0x22, 0x11, [UInt8](repeating: 1, count: 12), nil),
      (0x21, 0x41, [UInt8](repeating: 1, count: 12), nil),
      (0x21, 0x11, [], ProxyHeader.byteLimit - 15),
    ]
    for (command, family, body, length) in bodies {
      let header = Self.binary(command, family, body, length: length)
      #expect(ProxyHeader(reading: header[...]) == .invalid)
    }
    let longest = Self.binary(0x21, 0x11, [], length: ProxyHeader.byteLimit - 16)
    #expect(ProxyHeader(reading: longest[...]) == .incomplete)
  }

  /// Any bytes, and headers with some of theirs changed: whatever comes of it, no more is taken than there
  /// is, what is whole stays so with more behind it, and a slice is read as an array is.
  @Test(arguments: UInt64(0)..<500)
  func `any bytes are a header, the beginning of one, or none`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let seeds: [[UInt8]] = [
      Array("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n".utf8),
      Array("PROXY TCP6 2001:db8::7 2001:db8::1 1 65535\r\n".utf8),
      Self.binary(0x21, 0x11, [UInt8](0..<20)), Self.binary(0x21, 0x21, [UInt8](0..<40)),
      (0..<60).map { _ in UInt8(truncatingIfNeeded: dice.next()) },
    ]
    for var bytes in seeds {
      for _ in 0..<dice.next(below: 4) {
        bytes[dice.next(below: bytes.count)] = UInt8(truncatingIfNeeded: dice.next())
      }
      bytes = Array(bytes.prefix(dice.next(below: bytes.count + 1)))
      let read = ProxyHeader(reading: bytes[...])
      let shifted = ([0, 0, 0] + bytes + [1, 2])[3..<(3 + bytes.count)]
      #expect(ProxyHeader(reading: shifted) == read)
      guard case .complete(_, let byteCount) = read else { continue }
      #expect((1...bytes.count).contains(byteCount))
      #expect(ProxyHeader(reading: (bytes + [0xFF])[...]) == read)
    }
  }

  // MARK: Trust

  @Test func `a range holds the addresses that begin alike, and no other`() throws {
    let cases: [(String, [String], [String])] = [
      ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255"], ["11.0.0.0", "9.255.255.255", "::a00:1"]),
      ("192.0.2.7", ["192.0.2.7"], ["192.0.2.6", "192.0.2.8"]),
      ("192.0.2.6/31", ["192.0.2.6", "192.0.2.7"], ["192.0.2.5", "192.0.2.8"]),
      ("0.0.0.0/0", ["1.2.3.4", "255.255.255.255"], ["::1"]),
      ("::/0", ["::1", "1.2.3.4"], []),
      ("2001:db8::/32", ["2001:db8:ffff::1"], ["2001:db9::"]),
      ("2001:db8::/64", ["2001:db8::ffff:ffff:ffff:ffff"], ["2001:db8:0:1::"]),
      ("2001:db8::/65", ["2001:db8::7fff:ffff:ffff:ffff"], ["2001:db8::8000:0:0:0"]),
      ("::1", ["::1"], ["::2", "127.0.0.1"]),
    ]
    for (text, inside, outside) in cases {
      let range = try #require(AddressRange(text), "\(text)")
      for address in inside { #expect(range.contains(try #require(Address(hostText: address)))) }
      for address in outside { #expect(!range.contains(try #require(Address(hostText: address)))) }
    }
  }

  @Test(arguments: [
    "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0/8",
    "10.0.0.1/8", "::/129", "2001:db8::1/64", "example.org/8", "10.0.0.0/0008", "10.0.0.0 /8",
  ])
  func `what is no range is none`(text: String) { #expect(AddressRange(text) == nil) }

  private func trust(_ ranges: String..., telling: ProxyTrust.Telling = .forwardedFor) -> ProxyTrust
  {
    ProxyTrust(in: ranges.compactMap { AddressRange($0) }, telling: telling)
  }

  private func address(_ text: String) throws -> Address { try #require(Address(hostText: text)) }

  @Test func `nobody is believed but who is named`() throws {
    let proxy = try address("10.0.0.1")
    #expect(ProxyTrust.nobody.origin(of: proxy) == .peer)
    #expect(trust("10.0.0.0/8").origin(of: proxy) == .told(.forwardedFor))
    #expect(trust("10.0.0.1", telling: .proxyProtocol).origin(of: proxy) == .told(.proxyProtocol))
    #expect(trust("10.0.0.0/8").origin(of: try address("11.0.0.1")) == .peer)
    #expect(trust("0.0.0.0/0", "::/0").origin(of: nil) == .peer)
  }

  @Test func `the client is the nearest address that is no proxy's`() throws {
    let trust = trust("10.0.0.0/8", "::1")
    let proxy = try address("10.0.0.1")
    let chains: [([String], String)] = [
      (["192.0.2.7"], "192.0.2.7"), (["192.0.2.7, 10.0.0.2"], "192.0.2.7"),
      (["192.0.2.7", "10.0.0.2"], "192.0.2.7"),
      // What a client has written itself is before what the first proxy has heard.
      (["203.0.113.9, 192.0.2.7"], "192.0.2.7"), (["10.0.0.9, 192.0.2.7 , 10.0.0.2"], "192.0.2.7"),
      (["192.0.2.7:4711"], "192.0.2.7"), (["[2001:db8::7]:4711"], "2001:db8::7"),
      (["[2001:db8::7]"], "2001:db8::7"), (["2001:db8::7"], "2001:db8::7"),
      ([], "10.0.0.1"), ([""], "10.0.0.1"), (["unknown"], "10.0.0.1"),
      (["192.0.2.7, unknown, 10.0.0.2"], "10.0.0.2"), (["192.0.2.7,"], "10.0.0.1"),
      (["10.0.0.3"], "10.0.0.3"),
    ]
    for (header, client) in chains {
      #expect(
        trust.client(forwardedFor: header, by: proxy).hostText == (try address(client)).hostText)
    }
  }

  @Test func `a chain without end is not looked at to its end`() throws {
    let trust = trust("10.0.0.0/8")
    let proxy = try address("10.0.0.1")
    func chain(_ count: Int) -> [String] {
      ["192.0.2.7"] + (0..<count).map { "10.0.1.\($0)" }
    }
    #expect(trust.client(forwardedFor: chain(15), by: proxy).hostText == "192.0.2.7")
    #expect(trust.client(forwardedFor: chain(16), by: proxy).hostText == "10.0.1.0")
  }
}
