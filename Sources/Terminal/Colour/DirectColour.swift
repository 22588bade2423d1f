/// Makes the colour numbers of terminals that take red, green and blue instead of a palette.
///
/// Their terminfo has the extension `RGB` (user_caps(5)): the channels lie side by side in the number,
/// red first.
package struct DirectColour: Hashable, Sendable {
  /// Holds `RGB` as it is written in a terminal's description.
  package enum Capability: Hashable, Sendable {
    /// There is one: the bits of the number of colours are shared out evenly.
    case flag
    /// So many bits for each channel.
    case number(Int)
    /// Bits of each channel, as `8/8/8`.
    case text(String)
  }

  /// No channel has more: terminals take eight, and the number has to fit 31.
  private static let mostBits = 10

  private let red: Int
  private let green: Int
  private let blue: Int

  /// Nothing where the number of colours is that of a palette, whatever is written beside it, or
  /// where the channels do not fit it.
  package init?(_ capability: Capability?, colours: Int) {
    guard let capability, colours > 256 else { return nil }
    let all = Int.bitWidth - (colours - 1).leadingZeroBitCount
    let share = (all + 2) / 3
    switch capability {
    case .flag: (red, green, blue) = (share, share, all - 2 * share)
    case .number(let bits): (red, green, blue) = (bits, bits, bits)
    case .text(let text):
      let bits = text.split(separator: "/").compactMap { Int($0) }
      guard bits.count == 3 else { return nil }
      (red, green, blue) = (bits[0], bits[1], bits[2])
    }
    guard [red, green, blue].allSatisfy({ (1...Self.mostBits).contains($0) }) else { return nil }
  }

  /// The number of a colour of the 256-colour palette.
  ///
  /// Never below 256: many terminals have kept palette numbers there, and what is black or pure blue
  /// gets a trace of green, which nobody sees.
  package func number(palette: UInt8) -> Int {
    let level = Self.levels(palette)
    let number =
      scaled(level.red, red) << (green + blue) | scaled(level.green, green) << blue
      | scaled(level.blue, blue)
    return number < 256 ? number | 1 << max(blue, 8) : number
  }

  private func scaled(_ level: Int, _ bits: Int) -> Int {
    (level * ((1 << bits) - 1) + 127) / 255
  }

  /// Channels of 0 to 255, as xterm has them by default.
  private static func levels(_ palette: UInt8) -> (red: Int, green: Int, blue: Int) {
    let number = Int(palette)
    switch number {
    case ..<16:
      let full = number < 8 ? 205 : 255
      let channel = { (bit: Int) in number & bit != 0 ? full : 0 }
      if number == 7 { return (229, 229, 229) }
      return number == 8 ? (127, 127, 127) : (channel(1), channel(2), channel(4))
    case ..<232:
      let cube = [36, 6, 1].map { (number - 16) / $0 % 6 }.map { $0 == 0 ? 0 : 55 + 40 * $0 }
      return (cube[0], cube[1], cube[2])
    default:
      let grey = 8 + 10 * (number - 232)
      return (grey, grey, grey)
    }
  }
}
