import Glibc
import Terminal
import Testing
import Views

/// Plays the game's part on the terminal that `PseudoTerminal` has made; does nothing otherwise.
@Suite struct LifecycleChild {
  static let variable = "GHOSTLINE_LIFECYCLE_PART"

  /// Tells what the child shall do once it has drawn.
  enum Part: String {
    /// Closes the screen at the first key.
    case close
    /// Obeys signals until one ends it; shows its size.
    case obey
    /// Traps at the first key.
    case trap
    /// Draws a great deal, faster than it is read, and closes.
    case flood
    /// Ticks for three seconds and draws a great deal in each, and closes.
    case tick
    /// Says what it knows of the terminal, then obeys.
    case tell
    /// Says which glyphs it has, and draws names of many scripts between bars.
    case spell
    /// Says why the screen cannot be opened.
    case refuse
    /// Rings twice at once and sets a title, then obeys.
    case attend
    /// Sets a title and traps at the first key.
    case trapTitled
    /// Fills the terminal at the first key, rings, waits, then obeys.
    case ringLate
  }

  /// An emoji, a vowel sign and accents, and a syllable in its parts.
  static let names = "⚡|\u{915}\u{93f}|e\u{301}\u{302}|\u{1112}\u{1161}\u{11ab}|"

  private static var part: Part? {
    unsafe getenv(variable).flatMap { Part(rawValue: unsafe String(cString: $0)) }
  }

  @Test(.enabled(if: part != nil)) func `play the part`() throws {
    let part = try #require(Self.part)
    let screen: Screen
    do throws(TerminalError) {
      screen = try Screen()
    } catch {
      print("refused: \(error)")
      exit(3)
    }
    let told = screen.capabilities
    let text =
      switch part {
      case .tell: "background \(told.background), \(told.synchronizesOutput)"
      case .spell: "\(Self.names) glyphs \(told.glyphs?.rawValue ?? "unknown")"
      default: "READY"
      }
    Self.draw(text, on: screen)
    switch part {
    case .close, .refuse:
      Self.awaitKey(screen)
      screen.close()
      exit(0)
    case .attend:
      Self.title(screen)
      screen.bell()
      screen.bell()
      Self.obey(screen)
    case .ringLate: Self.ringLate(screen)
    case .trap, .trapTitled:
      if part == .trapTitled { Self.title(screen) }
      Self.awaitKey(screen)
      preconditionFailure("on purpose")
    case .obey, .tell, .spell: Self.obey(screen)
    case .flood: Self.flood(screen)
    case .tick: Self.tick(screen)
    }
  }

  private static func draw(_ text: String, on screen: Screen) {
    var canvas = Canvas(
      width: screen.size.columns, height: screen.size.rows, screen.capabilities.widths)
    canvas.put(text, row: canvas.height - 1, column: 0, .strong)
    screen.post(canvas, theme: .night)
  }

  private static func awaitKey(_ screen: Screen) {
    while screen.poll(timeout: .seconds(20)).bytes.isEmpty {}
  }

  private static func obey(_ screen: Screen) {
    while true {
      let wake = screen.poll(timeout: .seconds(1))
      if wake.isClosed { exit(128 + SIGHUP) }
      if !wake.bytes.isEmpty { draw("keys \(wake.bytes)", on: screen) }
      for signal in Signals.take() {
        switch signal {
        case .terminate(let number):
          screen.close()
          exit(128 + number)
        case .suspend: draw(screen.suspend() ? "AGAIN" : "GOES ON", on: screen)
        case .continued:
          screen.look(after: .continued)
          if screen.isOurs { draw("AGAIN", on: screen) }
        case .denied: screen.look()
        case .resized:
          screen.resized()
          draw("\(screen.size.columns)x\(screen.size.rows)", on: screen)
        }
      }
    }
  }

  /// What a player may be called who wishes us ill.
  private static func title(_ screen: Screen) {
    screen.setTitle("you 2 : 1 b\u{1b}]0;ob\u{7}\u{9b}31m ✓")
  }

  private static func ringLate(_ screen: Screen) {
    awaitKey(screen)
    drawEverywhere(0, on: screen)
    // Until the thread sits in it.
    usleep(1_000_000)
    screen.bell()
    // Longer than a bell may be late.
    usleep(1_500_000)
    draw("AFTER", on: screen)
    obey(screen)
  }

  private static func flood(_ screen: Screen) {
    awaitKey(screen)
    // More than any terminal buffers.
    for number in 0..<50 { drawEverywhere(number, on: screen) }
    let dropped = screen.counters.dropped
    screen.close()
    exit(dropped > 0 ? 0 : 1)
  }

  /// Draws a canvas that differs everywhere from that of the number before.
  private static func drawEverywhere(_ number: Int, on screen: Screen) {
    let letters: [Unicode.Scalar] = ["a", "b", "c", "d", "e"]
    var canvas = Canvas(
      width: screen.size.columns, height: screen.size.rows, screen.capabilities.widths)
    for row in 0..<canvas.height {
      for column in 0..<canvas.width {
        canvas.set(Glyph(letters[(number + column) % 5], .text), row: row, column: column)
      }
    }
    screen.post(canvas, theme: .night)
  }

  private static func tick(_ screen: Screen) {
    awaitKey(screen)
    let clock = SuspendingClock()
    let start = clock.now
    var before = start
    var longest = Duration.zero
    for number in 0..<180 {
      let due = start + .milliseconds(number * 1000 / 60)
      _ = screen.poll(timeout: due - clock.now)
      drawEverywhere(number, on: screen)
      longest = max(longest, clock.now - before)
      before = clock.now
    }
    let dropped = screen.counters.dropped
    screen.close()
    // A loop that writes by itself would wait for as long as nobody reads; what is allowed is for a
    // busy machine.
    exit(dropped > 100 ? longest < .milliseconds(1500) ? 0 : 2 : 1)
  }
}
