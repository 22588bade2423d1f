/// Plain text in columns: the first to the left, numbers to the right.
struct Table {
  let title: String
  private var lines: [[String]]

  init(_ title: String, columns: [String]) {
    self.title = title
    lines = [columns]
  }

  mutating func add(_ cells: [String]) {
    precondition(cells.count == lines[0].count, "\(cells.count) cells in \(lines[0].count) columns")
    lines.append(cells)
  }

  var text: String {
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let rows = lines.map { line in
      line.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - line[column].count)
        return column == 0 ? line[column] + space : space + line[column]
      }.joined(separator: "  ")
    }
    return ([title] + rows).joined(separator: "\n")
  }
}

extension Double {
  /// With so many decimals, rounded; a dash for what was not measured.
  func fixed(_ decimals: Int) -> String {
    guard isFinite else { return "-" }
    let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
    let scaled = Int((magnitude * Double(scale)).rounded())
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + String(scaled) }
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(scaled / scale).\(zeros)\(fraction)"
  }

  /// A share in whole percent, with its sign.
  var percent: String { "+\((self * 100).fixed(0))%" }
}

extension Int {
  /// With a comma before every third digit.
  var grouped: String {
    let digits = Array(String(magnitude))
    var text = self < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return text
  }
}
