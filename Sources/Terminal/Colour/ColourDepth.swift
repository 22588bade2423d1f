package import Views
import Vocabulary

/// Fits the 256 colours of a theme to what a terminal has.
package enum ColourDepth: Hashable, Sendable {
  /// Bold, underline and reverse alone.
  case none
  /// Eight; letters can be bright, by being bold.
  case eight
  case sixteen
  case palette
  /// Red, green and blue instead of numbers of a palette.
  case direct(DirectColour)

  /// Takes the number of colours that terminfo tells. Those between 16 and 256 are not arranged as
  /// ours are, the first 16 are.
  ///
  /// - Parameter rgb: What its extension `RGB` says, if there is one.
  package init(colours: Int, rgb: DirectColour.Capability? = nil) {
    if let direct = DirectColour(rgb, colours: colours) {
      self = .direct(direct)
      return
    }
    switch colours {
    case ..<8: self = .none
    case ..<16: self = .eight
    case ..<256: self = .sixteen
    default: self = .palette
    }
  }

  /// Whether a full block can be a blank on its colour: no seams between rows, and one byte. Eight
  /// colours have no bright ones to lie behind a blank.
  package var blanksBlocks: Bool {
    switch self {
    case .none, .eight: false
    case .sixteen, .palette, .direct: true
    }
  }

  /// What curses calls a colour of an `Appearance`.
  package func number(_ palette: UInt8) -> Int {
    if case .direct(let direct) = self { return direct.number(palette: palette) }
    return Int(palette)
  }

  /// Tells how to draw a style of `theme`, in numbers that the terminal has.
  package func appearance(of style: Style, in theme: Theme) -> Appearance {
    switch self {
    case .none: Theme.mono.appearance(of: style)
    case .eight, .sixteen: reduced(theme.appearance(of: style))
    case .palette, .direct: theme.appearance(of: style)
    }
  }

  private func reduced(_ full: Appearance) -> Appearance {
    var result = full
    let behind = full.background.map { background(BasicColour(palette: $0)) }
    result.background = behind?.number
    guard let number = full.foreground else { return result }
    var colour = BasicColour(palette: number)
    if let behind, full.background != number { colour = visible(colour, on: behind) }
    if self == .eight, colour.number >= 8 {
      result.attributes.insert(.bold)
      colour.number -= 8
    }
    result.foreground = colour.number
    return result
  }

  private func background(_ colour: BasicColour) -> BasicColour {
    guard self == .eight else { return colour }
    // Grey would become black, and black letters on it would be lost.
    return colour == .faint ? .white : BasicColour(number: colour.number % 8)
  }

  /// What was meant to be seen, if faintly, must not vanish.
  private func visible(_ colour: BasicColour, on background: BasicColour) -> BasicColour {
    let isHidden =
      colour == background || (colour == .brightWhite && background == .white)
    guard isHidden else { return colour }
    return background == .faint ? .white : .faint
  }
}
