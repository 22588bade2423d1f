/// Reads the numbers of requirements and lessons (`S-01`, `L-01`) out of texts, and the page that
/// explains them.
struct Requirements {
  /// One row of the page.
  struct Row: Hashable {
    let number: String
    /// Test files without their ending, from `Tests` on.
    let files: [String]
  }

  let rows: [Row]

  /// - Parameter page: Rows as `| S-01 | what holds | `A/B`, `A/C` |`; everything else is prose.
  init(page: String) {
    rows = page.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|")
      guard line.hasPrefix("|"), cells.count == 3,
        let number = Self.numbers(in: String(cells[0])).first
      else { return nil }
      let quoted = cells[2].split(separator: "`", omittingEmptySubsequences: false)
      return Row(
        number: number,
        files: quoted.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
    }
  }

  /// The numbers that a text names, in order, repetitions included.
  static func numbers(in text: String) -> [String] {
    let bytes = Array(text.utf8)
    guard bytes.count >= 4 else { return [] }
    return (0...bytes.count - 4).compactMap { start in
      let end = start + 4
      guard bytes[start] == UInt8(ascii: "S") || bytes[start] == UInt8(ascii: "L"),
        bytes[start + 1] == UInt8(ascii: "-"), isDigit(bytes[start + 2]), isDigit(bytes[start + 3]),
        start == 0 || !isPartOfWord(bytes[start - 1]),
        end == bytes.count || !isPartOfWord(bytes[end])
      else { return nil }
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
      true
    default: false
    }
  }
}
