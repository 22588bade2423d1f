import Glibc
import Testing

/// What a terminal does that nobody asked it to.
extension LifecycleTests {
  @Test func `a storm of sizes ends with the last one drawn`() throws {
    let (terminal, before) = try Self.running(.obey)
    for number in 0..<80 as Range<UInt16> {
      let isTiny = number % 4 == 0
      try terminal.resize(
        columns: isTiny ? 1 : 1 + number * 53 % 200, rows: isTiny ? 1 : 1 + number * 29 % 60)
      terminal.read(milliseconds: 3)
    }
    let mark = terminal.output.count
    try terminal.resize(columns: 97, rows: 31)
    try terminal.read(until: "97x31", from: mark)
    terminal.send(SIGTERM)
    #expect(try terminal.wait() == .exited(code: 128 + SIGTERM))
    try Self.expectRestored(terminal, before)
  }

  @Test func `a terminal that takes nothing for three seconds delays no tick`() throws {
    let (terminal, before) = try Self.running(.tick, columns: 500, rows: 200)
    terminal.type("x")
    // 0: pictures were dropped and the longest tick was short.
    #expect(try terminal.waitWithoutReading() == .exited(code: 0))
    for _ in 0..<20 { terminal.read(milliseconds: 10) }
    try Self.expectRestored(terminal, before)
  }

  @Test func `a terminal that is gone ends the game`() throws {
    let (terminal, _) = try Self.running(.obey)
    terminal.hangUp()
    #expect(try terminal.waitWithoutReading() == .exited(code: 128 + SIGHUP))
  }
}
