import GridGame
import Testing
import Views
import Vocabulary

/// What the usual keys mean, and what the display makes of it.
@Suite struct CommandTests {
  @Test(arguments: [
    (Key.up, Command.steer(.up)), (.down, .steer(.down)), (.left, .steer(.left)),
    (.right, .steer(.right)), (.character("w"), .steer(.up)), (.character("a"), .steer(.left)),
    (.character("s"), .steer(.down)), (.character("d"), .steer(.right)),
    (.character("D"), .steer(.right)), (.character(" "), .boost), (.enter, .accept),
    (.escape, .dismiss), (.character("1"), .preset(1)), (.character("6"), .preset(6)),
    (.character("["), .addLatency(milliseconds: -10)),
    (.character("]"), .addLatency(milliseconds: 10)),
    (.character("{"), .addJitter(milliseconds: -5)), (.character("}"), .addJitter(milliseconds: 5)),
    (.character("-"), .addLoss(percent: -1)), (.character("="), .addLoss(percent: 1)),
    (.character("x"), .toggleDirect), (.character("X"), .toggleRelay),
    (.character("0"), .clearImpairments), (.character("f"), .spike), (.control("d"), .corrupt),
    (.character("g"), .toggleGhosts), (.character("p"), .nextPrediction), (.tab, .nextPanel),
    (.character("i"), .toggleStrip), (.character("t"), .nextTheme), (.character("v"), .nextMirror),
    (.character("?"), .toggleHelp),
    (.control("f"), .freezeDisplay), (.control("l"), .redraw), (.character("e"), .export),
    (.character("q"), .askToLeave), (.character("y"), .confirm), (.control("c"), .leaveNow),
    (.control("z"), .suspend),
  ])
  func `every key has its meaning`(key: Key, command: Command) {
    #expect(KeyMap()[key] == command)
  }

  @Test(arguments: [
    Key.character("7"), .character("z"), .character("日"), .control("q"), .backspace, .focusIn,
    .focusOut, .backTab,
  ])
  func `other keys mean nothing`(key: Key) {
    #expect(KeyMap()[key] == nil)
  }
}

@Suite struct ViewOptionsTests {
  @Test func `leaving takes q and then y`() {
    var options = ViewOptions()
    #expect(options.apply(.confirm) == nil)
    #expect(options.apply(.askToLeave) == nil)
    #expect(options.sheet == .leaveQuestion)
    #expect(options.apply(.confirm) == .confirm)
  }

  @Test func `any other key closes the question and does nothing else`() {
    var options = ViewOptions()
    for command in [Command.preset(3), .accept, .askToLeave, .toggleDirect, .dismiss, .nextTheme] {
      _ = options.apply(.askToLeave)
      #expect(options.apply(command) == nil)
      #expect(options == ViewOptions())
    }
  }

  @Test func `steering goes on behind the question`() {
    var options = ViewOptions()
    _ = options.apply(.askToLeave)
    #expect(options.apply(.steer(.left)) == .steer(.left))
    #expect(options.apply(.boost) == .boost)
    #expect(options.sheet == .leaveQuestion)
  }

  @Test func `leaving at once and suspending never wait for an answer`() {
    var options = ViewOptions()
    _ = options.apply(.askToLeave)
    #expect(options.apply(.leaveNow) == .leaveNow)
    _ = options.apply(.askToLeave)
    #expect(options.apply(.suspend) == .suspend)
  }

  @Test func `what concerns the display is not passed on`() {
    var options = ViewOptions()
    for command in [
      Command.toggleGhosts, .nextPrediction, .nextPanel, .toggleStrip, .nextTheme, .toggleHelp,
      .freezeDisplay,
    ] {
      #expect(options.apply(command) == nil)
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
    for command in [
      Command.steer(.up), .boost, .accept, .dismiss, .preset(2), .addLatency(milliseconds: 10),
      .addJitter(milliseconds: 5), .addLoss(percent: 1), .toggleDirect, .toggleRelay,
      .clearImpairments, .spike, .corrupt, .redraw, .export, .leaveNow, .suspend,
    ] {
      #expect(options.apply(command) == command)
    }
    #expect(options == ViewOptions())
  }

  @Test func `escape closes help before it dismisses anything else`() {
    var options = ViewOptions()
    _ = options.apply(.toggleHelp)
    #expect(options.apply(.dismiss) == nil)
    #expect(options.apply(.dismiss) == .dismiss)
  }

  @Test func `the panel and prediction keys come round`() {
    var options = ViewOptions()
    for _ in 0..<3 { _ = options.apply(.nextPanel) }
    for _ in 0..<4 { _ = options.apply(.nextPrediction) }
    #expect(options == ViewOptions())
  }
}
