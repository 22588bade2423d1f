/// Tells how many columns a scalar takes, from a table of our own.
///
/// The C library's answer depends on the locale and the version; ours is the same in every test.
/// Ambiguous scalars count as one column. Controls, marks that combine, and what steers the
/// direction of text count as zero and are never drawn.
package enum DisplayWidth {
  /// 0, 1 or 2.
  package static func columns(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x20 || (0x7f..<0xa0).contains(value) { return 0 }
    if value < 0x300 { return value == 0xad ? 0 : 1 }
    if contains(value, in: zero) { return 0 }
    return contains(value, in: wide) ? 2 : 1
  }

  /// The columns of a whole text.
  package static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns($1) }
  }

  private static func contains(_ value: UInt32, in ranges: [ClosedRange<UInt32>]) -> Bool {
    ranges.contains { $0.contains(value) }
  }

  private static let zero: [ClosedRange<UInt32>] = [
    0x0300...0x036f, 0x0483...0x0489, 0x0591...0x05bd, 0x0610...0x061a, 0x064b...0x065f,
    0x06d6...0x06dc, 0x0e31...0x0e31, 0x0e34...0x0e3a, 0x0e47...0x0e4e, 0x1ab0...0x1aff,
    0x1dc0...0x1dff, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0x20d0...0x20ff,
    0xfe00...0xfe0f, 0xfe20...0xfe2f, 0xfeff...0xfeff, 0xfff9...0xfffb, 0x1f3fb...0x1f3ff,
    0xe0000...0xe0fff,
  ]

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x231a...0x231b, 0x23e9...0x23ec, 0x2e80...0x303e, 0x3041...0x33ff,
    0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
    0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff,
    0x1f900...0x1f9ff, 0x1fa70...0x1faff, 0x20000...0x3fffd,
  ]
}
