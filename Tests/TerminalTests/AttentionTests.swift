import Glibc
import Terminal
import Testing

/// What reaches a person who looks elsewhere: the bell, and the title of the window.
@Suite(.serialized) struct AttentionTests {
  private static let push = "\u{1b}[22;0t"
  private static let pop = "\u{1b}[23;0t"
  /// The child's title without what steers a terminal.
  private static let title = "\u{1b}]2;you 2 : 1 b]0;ob31m ✓\u{1b}\\"
  private static let bell: UInt8 = 7

  private static func running(
    _ part: LifecycleChild.Part, terminal name: String = "xterm-256color",
    columns: UInt16 = 100, rows: UInt16 = 30, by starter: PseudoTerminal.Starter = .itself
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(columns: columns, rows: rows)
    try terminal.start(part, terminal: name, by: starter)
    try terminal.read(until: "READY")
    return terminal
  }

  private static func end(_ terminal: PseudoTerminal) throws {
    terminal.send(SIGTERM)
    #expect(try terminal.wait() == .exited(code: 128 + SIGTERM))
  }

  @Test func `the bell rings once, however often it is asked for at once`() throws {
    let terminal = try Self.running(.attend)
    terminal.type("w")
    try terminal.read(until: "keys [119]")
    let bells = terminal.output.count { $0 == Self.bell }
    // Both wishes may find the thread at work on the first.
    #expect((1...2).contains(bells))
    try Self.end(terminal)
    #expect(terminal.output.count { $0 == Self.bell } == bells)
  }

  @Test func `a bell that a stalled terminal did not take in time is dropped`() throws {
    // One picture is more than the terminal buffers.
    let terminal = try Self.running(.ringLate, columns: 420, rows: 180)
    terminal.type("x")
    // Nobody reads while the child fills the terminal, rings and waits.
    usleep(6_000_000)
    try terminal.read(until: "AFTER")
    #expect(!terminal.output.contains(Self.bell))
    try Self.end(terminal)
  }

  @Test func `a title is set without what steers the terminal, and the old one comes back`()
    throws
  {
    let terminal = try Self.running(.attend)
    try terminal.read(until: Self.title)
    #expect(terminal.contains(Self.push) && !terminal.contains(Self.pop))
    try Self.end(terminal)
    #expect(terminal.contains(Self.pop))
  }

  @Test func `the old title is back while the game is suspended, then ours again`() throws {
    let terminal = try Self.running(.attend, by: .shell)
    try terminal.read(until: Self.title)
    terminal.send(SIGTSTP)
    try terminal.read(until: "SHELL")
    #expect(terminal.contains(Self.pop))
    let mark = terminal.output.count
    terminal.type("fg\n")
    try terminal.read(until: "AGAIN", from: mark)
    #expect(terminal.contains(Self.push, from: mark) && terminal.contains(Self.title, from: mark))
    terminal.send(SIGTERM)
    try terminal.read(until: "SHELL \(128 + SIGTERM)", from: mark)
    #expect(terminal.contains(Self.pop, from: mark))
  }

  @Test func `a crash brings the old title back too`() throws {
    let terminal = try Self.running(.trapTitled)
    try terminal.read(until: Self.title)
    terminal.type("x")
    _ = try terminal.wait()
    #expect(terminal.contains(Self.pop))
  }

  @Test(arguments: ["linux", "vt220"])
  func `a terminal without titles is sent none`(name: String) throws {
    let terminal = try Self.running(.attend, terminal: name)
    terminal.type("w")
    try terminal.read(until: "keys [119]")
    try Self.end(terminal)
    #expect(!terminal.contains("\u{1b}]2;"))
    #expect(!terminal.contains(Self.push) && !terminal.contains(Self.pop))
  }

  @Test(arguments: [
    ("xterm", true), ("xterm-kitty", true), ("xterm-256color", true), ("tmux-256color", true),
    ("screen.xterm-256color", true), ("rxvt-unicode", true), ("foot", true), ("alacritty", true),
    ("linux", false), ("linux-16color", false), ("dumb", false), ("", false), ("vt100", false),
    ("xtermite", false),
  ])
  func `the name of a terminal tells whether it has a title`(name: String, isKnown: Bool) {
    #expect(TerminalTitle.isKnown(to: name) == isKnown)
  }

  @Test func `a title has an end`() {
    let text = TerminalTitle.sequence(String(repeating: "x", count: 5000))
    #expect(text.count == TerminalTitle.maximumScalars + 6)
  }
}
