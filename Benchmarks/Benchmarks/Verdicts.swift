/// Collects what has to hold in every row, and tells at the end where it does not.
struct Verdicts {
  private struct Row {
    let section: Section
    let name: String
    let isSameWork: Bool
    let ticks: Int
    let allocations: Int
  }

  private var rows: [Row] = []

  mutating func add(
    _ name: String, in section: Section, isSameWork: Bool, ticks: Int, allocations: Int
  ) {
    rows.append(
      Row(
        section: section, name: name, isSameWork: isSameWork, ticks: ticks,
        allocations: allocations))
  }

  /// Whether all that is compared did the same work.
  var isSameWork: Bool { rows.allSatisfy(\.isSameWork) }

  var text: String {
    Section.allCases.flatMap { section in
      let rows = rows.filter { $0.section == section }
      return rows.isEmpty ? [] : [work(section, rows)] + allocations(section, rows)
    }.joined(separator: "\n")
  }

  private func work(_ section: Section, _ rows: [Row]) -> String {
    let bad = rows.filter { !$0.isSameWork }.map(\.name)
    return "\(section.rawValue)  same work, by the same hash: "
      + (bad.isEmpty ? "OK (\(rows.count) rows)" : "MISMATCH in " + bad.joined(separator: "; "))
  }

  /// One line for rows that never allocate, one for each that does.
  private func allocations(_ section: Section, _ rows: [Row]) -> [String] {
    let clean = rows.filter { $0.allocations == 0 }
    var lines: [String] = []
    if let fewest = clean.map(\.ticks).min(), let most = clean.map(\.ticks).max() {
      let ticks = fewest == most ? most.grouped : "\(fewest.grouped) to \(most.grouped)"
      lines.append(
        "\(section.rawValue)  0 allocations in \(ticks) warmed ticks: yes "
          + "(\(clean.count) of \(rows.count) rows)")
    }
    for row in rows where row.allocations > 0 {
      lines.append(
        "\(section.rawValue)  0 allocations in \(row.ticks.grouped) warmed ticks: "
          + "no, \(row.allocations.grouped) (\(row.name))")
    }
    return lines
  }
}
