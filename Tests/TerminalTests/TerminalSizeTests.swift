import Terminal
import Testing

/// What size is drawn for, whatever a terminal claims.
@Suite(.serialized) struct TerminalSizeTests {
  @Test(
    arguments: [
      (100, 30, TerminalSize(columns: 100, rows: 30)), (1, 1, TerminalSize(columns: 1, rows: 1)),
      (500, 200, TerminalSize(columns: 500, rows: 200)),
      (501, 201, TerminalSize(columns: 500, rows: 200)),
      (9999, 9999, TerminalSize(columns: 500, rows: 200)),
      (65535, 1, TerminalSize(columns: 500, rows: 1)), (0, 0, TerminalSize(columns: 80, rows: 24)),
    ] as [(UInt16, UInt16, TerminalSize)])
  func `no more is drawn than a person could read`(
    columns: UInt16, rows: UInt16, size: TerminalSize
  ) throws {
    let terminal = try PseudoTerminal()
    try terminal.resize(columns: columns, rows: rows)
    #expect(TerminalSize.read(descriptor: terminal.slave) == size)
  }
}
