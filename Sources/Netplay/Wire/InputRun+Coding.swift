import Vocabulary

extension Datagram.InputRun {
  /// How the values are laid out; the shortest layout that fits is the only one that is valid.
  private enum Layout: Hashable {
    /// One value that lasts.
    case held
    /// So many runs, each of another value than the one before.
    case runs(Int)
    /// Every value, in as few bits as the largest one needs.
    case packed(bits: Int)

    /// In the byte of the count: another byte tells the layout.
    static let isTold: UInt8 = 0x80
    private static let maxBits = 64

    init?(byte: UInt8) {
      switch Int(byte) {
      case 1...Self.maxBits: self = .packed(bits: Int(byte))
      case Self.maxBits + 2...Self.maxBits + Datagram.maxInputs:
        self = .runs(Int(byte) - Self.maxBits)
      default: return nil
      }
    }

    /// Nothing for a held value, which needs no byte.
    var byte: UInt8? {
      switch self {
      case .held: nil
      case .runs(let count): UInt8(Self.maxBits + count)
      case .packed(let bits): UInt8(bits)
      }
    }
  }

  /// The layout of these values: held if they are equal, else packed if that is shorter than runs.
  private func layout(width: Int) -> Layout {
    var runs = 1
    var union = words[0]
    for index in 1..<words.count {
      if words[index] != words[index - 1] { runs += 1 }
      union |= words[index]
    }
    guard runs > 1 else { return .held }
    let bits = UInt64.bitWidth - union.leadingZeroBitCount
    let isShorterPacked = Self.packedSize(words.count, bits: bits) < runs * (width + 1) - 1
    return isShorterPacked ? .packed(bits: bits) : .runs(runs)
  }

  private static func packedSize(_ count: Int, bits: Int) -> Int { (count * bits + 7) / 8 }

  /// Appends base, count and values; there is at least one, and each fits `width` bytes.
  func encode(into writer: inout ByteWriter, width: Int) {
    precondition((1...Datagram.maxInputs).contains(words.count), "\(words.count) inputs")
    let layout = layout(width: width)
    writer.uint16(base)
    writer.byte(UInt8(words.count - 1) | (layout == .held ? 0 : Layout.isTold))
    if let byte = layout.byte { writer.byte(byte) }
    switch layout {
    case .held: writer.word(words[0], width)
    case .runs: encodeRuns(into: &writer, width: width)
    case .packed(let bits): encodePacked(into: &writer, bits: bits)
    }
  }

  /// Value and length of each run; the last one lasts to the end.
  private func encodeRuns(into writer: inout ByteWriter, width: Int) {
    var start = 0
    while start < words.count {
      var end = start + 1
      while end < words.count && words[end] == words[start] { end += 1 }
      writer.word(words[start], width)
      if end < words.count { writer.byte(UInt8(end - start)) }
      start = end
    }
  }

  private func encodePacked(into writer: inout ByteWriter, bits: Int) {
    var pending: UInt8 = 0
    var used = 0
    for word in words {
      var rest = word
      var left = bits
      while left > 0 {
        let taken = min(left, 8 - used)
        pending |= UInt8(truncatingIfNeeded: rest) << UInt8(used)
        rest >>= UInt64(taken)
        left -= taken
        used += taken
        guard used == 8 else { continue }
        writer.byte(pending)
        pending = 0
        used = 0
      }
    }
    if used > 0 { writer.byte(pending) }
  }

  /// Decodes into this value, whose buffer is empty and is used again.
  mutating func decode(from reader: inout ByteReader, width: Int) throws(WireError) {
    base = try reader.uint16()
    let first = try reader.byte()
    let count = Int(first & ~Layout.isTold) + 1
    guard first & Layout.isTold != 0 else {
      let value = try reader.word(width)
      for _ in 0..<count { words.append(value) }
      return
    }
    guard let told = Layout(byte: try reader.byte()) else { throw .invalid(.run) }
    switch told {
    case .held: break
    case .runs(let runs): try decodeRuns(runs, count: count, from: &reader, width: width)
    case .packed(let bits): try decodePacked(bits: bits, count: count, from: &reader, width: width)
    }
    // Any other layout would be a second encoding of the same inputs.
    guard layout(width: width) == told else { throw .invalid(.run) }
  }

  private mutating func decodeRuns(
    _ runs: Int, count: Int, from reader: inout ByteReader, width: Int
  ) throws(WireError) {
    for run in 1...runs {
      let value = try reader.word(width)
      let isLast = run == runs
      let length = isLast ? count - words.count : Int(try reader.byte())
      guard length > 0, words.count + length <= count else { throw .invalid(.run) }
      for _ in 0..<length { words.append(value) }
    }
  }

  private mutating func decodePacked(
    bits: Int, count: Int, from reader: inout ByteReader, width: Int
  ) throws(WireError) {
    guard bits <= 8 * width else { throw .invalid(.run) }
    guard reader.remaining >= Self.packedSize(count, bits: bits) else { throw .truncated }
    var pending: UInt8 = 0
    var available = 0
    for _ in 0..<count {
      var word: UInt64 = 0
      var got = 0
      while got < bits {
        if available == 0 {
          pending = try reader.byte()
          available = 8
        }
        let taken = min(bits - got, available)
        let fragment = UInt64(pending) & (1 << UInt64(taken) - 1)
        word |= fragment << UInt64(got)
        pending = UInt8(truncatingIfNeeded: UInt64(pending) >> UInt64(taken))
        available -= taken
        got += taken
      }
      words.append(word)
    }
    guard pending == 0 else { throw .invalid(.run) }
  }
}
