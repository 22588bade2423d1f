import Glibc
import Testing

/// Whoever has the terminal: a shell lends it, and anybody may set its modes.
@Suite(.serialized) struct TenancyTests {
  private static let enterScreen = "\u{1b}[?1049h"
  private static let leaveScreen = "\u{1b}[?1049l"

  private typealias Running = (terminal: PseudoTerminal, before: PseudoTerminal.Settings)

  /// Takes the game to its end, back in the foreground.
  private static func end(_ running: Running) throws {
    running.terminal.send(SIGTERM)
    try running.terminal.read(until: "SHELL \(128 + SIGTERM)")
    #expect(try running.terminal.settings() == running.before)
  }

  @Test(arguments: [PseudoTerminal.Starter.shell, .script])
  func `suspending restores the terminal, continuing takes it again`(
    starter: PseudoTerminal.Starter
  ) throws {
    let running = try LifecycleTests.running(.obey, by: starter)
    let terminal = running.terminal
    let during = try terminal.settings()
    for _ in 0..<2 {
      var mark = terminal.output.count
      terminal.send(SIGTSTP)
      try terminal.read(until: "SHELL", from: mark)
      #expect(try terminal.settings() == running.before)
      #expect(terminal.contains(Self.leaveScreen, from: mark))
      mark = terminal.output.count
      terminal.type("fg\n")
      try terminal.read(until: "AGAIN", from: mark)
      #expect(terminal.contains(Self.enterScreen, from: mark))
      #expect(try terminal.settings() == during)
    }
    try Self.end(running)
  }

  @Test func `in the background nothing is drawn, set or read, and in front all is back`() throws {
    let running = try LifecycleTests.running(.obey, by: .shell)
    let terminal = running.terminal
    let during = try terminal.settings()
    terminal.send(SIGTSTP)
    try terminal.read(until: "SHELL")
    terminal.type("bg\n")
    try terminal.read(until: "SHELL 0")
    let mark = terminal.output.count
    // It goes on and would draw.
    try terminal.resize(columns: 90, rows: 20)
    terminal.send(SIGCONT)
    for _ in 0..<130 { terminal.read(milliseconds: 10) }
    #expect(terminal.output.count == mark, "nothing was drawn")
    #expect(try terminal.settings() == running.before)
    terminal.type("echo heard\n")
    try terminal.read(until: "heard\r\nSHELL 0", from: mark)
    terminal.type("fg\n")
    try terminal.read(until: "AGAIN", from: mark)
    #expect(terminal.contains("\u{1b}[1;20r", from: mark), "at the size that it has now")
    #expect(try terminal.settings() == during)
    terminal.type("k")
    try terminal.read(until: "keys [107]", from: mark)
    try Self.end(running)
  }

  @Test func `a stop that nobody announced is followed by modes and screen of our own`() throws {
    let running = try LifecycleTests.running(.obey, by: .shell)
    let terminal = running.terminal
    let during = try terminal.settings()
    terminal.send(SIGSTOP)
    try terminal.read(until: "SHELL")
    try terminal.makeSane()
    let mark = terminal.output.count
    terminal.type("fg\n")
    try terminal.read(until: "AGAIN", from: mark)
    #expect(terminal.contains(Self.enterScreen, from: mark))
    #expect(terminal.contains("\u{1b}[2J", from: mark), "the screen is cleared first")
    #expect(try terminal.settings() == during)
    try Self.end(running)
  }

  @Test func `modes that somebody else sets are ours again within two seconds`() throws {
    let (terminal, before) = try LifecycleTests.running(.obey)
    let during = try terminal.settings()
    try terminal.makeSane()
    // The end of a file, in those modes: nobody has gone.
    terminal.type("\u{4}")
    let mark = terminal.output.count
    try terminal.read(until: Self.enterScreen, from: mark, seconds: 2)
    #expect(try terminal.settings() == during)
    terminal.type("k")
    try terminal.read(until: "keys [107]", from: mark)
    terminal.send(SIGTERM)
    #expect(try terminal.wait() == .exited(code: 128 + SIGTERM))
    try LifecycleTests.expectRestored(terminal, before)
  }

  @Test func `where nobody could continue it the game goes on`() throws {
    let (terminal, before) = try LifecycleTests.running(.obey)
    let mark = terminal.output.count
    terminal.send(SIGTSTP)
    try terminal.read(until: "GOES ON", from: mark)
    #expect(!terminal.contains(Self.leaveScreen, from: mark))
    terminal.send(SIGTERM)
    #expect(try terminal.wait() == .exited(code: 128 + SIGTERM))
    try LifecycleTests.expectRestored(terminal, before)
  }

  @Test func `a crash in the background leaves the shell alone`() throws {
    let running = try LifecycleTests.running(.obey, by: .shell)
    let terminal = running.terminal
    terminal.send(SIGTSTP)
    try terminal.read(until: "SHELL")
    terminal.type("bg\n")
    try terminal.read(until: "SHELL 0")
    let mark = terminal.output.count
    terminal.send(SIGSEGV)
    for _ in 0..<30 { terminal.read(milliseconds: 10) }
    #expect(!terminal.contains(Self.leaveScreen, from: mark))
    #expect(try terminal.settings() == running.before)
  }
}
