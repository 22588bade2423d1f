/// A host as an invite names it: a domain name or an IP address, checked, without brackets.
package struct InviteHost: Hashable, Sendable {
  package static let characterLimit = 253

  /// What to resolve or connect to: `example.org`, `192.0.2.1`, `2001:db8::1`.
  package let name: String
  package let isIPv6: Bool

  /// Accepts a name, an IPv4 address, or an IPv6 address without brackets.
  package init(_ name: String) throws(InviteError) {
    let bytes = Array(name.utf8)
    try self.init(bytes[...], isIPv6: bytes.contains(UInt8(ascii: ":")))
  }

  /// Positions in errors are indices of the slice.
  init(_ bytes: ArraySlice<UInt8>, isIPv6: Bool) throws(InviteError) {
    guard !bytes.isEmpty else {
      throw InviteError(isIPv6 ? .ipv6 : .hostMissing, at: bytes.startIndex)
    }
    guard bytes.count <= Self.characterLimit else {
      throw InviteError(
        .hostTooLong(limit: Self.characterLimit, found: bytes.count), at: bytes.startIndex)
    }
    if isIPv6 {
      guard Self.isIPv6(bytes) else { throw InviteError(.ipv6, at: bytes.startIndex) }
    } else if let bad = bytes.firstIndex(where: { !Self.isHostCharacter($0) }) {
      throw InviteError(.hostCharacter, at: bad)
    }
    name = String(decoding: bytes, as: UTF8.self)
    self.isIPv6 = isIPv6
  }

  /// As it stands in front of a port.
  package var text: String { isIPv6 ? "[\(name)]" : name }

  private static func isHostCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// RFC 4291, 2.2: eight groups of up to four hexadecimal digits, one run of zeros as `::`; the last
  /// two groups may be an IPv4 address. Zones are not accepted: they mean nothing on another machine.
  private static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
    let halves = String(decoding: bytes, as: UTF8.self)
      .split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return false }
    var groupCount = 0
    for (index, half) in halves.enumerated() where !half.isEmpty {
      var groups = half.split(separator: ":", omittingEmptySubsequences: false)
      if index == halves.count - 1, let last = groups.last, isIPv4(last) {
        groups.removeLast()
        groupCount += 2
      }
      guard groups.allSatisfy(isIPv6Group) else { return false }
      groupCount += groups.count
    }
    return halves.count == 2 ? groupCount < 8 : groupCount == 8
  }

  private static func isIPv6Group(_ group: Substring) -> Bool {
    (1...4).contains(group.utf8.count) && UInt16(group, radix: 16) != nil
      && !group.utf8.contains(UInt8(ascii: "+"))
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.count) && part.utf8.allSatisfy { (48...57).contains($0) }
          && UInt8(part) != nil
      }
  }
}
