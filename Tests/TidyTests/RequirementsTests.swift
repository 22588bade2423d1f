import Testing

/// The numbers in the names of tests and `docs/requirements.md` explain each other.
struct RequirementsTests {
  private static let page = "docs/requirements.md"
  private static let files = Result { try Repository().textFiles() }

  private static func requirements() throws -> Requirements {
    Requirements(page: try #require(files.get().first { $0.path == page }?.text))
  }

  /// Those that a file of the sources or tests names, by its path; the checks of numbers name some too.
  private static func used() throws -> [(path: String, numbers: Set<String>)] {
    try files.get().filter { file in
      (file.path.hasPrefix("Sources/") || file.path.hasPrefix("Tests/"))
        && !file.path.hasPrefix("Tests/TidyTests/")
    }.map { ($0.path, Set(Requirements.numbers(in: $0.text))) }
  }

  @Test func `every number in the sources and tests is explained`() throws {
    let explained = Set(try Self.requirements().rows.map(\.number))
    #expect(explained.count > 60, "the page is not found, or not read")
    for file in try Self.used() {
      let unknown = file.numbers.subtracting(explained).sorted()
      #expect(unknown.isEmpty, "\(file.path): \(unknown) are not in \(Self.page)")
    }
  }

  @Test func `every number that is explained is carried by the tests that its row names`() throws {
    let used = try Self.used()
    for row in try Self.requirements().rows {
      #expect(!row.files.isEmpty, "\(row.number) names no test")
      for file in row.files {
        let path = "Tests/\(file).swift"
        let carries = used.contains { $0.path == path && $0.numbers.contains(row.number) }
        #expect(carries, "\(path) does not carry \(row.number)")
      }
    }
  }

  @Test func `a number is explained once`() throws {
    let numbers = try Self.requirements().rows.map(\.number)
    #expect(numbers.count == Set(numbers).count)
  }

  @Test(arguments: [
    ("S-01 L-02: both", ["S-01", "L-02"]), ("(\"S-16\")", ["S-16"]), ("`L-50", ["L-50"]),
    ("S-1 S-001 TLS-12 L-1a A-S-01 S-01-x", []), ("", []), ("S-0", []), ("S-01", ["S-01"]),
  ])
  func `a number is a word of its own`(text: String, numbers: [String]) {
    #expect(Requirements.numbers(in: text) == numbers)
  }

  @Test func `a row names a number and its tests`() {
    let page = """
      | | What | Tests |
      |---|---|---|
      S-03 | is no | row
      | S-01 | a | `A/B`, `A/C` |
      """
    #expect(
      Requirements(page: page).rows == [Requirements.Row(number: "S-01", files: ["A/B", "A/C"])])
  }
}
