/// A moment as people write it, in UTC.
package struct CivilTime: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// - Parameter seconds: Of the years 1 to 9999; others are cut to those.
  package init(secondsSince1970 seconds: Int64) {
    let bounded = min(max(seconds, -62_135_596_800), 253_402_300_799)
    let secondOfDay = bounded - Self.days(in: bounded) * 86_400
    let (year, month, day) = Self.date(ofDay: Self.days(in: bounded))
    func padded(_ number: Int64, to count: Int) -> String {
      let digits = "\(number)"
      return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    description =
      "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2)) "
      + "\(padded(secondOfDay / 3_600, to: 2)):\(padded(secondOfDay / 60 % 60, to: 2)) UTC"
  }

  private static func days(in seconds: Int64) -> Int64 {
    (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
  }

  /// After Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`; for the first
  /// four thousand centuries around 1970.
  private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}
