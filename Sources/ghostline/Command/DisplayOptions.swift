import ArgumentParser
import Foundation
import Terminal
import Views

/// How the player wants to see and touch the game.
struct DisplayOptions: ParsableArguments {
  enum ThemeChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, night, day, contrast, mono
  }

  enum GlyphChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, full, basic, ascii
  }

  enum KeyChoice: String, CaseIterable, ExpressibleByArgument {
    case standard, vi
  }

  @Option(help: "Colours: auto (by the terminal's background), night, day, contrast or mono.")
  var theme = ThemeChoice.auto

  @Option(help: "Characters: auto (by locale and terminal), full, basic or ascii.")
  var glyphs = GlyphChoice.auto

  @Flag(help: "The same as --glyphs ascii.")
  var ascii = false

  @Flag(help: "The same as --theme mono.")
  var noColor = false

  @Option(help: "Keys: standard, or vi for HJKL beside the arrows.")
  var keys = KeyChoice.standard

  @Option(
    help: ArgumentHelp(
      "Give a key another meaning, KEY:COMMAND; may be given several times.",
      discussion: "For example --bind m:boost --bind ctrl-x:cut-p2p."))
  var bind: [String] = []

  /// The theme for a terminal; `NO_COLOR` counts where nothing else was asked for.
  func theme(on capabilities: TerminalCapabilities) -> Theme {
    let avoidsColour = !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    if noColor { return .mono }
    switch theme {
    case .auto where avoidsColour: return .mono
    case .auto: return capabilities.background == .light ? .day : .night
    case .night: return .night
    case .day: return .day
    case .contrast: return .contrast
    case .mono: return .mono
    }
  }
}
