import Testing
import Vocabulary

struct CivilTimeTests {
  @Test func `moments are told in UTC, within the years that people write`() {
    let moments: [(Int64, String)] = [
      (0, "1970-01-01 00:00 UTC"), (-1, "1969-12-31 23:59 UTC"),
      (951_782_400, "2000-02-29 00:00 UTC"), (4_107_542_399, "2100-02-28 23:59 UTC"),
      (4_107_542_400, "2100-03-01 00:00 UTC"), (.max, "9999-12-31 23:59 UTC"),
      (.min, "0001-01-01 00:00 UTC"),
    ]
    for (seconds, text) in moments {
      #expect("\(CivilTime(secondsSince1970: seconds))" == text)
    }
  }
}
