import Netplay
import Output
import Presentation
import Station
import Terminal
import Views
import Vocabulary

/// The terminal as the game loop sees it: keys in, canvases out, signals taken.
final class Display {
  private static let frameInterval = MatchConfiguration.usualFrameDuration

  private let screen: Screen
  private var keyboard: Keyboard
  private var nextDraw = Instant.zero
  private let reportsMouse: Bool
  private var painter = Painter()
  private(set) var isClosed = false
  /// The number of the signal that asks us to end.
  private var termination: Int32?

  /// - Throws: `Failure` with exit code 3 when there is no usable terminal.
  init(_ wishes: DisplayOptions) throws {
    if case .unnamed(let why) = OwnProcess.current.surroundings.terminal {
      throw Failure(.terminal, why)
    }
    reportsMouse = wishes.mouse
    do throws(TerminalError) {
      screen = try Screen(reportsMouse: reportsMouse)
    } catch {
      throw Failure(
        .terminal, "\(error): play in a terminal, or add --headless to let bots play without one")
    }
    keyboard = Keyboard(
      try wishes.viewOptions(on: screen.capabilities, hasColours: screen.hasColours))
  }

  /// Waits for keys, and returns what they ask of the game.
  func commands(
    within limit: Duration, clock: SystemClock, others: [Int32],
    in surroundings: Keyboard.Surroundings
  ) -> [Command] {
    var surroundings = surroundings
    let wasOurs = screen.isOurs
    let limit = min(limit, keyboard.due.map { $0 - surroundings.now } ?? limit)
    let wake = screen.poll(timeout: max(.zero, limit), others: others)
    if wake.isClosed { isClosed = true }
    var commands = wake.hasSignal ? takeSignals() : []
    // What came is of now; that nothing came is known of the moment before the look alone.
    if !wake.bytes.isEmpty { surroundings.now = clock.real }
    (surroundings.columns, surroundings.rows) = (screen.size.columns, screen.size.rows)
    let typed =
      wake.bytes.isEmpty
      ? keyboard.quiet(in: surroundings) : keyboard.typed(wake.bytes, in: surroundings)
    commands += typed.compactMap { obey($0) }
    // Held keys are let go unseen where the terminal goes to somebody else.
    if wasOurs, !screen.isOurs { commands.append(.ask(.focusLost)) }
    return commands
  }

  /// Draws, at most at the display's rate.
  func draw(_ model: ScreenModel, now: Instant) {
    guard now >= nextDraw, screen.isOurs else { return }
    nextDraw = now + Self.frameInterval / 2
    let (size, options) = (screen.size, keyboard.options)
    if reportsMouse { keyboard.shown(model, width: size.columns, height: size.rows) }
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

  func copy(_ text: String) -> Bool { screen.copy(text) }

  func close() { screen.close() }

  var counters: ScreenCounters { screen.counters }

  /// What concerns the terminal alone is done here; the rest is the game's.
  private func obey(_ command: Command) -> Command? {
    switch command {
    case .redraw: screen.redraw()
    case .look: screen.look()
    // Who is not stopped learns why.
    case .suspend: return screen.suspend() ? nil : command
    default: return command
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
