import ArgumentParser
import Presentation
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

  @Flag(help: "Make the words of the last row clickable; the terminal then selects no text.")
  var mouse = false

  @Option(help: "Keys: standard, or vi for HJKL beside the arrows.")
  var keys = KeyChoice.standard

  @Option(
    help: ArgumentHelp(
      "Give a key another meaning, KEY:COMMAND; may be given several times.",
      discussion: "For example --bind m:boost --bind ctrl-r:cut-p2p."),
    completion: .list(
      KeyMap().byCommand.flatMap { row in row.keys.map { "\($0):\(row.command.name)" } }))
  var bind: [String] = []

  /// How everything is drawn on a terminal, and what its keys mean.
  ///
  /// - Throws: As `keyMap`.
  func viewOptions(
    on capabilities: TerminalCapabilities, hasColours: Bool
  ) throws -> ViewOptions {
    var options = ViewOptions(
      theme: hasColours ? theme(on: capabilities) : .mono, widths: capabilities.widths)
    options.glyphs = glyphSet(on: capabilities)
    options.keys = try keyMap()
    return options
  }

  /// The theme for a terminal; `NO_COLOR` counts where nothing else was asked for.
  private func theme(on capabilities: TerminalCapabilities) -> Theme {
    if noColor { return .mono }
    switch theme {
    case .auto where OwnProcess.current.surroundings.avoidsColour: return .mono
    case .auto: return capabilities.background == .light ? .day : .night
    case .night: return .night
    case .day: return .day
    case .contrast: return .contrast
    case .mono: return .mono
    }
  }

  /// The glyphs for this terminal: the locale says whether it takes more than ASCII, and it says itself
  /// which marks it draws too wide.
  private func glyphSet(on capabilities: TerminalCapabilities) -> GlyphSet {
    if ascii { return .ascii }
    switch glyphs {
    case .full: return .full
    case .basic: return .basic
    case .ascii: return .ascii
    case .auto:
      return .fitting(told: capabilities.glyphs) { OwnProcess.current.variables[$0] }
    }
  }

  /// - Throws: `ValidationError` that says which key, and what to do.
  private func keyMap() throws -> KeyMap {
    var map =
      switch keys {
      case .standard: KeyMap()
      case .vi: KeyMap.vi
      }
    for binding in bind {
      do throws(KeyMapError) {
        try map.bind(binding)
      } catch {
        throw ValidationError("--bind \(binding): \(error).")
      }
    }
    return map
  }

  func validate() throws { _ = try keyMap() }
}
