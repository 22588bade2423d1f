import Testing

/// Checks the checkers: each rule finds what it is for, names the line, and nothing else.
struct RuleTests {
  private func lines(_ rule: Rule, _ path: String, _ text: String) -> [Int] {
    rule.findings(path: path, text: text).map(\.line)
  }

  private func words(_ path: String, _ text: String) -> [Int] { lines(.words, path, text) }

  // MARK: Imports

  @Test func `an import outside the table is found and what is allowed is named`() {
    let text = "import Rollback\n\npackage import NIOCore\n"
    let findings = Rule.imports.findings(path: "Sources/Netplay/Match.swift", text: text)
    #expect(
      findings == [
        Finding(
          path: "Sources/Netplay/Match.swift", line: 3,
          advice: "imports NIOCore: this target imports Vocabulary, Rollback")
      ])
  }

  @Test func `an import upwards is found, also of one declaration or with an attribute`() {
    let text = "@preconcurrency import Netplay\nimport struct Foundation.Data\n"
    #expect(lines(.imports, "Sources/Rollback/Frame.swift", text) == [1, 2])
  }

  @Test(arguments: [
    ("Sources/Transport/Direct/Socket.swift", "import NIOCore\nimport Glibc\nimport Relay\n"),
    ("Sources/ghostline/Command/Demo.swift", "import Foundation\nimport ArgumentParser\n"),
    ("Sources/Terminal/Screen.swift", "package import Views\nimport CNcurses\n"),
    ("Sources/Views/Board.swift", "import GridGame // and not NIOCore\n// import Foundation\n"),
  ])
  func `what the table allows is not found`(path: String, text: String) {
    #expect(lines(.imports, path, text) == [])
  }

  @Test func `a target that nobody wrote into the table is found`() {
    #expect(lines(.imports, "Sources/Utilities/Helper.swift", "") == [1])
  }

  // MARK: Words

  @Test(arguments: [
    "final class Cache {}", "actor Room {}", "func load() async {}", "Task { }",
    "let t = ContinuousClock.now", "var g = SystemRandomNumberGenerator()",
    "let die = Int.random(in: 1...6)", "seats.shuffled()", "var h = Hasher()", "key.hashValue",
    "print(\"here\")", "fatalError()", "Foundation.exit(1)", "Glibc.exit(1)",
    "Dispatch.dispatchMain()",
  ])
  func `a word of the shell is found in every pure target`(line: String) {
    for target in [
      "Vocabulary", "Rollback", "Netplay", "SecureChannel", "Relay", "Stun", "Impairment",
      "GridGame", "Station", "Simulation",
    ] {
      #expect(words("Sources/\(target)/A.swift", "\n" + line + "\n") == [2])
    }
    #expect(words("Sources/Views/A.swift", line) == [1])
    #expect(words("Assets/A.swift", line) == [1])
    #expect(words("Sources/Transport/A.swift", line) == [])
    #expect(words("Sources/ghostline/A.swift", line) == [])
  }

  @Test(arguments: ["let x: Float = 1", "Double(3)", "Dictionary(x)", "var seen: Set<Int>"])
  func `what differs between machines is found in the engine and the games`(line: String) {
    #expect(words("Sources/Rollback/A.swift", line) == [1])
    #expect(words("Sources/GridGame/A.swift", line) == [1])
    #expect(words("Sources/Netplay/A.swift", line) == [])
  }

  @Test(arguments: ["try! load()", "let x = y as! Int"])
  func `what traps on bad luck is found everywhere`(line: String) {
    #expect(words("Sources/ghostline/A.swift", line) == [1])
    #expect(words("Sources/Rollback/A.swift", line) == [1])
  }

  @Test func `a finding names the replacement`() {
    let findings = Rule.words.findings(
      path: "Sources/Netplay/A.swift", text: "x = ContinuousClock.now")
    #expect(
      findings.map(\.description) == [
        "Sources/Netplay/A.swift:1: `ContinuousClock`: take `now: Instant` as a parameter"
      ])
  }

  @Test(arguments: [
    "// a class of its own", "/* fatalError() /* nested */ print(1) */", "let a = \"print(x)\"",
    "let a = #\"a \"class\" b\"#", "let a = \"\\\"class\\\"\"", "let classes = 1",
    "struct StateHasher {}", "var subclass = 1", "let asyncronous = 1", "var x: OptionSet<A>",
    "func blueprint(_ x: Int) {}", "let Taskmaster = 1", "let try_ = a!",
    "func random(below bound: Int)", "let a = #\"\\(print(1))\"#",
  ])
  func `comments, strings and longer names are not found`(line: String) {
    #expect(words("Sources/Rollback/A.swift", line) == [])
  }

  @Test func `a string over several lines is not code, what it computes is`() {
    let text =
      "let a = \"\"\"\n  class \"quoted\" Task\n  \\(Int.random(in: 0...(1)))\n  \"\"\"\nactor B"
    #expect(words("Sources/Netplay/A.swift", text) == [3, 5])
  }

  @Test func `code after an interpolation is seen again`() {
    let text = "let a = \"\\(f(\"class\")) class\"; actor B"
    #expect(SourceMask.code(of: text) == "let a =    f(       )        ; actor B")
    let raw = "let a = #\"\\#(f(1)) class\"#; actor B"
    #expect(SourceMask.code(of: raw) == "let a =      f(1)         ; actor B")
  }

  // MARK: Files

  @Test func `a file may have 300 lines and not one more`() {
    let full = String(repeating: "\n", count: 300)
    #expect(lines(.length, "Sources/Netplay/A.swift", full) == [])
    #expect(lines(.length, "Sources/Netplay/A.swift", full + "\n") == [301])
    #expect(lines(.length, "Tests/NetplayTests/A.swift", full + "\n") == [])
  }

  @Test func `a file begins with a doc comment`() {
    let late = String(repeating: "\n", count: 19)
    #expect(lines(.opening, "Sources/Relay/A.swift", late + "/// Says so.\n") == [])
    #expect(lines(.opening, "Sources/Relay/A.swift", late + "\n/// Says so.\n") == [1])
    #expect(lines(.opening, "Sources/Relay/A.swift", "// Says little.\nstruct A {}\n") == [1])
    #expect(lines(.opening, "Sources/CTerminal/A.c", "int a;\n") == [])
  }

  @Test func `what was put off is found, also in comments`() {
    #expect(lines(.leftovers, "Sources/Relay/A.swift", "\n// TODO: later") == [2])
    #expect(lines(.leftovers, "Sources/CTerminal/A.c", "/* FIXME */") == [1])
  }

  @Test(arguments: ["home", "root", "Users", "opt", "private", "work", "mnt"])
  func `a path of one machine is found in any text`(folder: String) {
    #expect(lines(.machinePaths, "docs/a.md", "see\n`/\(folder)/ann/x`") == [2])
    #expect(lines(.machinePaths, ".ci/run", "/\(folder)/ann/x") == [1])
    #expect(lines(.machinePaths, "docs/a.md", "https://host/\(folder)/x, a/\(folder)/b") == [])
    #expect(lines(.machinePaths, "docs/a.md", "./\(folder)/x and ~/\(folder)/x") == [])
  }

  @Test func `a tab is found in any text`() {
    #expect(lines(.tabs, ".ci/run", "a\n\tb") == [2])
  }

  @Test func `strangers at the top level are found`() {
    let found = [
      ".git", ".build", ".build-release", "Sources", "README.md", "notes.txt", "Makefile",
    ]
    #expect(TopLevel.strangers(among: found) == ["Makefile", "notes.txt"])
  }
}

