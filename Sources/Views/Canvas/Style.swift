/// Names what a colour is for; a `Theme` decides what it looks like.
package enum Role: UInt8, CaseIterable, Hashable, Sendable {
  /// Behind everything.
  case ground
  case text
  /// Headings and what must be read first.
  case strong
  case dim
  case faint
  /// The dots of the empty board.
  case grid
  case wall
  case player1, player2, player3, player4
  /// Trails that were ridden a while ago, one step darker.
  case oldTrail1, oldTrail2, oldTrail3, oldTrail4
  case direct
  case relay
  case good
  case warning
  /// Wrong guesses and critical figures: red text.
  case bad
  /// Behind the text of the fallback and desync banners.
  case alarm
  /// Text on a coloured background that is not the alarm.
  case inverse
  /// Text on the alarm background.
  case onAlarm

  /// The colour of a player, by seat.
  static func player(_ rank: Int) -> Role {
    [.player1, .player2, .player3, .player4][rank & 3]
  }

  /// Whether this is scenery, which would only be louder in bold.
  var isQuiet: Bool {
    switch self {
    case .ground, .dim, .faint, .grid, .wall: true
    case .text, .strong, .player1, .player2, .player3, .player4, .oldTrail1, .oldTrail2,
      .oldTrail3, .oldTrail4, .direct, .relay, .good, .warning, .bad, .alarm, .inverse, .onAlarm:
      false
    }
  }

  /// The colour of the older part of that player's trail, and of all of it after a crash.
  static func oldTrail(_ rank: Int) -> Role {
    [.oldTrail1, .oldTrail2, .oldTrail3, .oldTrail4][rank & 3]
  }
}

/// Tells how a glyph is drawn: roles for its colours and what is done to its shape.
package struct Style: Hashable, Sendable {
  /// Changes to the shape; these remain when there is no colour.
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1)
    package static let underline = Attributes(rawValue: 2)
    package static let reverse = Attributes(rawValue: 4)
  }

  package var foreground: Role
  package var background: Role
  package var attributes: Attributes

  package init(
    _ foreground: Role, on background: Role = .ground, _ attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  package static let text = Style(.text)
  package static let strong = Style(.strong, .bold)
  package static let dim = Style(.dim)
  package static let faint = Style(.faint)

  private init(_ foreground: Role, _ attributes: Attributes) {
    self.init(foreground, on: .ground, attributes)
  }

  /// The same colour, bold.
  static func bold(_ role: Role) -> Style { Style(role, .bold) }
}
