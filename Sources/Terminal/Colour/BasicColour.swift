import Vocabulary

/// Names one of the first 16 colours of a palette: eight, and the same eight brighter.
///
/// The nearest is chosen by hue, not by distance: by distance most of a theme's colours are greys.
package struct BasicColour: Hashable, Sendable {
  package static let black = BasicColour(number: 0)
  package static let white = BasicColour(number: 7)
  /// Bright black, a dark grey.
  package static let faint = BasicColour(number: 8)
  package static let brightWhite = BasicColour(number: 15)

  /// 0 to 7, or 8 to 15 for the bright ones.
  package var number: UInt8

  package init(number: UInt8) {
    precondition(number < 16, "colour \(number) is not one of 16")
    self.number = number
  }

  /// The nearest to a colour of the 256-colour palette.
  package init(palette number: UInt8) {
    switch number {
    case ..<16: self.init(number: number)
    case ..<232:
      let levels = [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6].map {
        $0 == 0 ? 0 : 55 + 40 * Int($0)
      }
      self.init(red: levels[0], green: levels[1], blue: levels[2])
    default: self.init(grey: 8 + 10 * Int(number - 232))
    }
  }

  private init(red: Int, green: Int, blue: Int) {
    let most = max(red, green, blue)
    let range = most - min(red, green, blue)
    if range == 0 {
      self.init(grey: most)
      return
    }
    let hue =
      switch most {
      case red: (60 * (green - blue) / range + 360) % 360
      case green: 60 * (blue - red) / range + 120
      default: 60 * (red - green) / range + 240
      }
    let luma = (299 * red + 587 * green + 114 * blue) / 1000
    self.init(number: Self.number(hue: hue) + (luma >= Self.brightLuma ? 8 : 0))
  }

  /// The boundary at which every player's trail and old trail differ, in both themes.
  private static let brightLuma = 132

  /// The bounds, in degrees, make orange yellow, as the Linux console draws it, and bluish green
  /// green, so that four players have four hues.
  private static func number(hue: Int) -> UInt8 {
    switch hue {
    case ..<15: 1
    case ..<75: 3
    case ..<165: 2
    case ..<200: 6
    case ..<270: 4
    case ..<335: 5
    default: 1
    }
  }

  /// The bounds lie between the greys of xterm and those of the Linux console.
  private init(grey level: Int) {
    switch level {
    case ..<0x40: self = .black
    case ..<0xa0: self = .faint
    case ..<0xe4: self = .white
    default: self = .brightWhite
    }
  }
}
