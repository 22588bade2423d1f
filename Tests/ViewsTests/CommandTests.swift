import GridGame
import Station
import Testing
import Views
import Vocabulary

/// What the usual keys mean, and what the display makes of it.
@Suite struct CommandTests {
  @Test(arguments: [
    (Key.up, "steer-up"), (.down, "steer-down"), (.left, "steer-left"),
    (.right, "steer-right"), (.character("w"), "steer-up"), (.character("a"), "steer-left"),
    (.character("s"), "steer-down"), (.character("d"), "steer-right"),
    (.character("D"), "steer-right"), (.character(" "), "boost"), (.enter, "accept"),
    (.escape, "dismiss"), (.character("1"), "preset-1"), (.character("6"), "preset-6"),
    (.character("["), "latency-down"),
    (.character("]"), "latency-up"),
    (.character("{"), "jitter-down"), (.character("}"), "jitter-up"),
    (.character("-"), "loss-down"), (.character("="), "loss-up"),
    (.character("x"), "cut-p2p"), (.character("X"), "cut-p2p"),
    (.control("x"), "cut-relay"), (.control("p"), "pause"), (.character("P"), "prediction"),
    (.character("0"), "clear-network"), (.character("f"), "hold-packets"),
    (.control("d"), "corrupt-state"),
    (.character("g"), "ghosts"), (.character("p"), "prediction"), (.tab, "panel"),
    (.character("i"), "strip"), (.character("t"), "theme"), (.character("v"), "mirror"),
    (.character("?"), "help"),
    (.control("f"), "freeze"), (.control("l"), "redraw"), (.character("e"), "export"),
    (.character("q"), "leave"), (.character("y"), "confirm"), (.control("c"), "leave-now"),
    (.control("z"), "suspend"), (.character("c"), "copy-invite"),
  ])
  func `every key has its meaning`(key: Key, name: String) {
    #expect(KeyMap()[key]?.name == name)
  }

  @Test(arguments: [
    Key.character("7"), .character("z"), .character("日"), .control("q"), .backspace, .focusIn,
    .focusOut, .backTab,
  ])
  func `other keys mean nothing`(key: Key) {
    #expect(KeyMap()[key] == nil)
  }
}

/// The command of that name.
func command(_ name: String) -> Command {
  guard let command = Command(name: name) else {
    Issue.record("there is no command \(name)")
    return .leaveNow
  }
  return command
}

@Suite struct ViewOptionsTests {
  /// All but what is asked.
  private func untouched(_ options: ViewOptions) -> Bool {
    options == ViewOptions() && options.consent.question == nil
  }

  @Test func `leaving takes q and then y`() {
    var options = ViewOptions()
    #expect(options.apply(.confirm) == nil)
    #expect(options.apply(command("leave")) == nil)
    #expect(options.consent.question == .leave)
    #expect(options.apply(.confirm) == .confirm)
    #expect(untouched(options))
  }

  @Test func `any other key closes the question and does nothing else`() {
    var options = ViewOptions()
    for name in ["preset-3", "accept", "leave", "cut-p2p", "dismiss", "theme"] {
      _ = options.apply(command("leave"))
      #expect(options.apply(command(name)) == nil)
      #expect(untouched(options))
    }
  }

  @Test func `steering goes on behind the question`() {
    var options = ViewOptions()
    _ = options.apply(command("leave"))
    #expect(options.apply(command("steer-left")) == command("steer-left"))
    #expect(options.apply(command("boost")) == command("boost"))
    #expect(options.apply(.ask(.focusLost)) == .ask(.focusLost))
    #expect(options.consent.question == .leave)
  }

  @Test func `leaving at once and suspending never wait for an answer`() {
    var options = ViewOptions()
    _ = options.apply(command("leave"))
    #expect(options.apply(.leaveNow) == .leaveNow)
    _ = options.apply(command("leave"))
    #expect(options.apply(.suspend) == .suspend)
  }

  @Test func `what concerns the display is not passed on`() {
    var options = ViewOptions()
    for name in [
      "ghosts", "prediction", "panel", "strip", "theme", "help",
      "freeze",
    ] {
      #expect(options.apply(command(name)) == nil)
    }
    var expected = ViewOptions(theme: .day)
    expected.showsGhosts = false
    expected.prediction = .both
    expected.panel = .compact
    expected.showsStrip = false
    expected.sheet = .help
    expected.isFrozen = true
    #expect(options == expected)
  }

  @Test func `what concerns the game is passed on`() {
    var options = ViewOptions()
    for name in [
      "steer-up", "boost", "accept", "preset-2", "latency-up",
      "jitter-up", "loss-up", "cut-p2p", "cut-relay",
      "clear-network", "hold-packets", "corrupt-state", "redraw", "export", "leave-now", "suspend",
    ] {
      #expect(options.apply(command(name)) == command(name))
    }
    #expect(options == ViewOptions())
  }

  @Test func `escape closes what is open and nothing else`() {
    var options = ViewOptions()
    _ = options.apply(command("help"))
    for _ in 0..<2 {
      #expect(options.apply(command("dismiss")) == nil)
      #expect(options == ViewOptions())
    }
  }

  @Test func `the panel and prediction keys come round`() {
    var options = ViewOptions()
    for _ in 0..<3 { _ = options.apply(command("panel")) }
    for _ in 0..<4 { _ = options.apply(command("prediction")) }
    #expect(options == ViewOptions())
  }
}
