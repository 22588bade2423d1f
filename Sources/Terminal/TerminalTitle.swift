import Views

/// Writes what sets the title of a terminal's window, and what gives back the title it had before.
///
/// OSC 2, and the stack of titles of XTWINOPS 22 and 23, as in "Xterm Control Sequences". Terminals
/// that know the first and not the second keep our title until their shell sets one.
package enum TerminalTitle {
  static let push = "\u{1b}[22;0t"
  static let pop = "\u{1b}[23;0t"

  /// More scalars than any window shows are cut.
  package static let maximumScalars = 120

  /// By the first word of TERM. The others might print what they do not know, as the Linux console
  /// does with OSC.
  private static let terminals: Set<String> = [
    "xterm", "tmux", "screen", "rxvt", "kitty", "foot", "alacritty", "wezterm", "konsole", "vte",
    "gnome", "putty", "mlterm", "contour", "ghostty", "mintty",
  ]

  /// Whether a terminal of that name, the value of TERM, takes a title.
  package static func isKnown(to terminal: String) -> Bool {
    terminals.contains(String(terminal.prefix { $0.isLetter }))
  }

  /// What sets the title to `text`: in one piece, whatever the text is, since a control character in
  /// it would end it and begin something else.
  package static func sequence(_ text: String) -> String {
    let visible = text.unicodeScalars.filter { !$0.isHidden }
    // Ended by ST, so that BEL is heard only when it is meant.
    return "\u{1b}]2;"
      + String(String.UnicodeScalarView(visible.prefix(maximumScalars))) + "\u{1b}\\"
  }
}
