/// Writes figures for programs, each time a few lines: as comma-separated values, as JSON lines, as both.
package struct FigureTables {
  /// How long the end may wait for the last lines.
  private static let patience = Duration.seconds(1)

  private let csv: LineWriter?
  private let json: LineWriter?
  /// Whether standard output is not one of them.
  package let leavesOutput: Bool

  package init(csv: LineWriter?, json: LineWriter?, leavesOutput: Bool, heading: String) {
    (self.csv, self.json, self.leavesOutput) = (csv, json, leavesOutput)
    csv?.write(heading + "\n")
  }

  package func write(_ rows: [String], _ objects: [String]) {
    if let csv { for row in rows { csv.write(row + "\n") } }
    if let json { for object in objects { json.write(object + "\n") } }
  }

  /// Says something to people: where no program reads.
  package func tell(_ lines: [String]) {
    let stream = leavesOutput ? StandardStream.output : .error
    for line in lines { stream.write(line + "\n") }
  }

  /// Waits a little for the last lines.
  package func close() { for writer in [csv, json] { _ = writer?.close(within: Self.patience) } }
}
