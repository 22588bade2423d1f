package import Views
import Vocabulary

/// Shows a menu on a screen of its own until something is chosen, and gives the terminal back.
package struct MenuScreen: ~Copyable {
  /// Tells how it ended.
  package enum Ending: Hashable, Sendable {
    case chosen(Menu.Outcome)
    /// A signal, or the window that was closed, asks us to end.
    case signal(Int32)
  }

  /// How often it looks which rooms there are.
  private static let lookInterval = Duration.seconds(1)
  private static let hangUp: Int32 = 1

  private let screen: Screen
  private var menu: Menu
  private var decoder = KeyDecoder()

  /// - Throws: As `Screen`.
  package init(_ menu: Menu) throws(TerminalError) {
    self.menu = menu
    screen = try Screen()
  }

  package var capabilities: TerminalCapabilities { screen.capabilities }
  package var hasColours: Bool { screen.hasColours }

  /// - Parameter rooms: Looks which rooms there are; called about once a second.
  package consuming func run(options: ViewOptions, rooms: () -> [RoomNote]) -> Ending {
    defer { screen.close() }
    screen.setTitle("Ghostline")
    var nextLook = Instant.zero
    while true {
      if TerminalClock.now >= nextLook {
        nextLook = TerminalClock.now + Self.lookInterval
        menu.found(rooms())
      }
      let size = screen.size
      if screen.isOurs {
        screen.post(
          menu.canvas(width: size.columns, height: size.rows, options: options),
          theme: options.theme)
      }
      if let ending = turn(until: nextLook) { return ending }
    }
  }

  /// Waits for keys and signals, and obeys them.
  private mutating func turn(until nextLook: Instant) -> Ending? {
    let limit = min(nextLook, decoder.due ?? nextLook)
    let wake = screen.poll(timeout: max(.zero, limit - TerminalClock.now))
    if wake.isClosed { return .signal(Self.hangUp) }
    if wake.hasSignal, let ending = takeSignals() { return ending }
    let now = TerminalClock.now
    var keys = wake.bytes.compactMap { decoder.feed($0, now: now) }
    if wake.bytes.isEmpty, let key = decoder.quiet(now: now) { keys.append(key) }
    for key in keys {
      if key == .control("z") { _ = screen.suspend() }
      if key == .control("l") { screen.redraw() }
      if key == .focusIn { screen.look() }
      if let outcome = menu.pressed(key) { return .chosen(outcome) }
    }
    return nil
  }

  private func takeSignals() -> Ending? {
    for signal in Signals.take() {
      switch signal {
      case .terminate(let number): return .signal(number)
      case .suspend: _ = screen.suspend()
      case .resized: screen.resized()
      case .continued: screen.look(after: .continued)
      case .denied: screen.look()
      }
    }
    return nil
  }
}
