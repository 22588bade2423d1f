/// Blanks out the comments and string literals of Swift source, so that a search finds only code.
///
/// Lines keep their numbers and every byte its place. What an interpolation computes inside a string
/// is code and stays. Regular expression literals are not known to it.
struct SourceMask {
  private let source: [UInt8]
  private var masked: [UInt8]
  private var position = 0

  /// The code alone, everything else as spaces.
  static func code(of text: String) -> String {
    var mask = SourceMask(text)
    mask.code(isInterpolation: false)
    return String(decoding: mask.masked, as: UTF8.self)
  }

  private init(_ text: String) {
    source = Array(text.utf8)
    masked = source
  }

  /// Keeps code up to the end, or up to the parenthesis that ends an interpolation.
  private mutating func code(isInterpolation: Bool) {
    var depth = 0
    while position < source.count {
      switch source[position] {
      case UInt8(ascii: "/") where starts(with: "//"):
        while position < source.count, source[position] != UInt8(ascii: "\n") { blank(1) }
      case UInt8(ascii: "/") where starts(with: "/*"):
        comment()
      case UInt8(ascii: "\""), UInt8(ascii: "#"):
        if let hashes = openingHashes() { literal(hashes: hashes) } else { position += 1 }
      case UInt8(ascii: "("):
        depth += 1
        position += 1
      case UInt8(ascii: ")") where isInterpolation && depth == 0:
        return blank(1)
      case UInt8(ascii: ")"):
        depth -= 1
        position += 1
      default:
        position += 1
      }
    }
  }

  /// Block comments nest.
  private mutating func comment() {
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        blank(2)
      } else if starts(with: "*/") {
        depth -= 1
        blank(2)
      } else {
        blank(1)
      }
    } while depth > 0 && position < source.count
  }

  /// How many `#` open the string literal that begins here; nothing when none does.
  private func openingHashes() -> Int? {
    var end = position
    while end < source.count, source[end] == UInt8(ascii: "#") { end += 1 }
    guard end < source.count, source[end] == UInt8(ascii: "\"") else { return nil }
    return end - position
  }

  private mutating func literal(hashes: Int) {
    blank(hashes)
    let quotes = starts(with: "\"\"\"") ? "\"\"\"" : "\""
    blank(quotes.utf8.count)
    let tail = String(repeating: "#", count: hashes)
    let end = quotes + tail
    let escape = "\\" + tail
    while position < source.count {
      switch source[position] {
      case UInt8(ascii: "\"") where starts(with: end):
        return blank(end.utf8.count)
      case UInt8(ascii: "\\") where starts(with: escape + "("):
        blank(hashes + 2)
        code(isInterpolation: true)
      case UInt8(ascii: "\\") where starts(with: escape):
        blank(hashes + 2)
      case UInt8(ascii: "\n") where quotes.utf8.count == 1:
        return
      default:
        blank(1)
      }
    }
  }

  private func starts(with text: String) -> Bool { source[position...].starts(with: text.utf8) }

  /// Replaces the next bytes by spaces and goes on behind them; line ends stay.
  private mutating func blank(_ count: Int) {
    let end = min(position + count, source.count)
    while position < end {
      if source[position] != UInt8(ascii: "\n") { masked[position] = UInt8(ascii: " ") }
      position += 1
    }
  }
}
