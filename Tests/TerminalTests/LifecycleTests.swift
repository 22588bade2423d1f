import Glibc
import Terminal
import Testing

/// However the game ends, the terminal is as it was.
@Suite(.serialized) struct LifecycleTests {
  private static let leaveScreen = "\u{1b}[?1049l"
  private static let showCursor = "\u{1b}[?25h"
  private static let modesOff = "\u{1b}[?1004l\u{1b}[?2004l"

  /// Runs a part until it has drawn.
  static func running(
    _ part: LifecycleChild.Part, by starter: PseudoTerminal.Starter = .itself,
    columns: UInt16 = 100,
    rows: UInt16 = 30
  ) throws -> (terminal: PseudoTerminal, before: PseudoTerminal.Settings) {
    let terminal = try PseudoTerminal(columns: columns, rows: rows)
    let before = try terminal.settings()
    try terminal.start(part, by: starter)
    try terminal.read(until: "READY")
    #expect(try terminal.settings() != before, "the screen changes the settings at all")
    return (terminal, before)
  }

  static func expectRestored(
    _ terminal: PseudoTerminal, _ before: PseudoTerminal.Settings
  ) throws {
    #expect(try terminal.settings() == before)
    #expect(terminal.contains(leaveScreen))
    #expect(terminal.contains(showCursor))
    #expect(terminal.contains(modesOff))
  }

  @Test func `closing restores the terminal`() throws {
    let (terminal, before) = try Self.running(.close)
    terminal.type("q")
    #expect(try terminal.wait() == .exited(code: 0))
    try Self.expectRestored(terminal, before)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal that ends the game restores the terminal`(signal: Int32) throws {
    let (terminal, before) = try Self.running(.obey)
    terminal.send(signal)
    #expect(try terminal.wait() == .exited(code: 128 + signal))
    try Self.expectRestored(terminal, before)
  }

  @Test func `a trap restores the terminal and still ends the process`() throws {
    let (terminal, before) = try Self.running(.trap)
    terminal.type("x")
    let status = try terminal.wait()
    #expect(status == .killed(signal: SIGILL) || status == .killed(signal: SIGTRAP))
    try Self.expectRestored(terminal, before)
  }

  @Test(arguments: [
    SIGSEGV, SIGABRT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ,
    SIGIO,
    SIGPWR, SIGSTKFLT, 34, 64,
  ])
  func `a signal that kills restores the terminal and still kills`(signal: Int32) throws {
    let (terminal, before) = try Self.running(.obey)
    terminal.send(signal)
    #expect(try terminal.wait() == .killed(signal: signal))
    try Self.expectRestored(terminal, before)
  }

  @Test func `a new size reaches the game, down to one cell and back`() throws {
    let (terminal, before) = try Self.running(.obey)
    for (columns, rows) in [(120, 40), (1, 1), (80, 24)] as [(UInt16, UInt16)] {
      let mark = terminal.output.count
      try terminal.resize(columns: columns, rows: rows)
      try terminal.read(until: columns == 1 ? "1" : "\(columns)x\(rows)", from: mark)
    }
    terminal.send(SIGTERM)
    #expect(try terminal.wait() == .exited(code: 128 + SIGTERM))
    try Self.expectRestored(terminal, before)
  }

  @Test func `keys arrive as they were typed, control keys too`() throws {
    let (terminal, _) = try Self.running(.obey)
    terminal.type("\u{3}\u{1a}w")
    try terminal.read(until: "keys [3, 26, 119]")
    terminal.send(SIGTERM)
    #expect(try terminal.wait() == .exited(code: 128 + SIGTERM))
  }

  @Test func `a terminal that takes nothing holds up neither the game nor its end`() throws {
    let (terminal, before) = try Self.running(.flood, columns: 500, rows: 200)
    terminal.type("x")
    // Nobody reads: the render thread is stuck while the game goes on posting, and then closes.
    let status = try terminal.waitWithoutReading()
    #expect(status == .exited(code: 0))
    for _ in 0..<20 { terminal.read(milliseconds: 10) }
    try Self.expectRestored(terminal, before)
  }

  @Test func `an unknown terminal is refused in words`() throws {
    let terminal = try PseudoTerminal()
    let before = try terminal.settings()
    try terminal.start(.refuse, terminal: "no-such-terminal")
    try terminal.read(until: "refused: no description of the terminal 'no-such-terminal'")
    #expect(try terminal.wait() == .exited(code: 3))
    #expect(try terminal.settings() == before)
  }

  @Test func `a pipe is no terminal`() {
    // Tests never own the terminal: their input or output leads elsewhere, or they are not run so.
    guard isatty(0) == 0 || isatty(1) == 0 else { return }
    #expect(throws: TerminalError.notATerminal) { _ = try Screen() }
  }
}
