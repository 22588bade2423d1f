/// Turns roles into colours of the 256-colour palette.
///
/// Every colour is an exact entry of the 6x6x6 cube or of the grey ramp, so that terminals with a
/// palette and with true colour agree. The hues are those of Okabe and Ito, "Color Universal
/// Design" (2008), which stay apart for colour-blind eyes.
///
/// The raw values are the names that a person gives them.
package enum Theme: String, CaseIterable, Hashable, Sendable {
  case night
  case day
  /// On black, nothing but white and the strongest colours, and bold wherever there is a meaning.
  case contrast
  /// No colour at all: bold, underline and reverse carry what colour would.
  case mono

  /// The next theme of the same kind; without colour there is only one.
  package var next: Theme {
    switch self {
    case .night: .day
    case .day: .contrast
    case .contrast: .night
    case .mono: .mono
    }
  }

  /// Tells how a style looks, as palette numbers; `nil` is the terminal's own colour.
  package func appearance(of style: Style) -> Appearance {
    switch self {
    case .night, .day:
      Appearance(
        foreground: palette(style.foreground), background: palette(style.background),
        attributes: style.attributes)
    case .contrast:
      Appearance(
        foreground: palette(style.foreground), background: palette(style.background),
        attributes: style.foreground.isQuiet ? style.attributes : style.attributes.union(.bold))
    case .mono:
      Appearance(foreground: nil, background: nil, attributes: Self.monoAttributes(of: style))
    }
  }

  /// Reverse for what has a ground of its own; bold for the local player, who is told from the others
  /// by nothing else.
  private static func monoAttributes(of style: Style) -> Style.Attributes {
    if style.background != .ground { return style.attributes.union(.reverse) }
    let isLocal = style.foreground == .player1 || style.foreground == .oldTrail1
    return isLocal ? style.attributes.union(.bold) : style.attributes
  }

  private func palette(_ role: Role) -> UInt8? {
    switch self {
    case .night: Self.night(role)
    case .day: Self.day(role)
    case .contrast: Self.contrast(role)
    case .mono: nil
    }
  }

  private static func night(_ role: Role) -> UInt8 {
    switch role {
    case .ground: grey(0x08)
    case .text: grey(0xda)
    case .strong: grey(0xee)
    // A projector shows nothing of a grey below 0x5e.
    case .dim: grey(0x9e)
    case .faint: grey(0x76)
    case .grid: grey(0x62)
    case .wall: grey(0x9e)
    case .player1: cube(0x5fafff)
    case .player2: cube(0xffaf00)
    case .player3: cube(0x00d787)
    case .player4: cube(0xff87d7)
    case .oldTrail1: cube(0x0087d7)
    case .oldTrail2: cube(0xaf8700)
    case .oldTrail3: cube(0x00875f)
    case .oldTrail4: cube(0xaf5f87)
    case .direct: cube(0x5fd7d7)
    case .relay: cube(0xd787ff)
    case .good: cube(0x5fd787)
    case .warning: cube(0xffd75f)
    case .bad: cube(0xff5f5f)
    case .alarm: cube(0xd70000)
    case .inverse: grey(0x08)
    case .onAlarm: cube(0xffffff)
    }
  }

  private static func day(_ role: Role) -> UInt8 {
    switch role {
    case .ground: cube(0xffffff)
    case .text: grey(0x30)
    case .strong: grey(0x08)
    case .dim: grey(0x6c)
    case .faint: grey(0xa8)
    case .grid: grey(0xb2)
    case .wall: grey(0x6c)
    case .player1: cube(0x005faf)
    case .player2: cube(0xd75f00)
    case .player3: cube(0x00875f)
    case .player4: cube(0xaf0087)
    case .oldTrail1: cube(0x5f87d7)
    case .oldTrail2: cube(0xd7875f)
    case .oldTrail3: cube(0x5faf87)
    case .oldTrail4: cube(0xd75faf)
    case .direct: cube(0x0087af)
    case .relay: cube(0x8700af)
    case .good: cube(0x008700)
    case .warning: cube(0xaf5f00)
    case .bad: cube(0xd70000)
    case .alarm: cube(0xd70000)
    case .inverse: cube(0xffffff)
    case .onAlarm: cube(0xffffff)
    }
  }

  /// Black, white and colours with a channel that is full; what is older has the same hue with less
  /// of it, since a board without any difference between old and new is hard to read.
  private static func contrast(_ role: Role) -> UInt8 {
    switch role {
    case .ground, .inverse: cube(0x000000)
    case .text, .strong, .dim, .faint, .wall, .onAlarm: cube(0xffffff)
    case .grid: cube(0x0000ff)
    case .player1: cube(0x00ffff)
    case .player2: cube(0xffaf00)
    case .player3: cube(0x00ff00)
    case .player4: cube(0xff5fff)
    case .oldTrail1: cube(0x00afff)
    case .oldTrail2: cube(0xff5f00)
    case .oldTrail3: cube(0x00d700)
    case .oldTrail4: cube(0xff00ff)
    case .direct: cube(0x00ffff)
    case .relay: cube(0xff5fff)
    case .good: cube(0x00ff00)
    case .warning: cube(0xffff00)
    case .bad: cube(0xff5f5f)
    case .alarm: cube(0xd70000)
    }
  }

  /// The palette number of a colour of the cube, whose channels are 00, 5f, 87, af, d7 or ff.
  private static func cube(_ rgb: UInt32) -> UInt8 {
    16 + 36 * level(rgb >> 16) + 6 * level(rgb >> 8) + level(rgb)
  }

  private static func level(_ channel: UInt32) -> UInt8 {
    switch channel & 0xff {
    case 0x00: 0
    case 0x5f: 1
    case 0x87: 2
    case 0xaf: 3
    case 0xd7: 4
    case 0xff: 5
    default: preconditionFailure("channel \(channel & 0xff) is not one of the cube's six levels")
    }
  }

  /// The palette number of a grey of the ramp: 8, 18, ... 238.
  private static func grey(_ level: UInt8) -> UInt8 {
    precondition(level >= 8 && level <= 238 && (level - 8) % 10 == 0, "grey \(level) is not there")
    return 232 + (level - 8) / 10
  }
}

/// Tells a terminal how to draw a glyph.
package struct Appearance: Hashable, Sendable {
  /// Palette numbers; `nil` is the terminal's own colour.
  package var foreground: UInt8?
  package var background: UInt8?
  package var attributes: Style.Attributes

  package init(foreground: UInt8?, background: UInt8?, attributes: Style.Attributes) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
