import CTerminal

/// Holds the columns and rows of the terminal.
package struct TerminalSize: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// No screen has more cells that a person could read; a terminal may claim 65535 in each direction, and
  /// whoever resizes it would decide how long a frame takes.
  package static let largest = TerminalSize(columns: 500, rows: 200)

  /// Asks the terminal; at least 1x1, at most the `largest`, and 80x24 if it does not know.
  package static func read(descriptor: Int32 = 1) -> TerminalSize {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard unsafe ct_terminal_size(descriptor, &columns, &rows) == 0, columns > 0, rows > 0 else {
      return TerminalSize(columns: 80, rows: 24)
    }
    return TerminalSize(
      columns: min(Int(columns), largest.columns), rows: min(Int(rows), largest.rows))
  }
}
