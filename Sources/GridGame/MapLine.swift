import Vocabulary

/// Holds a line of a map file, or a part of one, with the place it came from.
struct MapLine: Sendable {
  /// From 1.
  let number: Int
  /// The column of the first byte, from 1.
  let column: Int
  /// Printable ASCII.
  let bytes: ArraySlice<UInt8>

  /// Splits a file into lines without their ends and trailing spaces; drops empty lines at the end.
  ///
  /// - Throws: Where a byte is none of a text in ASCII.
  static func lines(_ bytes: [UInt8]) throws(MapError) -> [MapLine] {
    var lines: [MapLine] = []
    do throws(TextLines.Fault) {
      lines = try TextLines(bytes).lines.map { line in
        MapLine(number: line.number, column: 1, bytes: line.bytes)
      }
    } catch {
      let reason: MapError.Reason =
        error.reason == .nul ? .notText(byte: 0) : .noLines(error.reason)
      throw MapError(line: error.line, column: error.column, reason: reason)
    }
    for line in lines { try line.requireText() }
    lines = lines.map(\.withoutTrailingSpace)
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    return lines
  }

  private func requireText() throws(MapError) {
    for (offset, byte) in bytes.enumerated() {
      guard (0x20...0x7E).contains(byte) || byte == UInt8(ascii: "\t") else {
        throw error(.notText(byte: byte), offset: offset)
      }
    }
  }

  var isEmpty: Bool { bytes.isEmpty }

  var isSeparator: Bool { bytes.elementsEqual("---".utf8) }

  /// The text, cut to a length that can be shown.
  var limitedText: String { String(decoding: bytes.prefix(40), as: UTF8.self) }

  /// The decimal number that the text is: digits only, at most five.
  var value: Int? {
    guard (1...5).contains(bytes.count) else { return nil }
    var value = 0
    for byte in bytes {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  var withoutComment: MapLine {
    part(bytes[bytes.startIndex..<(bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex)])
      .trimmed
  }

  /// The parts before and after the first `separator`, trimmed.
  func split(at separator: UInt8) -> (MapLine, MapLine)? {
    guard let index = bytes.firstIndex(of: separator) else { return nil }
    return (
      part(bytes[bytes.startIndex..<index]).trimmed,
      part(bytes[(index + 1)..<bytes.endIndex]).trimmed
    )
  }

  /// The parts between spaces.
  var words: [MapLine] { bytes.split(separator: UInt8(ascii: " ")).map { part($0) } }

  /// An error at the first byte.
  func error(_ reason: MapError.Reason) -> MapError {
    MapError(line: number, column: column, reason: reason)
  }

  /// An error at the byte with an offset from the first.
  func error(_ reason: MapError.Reason, offset: Int) -> MapError {
    MapError(line: number, column: column + offset, reason: reason)
  }

  private func part(_ slice: ArraySlice<UInt8>) -> MapLine {
    MapLine(number: number, column: column + slice.startIndex - bytes.startIndex, bytes: slice)
  }

  private var trimmed: MapLine {
    part(bytes.drop { Self.isSpace($0) }).withoutTrailingSpace
  }

  private var withoutTrailingSpace: MapLine {
    var slice = bytes
    while let last = slice.last, Self.isSpace(last) { slice.removeLast() }
    return part(slice)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
