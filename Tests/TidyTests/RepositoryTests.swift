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

  @Test func `every file declares what it imports`() throws {
    let files = try Self.files.get()
    let manifest = Manifest(try #require(files.first { $0.path == "Package.swift" }?.text))
    #expect(manifest.targets.count > 20, "the targets are not found")
    let findings = files.flatMap { file in
      manifest.undeclared(path: file.path, text: file.text).map { "\(file.path): \($0)" }
    }
    #expect(findings.isEmpty, "to be declared in Package.swift: \(findings)")
  }

  @Test func `an import without a declaration is found`() {
    let manifest = Manifest(
      """
      .target(name: "A"), .testTarget(name: "B", dependencies: ["A", .product(name: "N", package: "n")])
      """)
    #expect(manifest.targets == ["A", "B"])
    let text = "import A\n@testable import N\npackage import C\nimport Testing\n"
    #expect(manifest.undeclared(path: "Tests/B/T.swift", text: text) == ["C"])
    #expect(manifest.undeclared(path: "Sources/A/T.swift", text: text) == ["N", "C"])
  }

  @Test func `every public declaration of the libraries has a doc comment`() throws {
    let findings = try Self.files.get().flatMap {
      PublicDeclarations.undocumented(path: $0.path, text: $0.text)
    }
    let list = findings.map { "\n\($0)" }.joined()
    #expect(findings.isEmpty, "\(list)")
  }

  @Test func `the top level holds what convention allows and nothing else`() throws {
    let strangers = TopLevel.strangers(among: try Self.repository.topLevel())
    #expect(strangers.isEmpty)
  }
}
