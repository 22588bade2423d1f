/// Writes numbers and lists so that they fit a given number of columns.
package enum Wording {
  /// 1234567 as `1,234,567`.
  package static func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  /// So many of what has a plain plural: `1 round`, `1,200 frames`.
  package static func plural(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// The number in full if it fits, else abbreviated: `12.3k`, `4.5M`. At least 5 columns hold any
  /// number below 10^15.
  package static func count(_ number: Int, columns: Int) -> String {
    let full = String(number)
    if full.utf8.count <= columns { return full }
    var divisor = 1000
    for unit in ["k", "M", "G", "T"] {
      let whole = number / divisor
      let short = number % divisor / (divisor / 10)
      let exact = "\(whole).\(short)\(unit)"
      if exact.utf8.count <= min(columns, 5) { return exact }
      if "\(whole)\(unit)".utf8.count <= min(columns, 5), whole < 1000 { return "\(whole)\(unit)" }
      if divisor > Int.max / 1000 { break }
      divisor *= 1000
    }
    return "∞"
  }

  /// A number with one decimal, rounded: `-0.4`.
  package static func decimal(_ number: Double) -> String {
    guard number.isFinite, number.magnitude < 1e9 else { return "?" }
    let tenths = Int((number * 10).rounded())
    return (tenths < 0 ? "-" : "") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
  }

  /// A number with one decimal and its sign: `+0.4`.
  package static func signed(_ number: Double) -> String {
    let text = decimal(number)
    return text.hasPrefix("-") || text == "?" ? text : "+" + text
  }

  /// A share as percent: `0.5%`, `12%`.
  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "?%" }
    let percent = min(max(share, 0), 1) * 100
    if percent == 0 { return "0%" }
    return percent < 9.95 ? decimal(percent) + "%" : "\(Int(percent.rounded()))%"
  }

  /// A time in at most 6 columns: `168ms`, `2.5s`, `75s`; `–` when unknown.
  package static func time(milliseconds: Int?) -> String {
    guard let milliseconds else { return "–" }
    if milliseconds < 1000 { return "\(max(milliseconds, 0))ms" }
    if milliseconds < 10_000 { return decimal(Double(milliseconds) / 1000) + "s" }
    return count(milliseconds / 1000, columns: 5) + "s"
  }

  /// Names as people say them: `bob`, `bob and cat`, `bob, cat and dan`.
  package static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
