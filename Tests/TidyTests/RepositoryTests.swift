import Testing

/// Holds the repository to the rules that its design rests on.
struct RepositoryTests {
  private static let repository = Repository()
  private static let files = Result { try repository.textFiles() }

  @Test(arguments: Rule.allCases)
  func `every file keeps to the rule`(rule: Rule) throws {
    let files = try Self.files.get()
    #expect(files.count { $0.path.hasPrefix("Sources/") } > 100, "the sources are not found")
    let findings = files.flatMap { rule.findings(path: $0.path, text: $0.text) }
    let list = findings.map { "\n\($0)" }.joined()
    #expect(findings.isEmpty, "\(list)")
  }

  @Test func `the top level holds what convention allows and nothing else`() throws {
    let strangers = TopLevel.strangers(among: try Self.repository.topLevel())
    #expect(strangers.isEmpty)
  }
}
