/// Writes what asks a terminal to put a text where it pastes from: OSC 52, as in "Xterm Control
/// Sequences". Terminals do not say whether they have done it; many ask their user first, or never do it.
package enum ClipboardRequest {
  private static let symbols = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  package static func sequence(_ text: String) -> String {
    // Ended by ST, so that BEL is heard only when it is meant.
    "\u{1b}]52;c;" + base64(Array(text.utf8)) + "\u{1b}\\"
  }

  /// RFC 4648, 4: three bytes are four symbols, the last ones filled up with `=`.
  static func base64(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        result.append(
          place <= group.count ? symbols[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
