package import Vocabulary

/// What a proxy says first, by the PROXY protocol in either version: for whom it has connected.
///
/// After "The PROXY protocol, versions 1 & 2" (haproxy.org, 2020). Nothing but the client's address is
/// taken; what else it may tell is skipped.
package enum ProxyHeader: Hashable, Sendable {
  /// It goes on.
  case incomplete
  /// It is none, or too long.
  case invalid
  /// What the connection itself says begins after so many bytes. No client: the proxy speaks for itself, to
  /// see whether we are there.
  case complete(client: Address?, byteCount: Int)

  /// Of version 1, its line end included (section 2.1).
  private static let longestLine = 107
  /// Of version 2 with what may follow the addresses: more than any proxy tells.
  package static let byteLimit = 4_096

  private static let word = Array("PROXY ".utf8)
  private static let signature: [UInt8] = [
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
  ]

  /// Judges all that a connection has said so far.
  package init(reading bytes: ArraySlice<UInt8>) {
    if bytes.starts(with: Self.signature) {
      self = Self.binary(bytes)
    } else if bytes.starts(with: Self.word) {
      self = Self.line(bytes)
    } else {
      let isBeginning =
        Self.signature.starts(with: bytes) || Self.word.starts(with: bytes)
      self = isBeginning ? .incomplete : .invalid
    }
  }

  // MARK: Version 1

  private static func line(_ bytes: ArraySlice<UInt8>) -> ProxyHeader {
    let head = bytes.prefix(longestLine)
    guard let end = head.firstIndex(of: 0x0A) else {
      return head.count < longestLine ? .incomplete : .invalid
    }
    let byteCount = end + 1 - bytes.startIndex
    let line = head[..<end]
    guard line.last == 0x0D, line.allSatisfy({ $0 < 0x80 }) else { return .invalid }
    let words = String(decoding: line.dropLast(), as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false)
    if words[1] == "UNKNOWN" { return .complete(client: nil, byteCount: byteCount) }
    guard words.count == 6, let family = Family(word: words[1]),
      let client = family.address(words[2], port: words[4]),
      family.address(words[3], port: words[5]) != nil
    else { return .invalid }
    return .complete(client: client, byteCount: byteCount)
  }

  private enum Family {
    case ipv4, ipv6

    init?(word: Substring) {
      switch word {
      case "TCP4": self = .ipv4
      case "TCP6": self = .ipv6
      default: return nil
      }
    }

    func address(_ host: Substring, port: Substring) -> Address? {
      let isDecimal =
        (1...5).contains(port.utf8.count) && port.utf8.allSatisfy { (48...57).contains($0) }
      guard isDecimal, let port = UInt16(port), host.contains(":") == (self == .ipv6) else {
        return nil
      }
      return Address(hostText: host, port: port)
    }
  }

  // MARK: Version 2

  private static func binary(_ bytes: ArraySlice<UInt8>) -> ProxyHeader {
    let head = Array(bytes.prefix(16))
    guard head.count == 16 else { return .incomplete }
    let length = Int(head[14]) << 8 | Int(head[15])
    guard head[12] >> 4 == 2, 16 + length <= byteLimit else { return .invalid }
    guard bytes.count >= 16 + length else { return .incomplete }
    let body = Array(bytes.dropFirst(16).prefix(length))
    switch (head[12] & 0xF, head[13]) {
    // LOCAL: whatever family it names is to be ignored.
    case (0, _): return .complete(client: nil, byteCount: 16 + length)
    case (1, 0x11):
      guard length >= 12 else { return .invalid }
      let client = Address(ipv4: body[0], body[1], body[2], body[3], port: port(body[8...9]))
      return .complete(client: client, byteCount: 16 + length)
    case (1, 0x21):
      guard length >= 36 else { return .invalid }
      let client = Address(
        high: number(body[0..<8]), low: number(body[8..<16]), port: port(body[32...33]))
      return .complete(client: client, byteCount: 16 + length)
    // An unspecified family, a Unix socket or a datagram: nobody whose address could be counted.
    case (1, 0x00), (1, 0x12), (1, 0x22), (1, 0x31), (1, 0x32):
      return .complete(client: nil, byteCount: 16 + length)
    default: return .invalid
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func port(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    UInt16(truncatingIfNeeded: number(bytes))
  }
}
