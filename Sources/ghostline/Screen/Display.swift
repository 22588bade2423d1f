import Netplay
import Presentation
import Terminal
import Views
import Vocabulary

/// The terminal as the game loop sees it: keys in, canvases out, signals taken.
final class Display {
  private static let frameInterval = MatchConfiguration.usualFrameDuration

  private let screen: Screen
  private var decoder = KeyDecoder()
  private(set) var options: ViewOptions
  private var nextDraw = Instant.zero
  private var painter = Painter()
  private(set) var isClosed = false
  /// The number of the signal that asks us to end.
  private var termination: Int32?

  /// - Throws: `Failure` with exit code 3 when there is no usable terminal.
  init(_ wishes: DisplayOptions) throws {
    let keys = try wishes.keyMap()
    do throws(TerminalError) {
      screen = try Screen(reportsMouse: wishes.mouse)
    } catch {
      throw Failure(
        .terminal, "\(error): play in a terminal, or add --headless to let bots play without one")
    }
    options = ViewOptions(theme: wishes.theme(on: screen.capabilities))
    options.glyphs = wishes.glyphSet
    options.keys = keys
  }

  /// Waits for keys until `deadline`, and returns what they ask of the game.
  func commands(until deadline: Instant, now: Instant, others: [Int32]) -> [Command] {
    let wasOurs = screen.isOurs
    let wake = screen.poll(timeout: max(.zero, deadline - now), others: others)
    if wake.isClosed { isClosed = true }
    var commands = wake.hasSignal ? takeSignals() : []
    var keys = wake.bytes.compactMap { decoder.feed($0) }
    if wake.bytes.isEmpty, let key = decoder.pause() { keys.append(key) }
    if keys.contains(.focusIn) { screen.look() }
    commands += keys.compactMap { command($0) }.compactMap { obey($0) }
    hasLostFocus = keys.contains(.focusOut) || wasOurs && !screen.isOurs
    return commands
  }

  /// What a key means, or a click on the words of the last row.
  private func command(_ key: Key) -> Command? {
    guard case .click(let column, let row) = key else { return options.keys[key] }
    guard row == screen.size.rows - 1 else { return nil }
    return Footer(keys: options.keys).command(at: column, width: screen.size.columns)
  }

  /// Whether the window has just gone behind another, or the terminal to somebody else.
  private(set) var hasLostFocus = false

  /// Draws, at most at the display's rate.
  func draw(_ model: ScreenModel, now: Instant) {
    guard now >= nextDraw, !options.isFrozen, screen.isOurs else { return }
    nextDraw = now + Self.frameInterval / 2
    let size = screen.size
    let canvas = painter.canvas(
      of: model, width: size.columns, height: size.rows, options: options)
    screen.post(canvas, theme: options.theme)
  }

  /// The signal that has asked us to end since the last call, if one did.
  func takeTermination() -> Int32? {
    defer { termination = nil }
    return termination
  }

  func attract(_ call: Attention.Call) {
    switch call {
    case .bell: screen.bell()
    case .title(let title): screen.setTitle(title)
    }
  }

  func close() { screen.close() }

  var counters: ScreenCounters { screen.counters }

  /// What concerns the display alone is done here; the rest is the game's.
  private func obey(_ command: Command) -> Command? {
    guard let rest = options.apply(command) else { return nil }
    switch rest {
    case .redraw: screen.redraw()
    // Who is not stopped learns why.
    case .suspend: return screen.suspend() ? nil : rest
    default: return rest
    }
    return nil
  }

  /// Obeys signals; returns what is left for the game to do.
  private func takeSignals() -> [Command] {
    var commands: [Command] = []
    for signal in Signals.take() {
      switch signal {
      case .terminate(let number): termination = number
      case .suspend: if !screen.suspend() { commands.append(.suspend) }
      case .resized: screen.resized()
      case .continued: screen.look(after: .continued)
      case .denied: screen.look()
      }
    }
    return commands
  }
}
