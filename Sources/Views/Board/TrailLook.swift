import GridGame
import Vocabulary

/// Tells by what the players' trails are told apart.
enum TrailLook: Hashable, Sendable {
  /// By their colours: all are heavy lines.
  case colours
  /// By their lines, since there are no colours: heavy, double, light, and letters.
  case lines
  /// By their letters, since there are neither colours nor enough lines, or no lines at all.
  case letters

  init(_ theme: Theme, _ glyphs: GlyphSet) {
    switch (glyphs, theme) {
    case (.ascii, _), (.basic, .mono): self = .letters
    case (.full, .mono): self = .lines
    case (.full, _), (.basic, _): self = .colours
    }
  }

  /// Whether a seat's trail is made of lines.
  func hasLines(_ seat: PlayerIndex) -> Bool {
    switch self {
    case .colours: true
    case .lines: Self.weights.indices.contains(seat.number & 3)
    case .letters: false
    }
  }

  /// The confirmed line of a seat.
  func line(_ trail: TrailGlyph, of seat: PlayerIndex) -> Unicode.Scalar {
    guard self == .lines, let index = Self.weights[0].firstIndex(of: trail.confirmed) else {
      return trail.confirmed
    }
    return Self.weights[min(seat.number & 3, Self.weights.count - 1)][index]
  }

  /// What stands for a player beside the name: a dot in the colour, or how trail and head look.
  func sample(of seat: PlayerIndex) -> String {
    let capital = String(Self.capital(of: seat))
    switch self {
    case .colours: return "●"
    case .lines:
      let across = TrailGlyph(from: .left, to: .right)
      return (hasLines(seat) ? String(line(across, of: seat)) : String(Self.letter(of: seat)))
        + capital
    case .letters: return String(Self.letter(of: seat))
    }
  }

  /// What a seat's trail is made of where it has no lines.
  static func letter(of seat: PlayerIndex) -> Unicode.Scalar {
    ["a", "b", "c", "d"][seat.number & 3]
  }

  /// What stands beside a seat's head where colours do not tell whose it is.
  static func capital(of seat: PlayerIndex) -> Unicode.Scalar {
    ["A", "B", "C", "D"][seat.number & 3]
  }

  private static let weights = ["━┃┏┓┗┛", "═║╔╗╚╝", "─│┌┐└┘"].map { Array($0.unicodeScalars) }
}