/// One word for each thing, and functions that do one thing.
struct GlossaryTests {
  @Test func `a word of another module is found in whatever name it stands`() {
    let text = "let a = 1\nlet ticksLeft = 2\nfunc onTick() {}\n// a tick\nlet s = \"tick\"\n"
    let findings = Rule.glossary.findings(path: "Sources/GridGame/A.swift", text: text)
    #expect(findings.map(\.line) == [2, 3])
    #expect(Rule.glossary.findings(path: "Sources/Netplay/A.swift", text: text).isEmpty)
  }

  @Test func `names are taken apart at their capitals`() {
    #expect(Glossary.words(in: "lastKnownRTT") == ["last", "known", "rtt"])
    #expect(Glossary.words(in: "_nc_outch2") == ["nc", "outch"])
    #expect(Glossary.words(in: "stick") == ["stick"])
  }

  private static func function(lines: Int, head: String = "  func f() {") -> String {
    "struct A {\n\(head)\n" + String(repeating: "    work()\n", count: lines - 2) + "  }\n}\n"
  }

  @Test func `a function of fifty lines passes, one of fifty-one is found where it begins`() {
    let path = "Sources/Netplay/A.swift"
    #expect(Rule.functions.findings(path: path, text: Self.function(lines: 50)).isEmpty)
    let found = Rule.functions.findings(path: path, text: Self.function(lines: 51))
    #expect(found.map(\.line) == [2])
    let head = "  mutating func f(\n    a: Int\n  ) -> Int {"
    let long = Rule.functions.findings(path: path, text: Self.function(lines: 51, head: head))
    #expect(long.map(\.line) == [2])
  }

  @Test func `what a protocol asks for has no length`() {
    let text = "protocol P {\n  func f() -> Int\n" + String(repeating: "\n", count: 60) + "}\n"
    #expect(Rule.functions.findings(path: "Sources/Netplay/A.swift", text: text).isEmpty)
  }

  @Test func `the list and the page name the same words`() throws {
    let page = try #require(
      Repository().textFiles().first { $0.path == "docs/glossary.md" }?.text)
    for word in ["tick", "lag", "action", "acked", "speculative", "replay", "drift", "freeze"] {
      #expect(page.contains(word) && Glossary.all.contains { $0.word == word })
    }
  }
}
