extension Address {
  /// Reads an address in numbers: IPv4 in four decimal ones, IPv6 after RFC 4291, 2.2; without brackets,
  /// zone or port. An IPv4 address mapped into IPv6 is what it stands for.
  package init?(hostText text: some StringProtocol, port: UInt16 = 0) {
    let text = Substring(text)
    guard text.utf8.count <= 45 else { return nil }
    if let word = Self.ipv4(text) {
      self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(word), port: port)
    } else if let (high, low) = Self.ipv6(text) {
      self.init(high: high, low: low, port: port)
    } else {
      return nil
    }
  }

  /// As it travels: 4 bytes of IPv4, or 16 of IPv6.
  package var networkBytes: [UInt8] {
    let all = [high, low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
    return isIPv4 ? Array(all.suffix(4)) : all
  }

  private static func ipv4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var word: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
        // Some read a leading zero as octal: who may be meant is not known.
        part.utf8.count == 1 || !part.hasPrefix("0"), let byte = UInt8(part)
      else { return nil }
      word = word << 8 | UInt32(byte)
    }
    return word
  }

  private static func ipv6(_ text: Substring) -> (high: UInt64, low: UInt64)? {
    let halves = splitAtGap(text)
    guard let head = groups(halves.head, isLast: halves.tail == nil) else { return nil }
    var all = head
    if let tail = halves.tail {
      guard let tail = groups(tail, isLast: true), head.count + tail.count < 8 else { return nil }
      all += [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }
    guard all.count == 8 else { return nil }
    let words = (all[..<4], all[4...])
    return (
      words.0.reduce(0) { $0 << 16 | UInt64($1) }, words.1.reduce(0) { $0 << 16 | UInt64($1) }
    )
  }

  /// At the first `::`; a second one is left in the tail, where it is no group.
  private static func splitAtGap(_ text: Substring) -> (head: Substring, tail: Substring?) {
    var previous: Substring.Index?
    for index in text.indices where text[index] == ":" {
      if let before = previous, text.index(after: before) == index {
        return (text[..<before], text[text.index(after: index)...])
      }
      previous = index
    }
    return (text, nil)
  }

  /// - Parameter isLast: Whether the last group may be an IPv4 address.
  private static func groups(_ text: Substring, isLast: Bool) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if isLast, index == parts.count - 1, let word = ipv4(part) {
        groups += [UInt16(truncatingIfNeeded: word >> 16), UInt16(truncatingIfNeeded: word)]
        continue
      }
      guard (1...4).contains(part.utf8.count), !part.hasPrefix("+"),
        let group = UInt16(part, radix: 16)
      else { return nil }
      groups.append(group)
    }
    return groups
  }
}
