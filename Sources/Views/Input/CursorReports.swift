/// Finds the reports of the cursor, `CSI row ; column R`, among the bytes that a terminal sends.
///
/// It only looks: all bytes go on to `KeyDecoder`, for which a report is nothing. So an Escape waits
/// for nobody here. F3 with a modifier is sent as a report of row 1; whoever expects no report takes no
/// note of it.
package struct CursorReports: Hashable, Sendable {
  private enum Phase: Hashable, Sendable {
    case ground
    case escape
    case row(digits: Int)
    case column(digits: Int)
  }

  /// No terminal has more rows or columns than that has digits.
  private static let maximumDigits = 5

  private var phase = Phase.ground

  package init() {}

  /// Takes the next byte; returns whether it ends a report.
  package mutating func feed(_ byte: UInt8) -> Bool {
    switch (phase, byte) {
    case (_, 0x1b): phase = .escape
    case (.escape, UInt8(ascii: "[")): phase = .row(digits: 0)
    case (.row(let digits), UInt8(ascii: "0")...UInt8(ascii: "9")) where digits < Self.maximumDigits:
      phase = .row(digits: digits + 1)
    case (.row(1...), UInt8(ascii: ";")): phase = .column(digits: 0)
    case (.column(let digits), UInt8(ascii: "0")...UInt8(ascii: "9"))
    where digits < Self.maximumDigits:
      phase = .column(digits: digits + 1)
    case (.column(1...), UInt8(ascii: "R")):
      phase = .ground
      return true
    default: phase = .ground
    }
    return false
  }
}
