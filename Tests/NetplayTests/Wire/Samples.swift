import Netplay
import Rollback
import Vocabulary

/// Datagrams and bytes that several suites need.
enum Sample {
  static let epoch: UInt64 = 0x0102_0304_0506_0708

  /// The least that a datagram says.
  static let smallest = Datagram(
    epoch: epoch, sender: PlayerIndex(1), probe: .init(sequence: 0x1234, echo: nil),
    acknowledged: 5)

  /// Every field present.
  static let fullest = Datagram(
    epoch: epoch, sender: PlayerIndex(0),
    probe: .init(sequence: 65_535, echo: .init(sequence: 258, held: .microseconds(1500))),
    acknowledged: 0xABCD, lead: -3, hears: .direct.union(.relay), isLeaving: true,
    holdsFinalReport: true, inputs: .init(base: 0xFFFE, words: [7, 7, 7, 2]),
    report: .init(frame: Frame(300), chain: 0x1122_3344_5566_7788),
    dispute: [.init(frame: Frame(29), chain: 1), .init(frame: Frame(30), chain: 2)],
    sections: .init(frame: Frame(30), digests: [3, 4]))

  static let smallestHex = "81 08 07 06 05 04 03 02 01 00 34 12 05 00 00"
  static let fullestHex = """
    80 08 07 06 05 04 03 02 01 FF FF FF 02 01 96 00 CD AB FD FE FF 83 03 FF 05 \
    AC 02 88 77 66 55 44 33 22 11 82 1D 01 00 00 00 00 00 00 00 1E 02 00 00 00 00 00 00 00 \
    1E 02 03 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00
    """

  /// What two players send in the midst of a match, at `frame`.
  static func steady(words: [UInt64], frame: Int, hasReport: Bool = true) -> Datagram {
    Datagram(
      epoch: epoch, sender: PlayerIndex(0),
      probe: .init(sequence: 40_000, echo: .init(sequence: 39_990, held: .milliseconds(7))),
      acknowledged: UInt16(truncatingIfNeeded: frame), lead: 5, hears: .direct.union(.relay),
      inputs: .init(base: UInt16(truncatingIfNeeded: frame), words: words),
      report: hasReport
        ? .init(frame: Frame(frame / 30 * 30), chain: 0xFEDC_BA98_7654_3210) : nil)
  }

  /// Inputs in each of the three layouts, from frame 5 on.
  static let heldWords = [UInt64](repeating: 3, count: 7)
  static let heldHex = "05 00 06 03"
  static let runWords = [UInt64](repeating: 200, count: 8) + [UInt64](repeating: 3, count: 8)
  static let runHex = "05 00 8F 42 C8 08 03"
  static let packedWords: [UInt64] = [1, 2, 3, 4, 5]
  static let packedHex = "05 00 84 03 D1 58"

  /// Inputs that are held for a while, up to `largest`; how long and how large differs each time.
  static func words(_ dice: inout SplitMix64, count: Int, largest: UInt64) -> [UInt64] {
    let hold = 1 + dice.next(below: 1 + dice.next(below: 60))
    let bound = min(largest, UInt64.max >> UInt64(dice.next(below: 64)))
    var value = min(bound, dice.next())
    return (0..<count).map { _ in
      if dice.next(below: hold) == 0 {
        value = bound == .max ? dice.next() : dice.next() % (bound + 1)
      }
      return value
    }
  }

  /// Any datagram that can be encoded with inputs of one byte.
  static func random(_ dice: inout SplitMix64) -> Datagram {
    func report() -> Datagram.HashReport {
      .init(frame: Frame(Int(dice.next() >> UInt64(1 + dice.next(below: 62)))), chain: dice.next())
    }
    var datagram = Datagram(
      epoch: dice.next(), sender: PlayerIndex(dice.next(below: 8)),
      probe: .init(sequence: UInt16(truncatingIfNeeded: dice.next()), echo: nil),
      acknowledged: UInt16(truncatingIfNeeded: dice.next()),
      lead: dice.next(below: 256) - 128,
      hears: PathSet(rawValue: UInt8(dice.next(below: 4))), isLeaving: dice.next(below: 2) == 0,
      holdsFinalReport: dice.next(below: 2) == 0)
    if dice.next(below: 2) == 0 {
      datagram.probe.echo = .init(
        sequence: UInt16(truncatingIfNeeded: dice.next()),
        heldNanoseconds: Datagram.heldUnitNanoseconds * Int64(dice.next(below: 65_536)))
    }
    if dice.next(below: 2) == 0 {
      datagram.inputs = .init(
        base: UInt16(truncatingIfNeeded: dice.next()),
        words: words(&dice, count: 1 + dice.next(below: 128), largest: 255))
    }
    if dice.next(below: 2) == 0 { datagram.report = report() }
    for _ in 0..<dice.next(below: 4) { datagram.dispute.append(report()) }
    if dice.next(below: 4) == 0 {
      datagram.sections = .init(
        frame: report().frame, digests: (0...dice.next(below: 16)).map { _ in dice.next() })
    }
    return datagram
  }
}

extension Datagram {
  func bytes(width: Int = 1) -> [UInt8] {
    var writer = ByteWriter()
    encode(into: &writer, inputWidth: width)
    return writer.bytes
  }

  /// Decodes a whole datagram, envelope included.
  init(_ bytes: [UInt8], width: Int = 1) throws(WireError) {
    var reader = ByteReader(bytes[...])
    let envelope = try Envelope(from: &reader)
    guard envelope.kind == .match else { throw .unknownKind(envelope.kind.rawValue) }
    try self.init(envelope: envelope, body: &reader, inputWidth: width)
  }
}

/// Bytes as two upper-case digits each, with spaces.
func hex(_ bytes: [UInt8]) -> String {
  bytes.map { byte in
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count == 1 ? "0" + digits : digits
  }.joined(separator: " ")
}
