import Testing
import Views

/// Which bytes are a report of the cursor.
struct CursorReportsTests {
  private func count(_ text: String) -> Int {
    var reports = CursorReports()
    return text.utf8.count { reports.feed($0) }
  }

  @Test(arguments: [
    ("\u{1b}[1;1R", 1), ("\u{1b}[24;80R", 1), ("\u{1b}[200;500R\u{1b}[1;1R", 2),
    ("w\u{1b}[A\u{1b}[3;4Rw", 1), ("\u{1b}\u{1b}[3;4R", 1), ("\u{1b}[3\u{1b}[3;4R", 1),
    ("\u{1b}[12345;12345R", 1),
  ])
  func `a report is found among keys`(text: String, expected: Int) {
    #expect(count(text) == expected)
  }

  @Test(arguments: [
    "", "R", "[1;1R", "\u{1b}[R", "\u{1b}[1R", "\u{1b}[1;R", "\u{1b}[;1R", "\u{1b}[?1;1R",
    "\u{1b}[1;1;1R", "\u{1b}[1;1n", "\u{1b}O1;1R", "\u{1b}[1;1 R", "\u{1b}[123456;1R", "\u{1b}[1;1",
    "\u{1b}[1;1\u{18}R",
  ])
  func `all else is none`(text: String) {
    #expect(count(text) == 0)
  }
}
