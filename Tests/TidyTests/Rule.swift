/// Points at one line that breaks a rule, and says what to do about it.
struct Finding: Hashable, CustomStringConvertible {
  let path: String
  let line: Int
  let advice: String

  var description: String { "\(path):\(line): \(advice)" }
}

/// Judges one file by its path in the repository and its text; reads nothing itself.
enum Rule: CaseIterable {
  /// Modules are imported downwards only.
  case imports
  /// What is pure stays pure.
  case words
  /// One word for each thing.
  case glossary
  /// A file that grows past this has a second noun in it.
  case length
  /// A function that does is two.
  case functions
  /// A file says what it is before it says anything else.
  case opening
  case leftovers
  /// A clone works anywhere.
  case machinePaths
  case tabs

  private static let mostLines = 300
  private static let mostLinesOfFunction = 50
  private static let openingLines = 20

  func findings(path: String, text: String) -> [Finding] {
    let isSource = path.hasPrefix("Sources/") || path.hasPrefix("Assets/")
    let isSwift = isSource && path.hasSuffix(".swift")
    switch self {
    case .imports: return isSwift ? imports(path, text) : []
    case .words: return isSwift ? words(path, text) : []
    case .glossary: return isSwift ? glossary(path, text) : []
    case .functions: return isSwift ? functions(path, text) : []
    case .length: return isSource ? length(path, text) : []
    case .opening: return isSwift ? opening(path, text) : []
    case .leftovers: return isSource ? leftovers(path, text) : []
    case .machinePaths: return machinePaths(path, text)
    case .tabs: return tabs(path, text)
    }
  }

  private func imports(_ path: String, _ text: String) -> [Finding] {
    guard let module = Module(path: path) else {
      return [Finding(path: path, line: 1, advice: "of no known target: add it to the table")]
    }
    return findings(path, SourceMask.code(of: text)) { line in
      guard let name = CodeLine(text: line).importedModule, !module.allows(name) else { return nil }
      let allowed = module.imports.isEmpty ? "nothing" : module.imports.joined(separator: ", ")
      return "imports \(name): this target imports \(allowed)"
    }
  }

  private func words(_ path: String, _ text: String) -> [Finding] {
    let forbidden = ForbiddenWord.all(for: Module(path: path)?.kind ?? .shell)
    return findings(path, SourceMask.code(of: text)) { line in
      let line = CodeLine(text: line)
      for word in line.words {
        let found = forbidden.first {
          $0.isFound(word.name, after: word.before, before: word.after)
        }
        // An import has a rule of its own.
        guard let found, line.importedModule == nil else { continue }
        return "`\(found.text)`: \(found.replacement)"
      }
      return nil
    }
  }

  private func glossary(_ path: String, _ text: String) -> [Finding] {
    let module = Module.name(of: path) ?? ""
    return findings(path, SourceMask.code(of: text)) { line in
      for word in CodeLine(text: line).words {
        guard let stranger = Glossary.stranger(in: word.name, of: module) else { continue }
        return "`\(word.name)`: not \(stranger.word) but \(stranger.instead)"
      }
      return nil
    }
  }

  private func functions(_ path: String, _ text: String) -> [Finding] {
    let lines = SourceMask.code(of: text)
      .split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.compactMap { start in
      guard let end = Self.endOfFunction(at: start, lines), end - start >= Self.mostLinesOfFunction
      else { return nil }
      return Finding(
        path: path, line: start + 1,
        advice: "\(end - start + 1) lines, at most \(Self.mostLinesOfFunction): it is two")
    }
  }

  /// The line of the brace that ends the function of which a line is the first; it stands below it.
  private static func endOfFunction(at start: Int, _ lines: [Substring]) -> Int? {
    let names = CodeLine(text: lines[start]).words.map(\.name)
    guard names.contains("func") || names.contains("init") else { return nil }
    let indent = lines[start].prefix { $0 == " " }
    func opens(_ line: Substring) -> Bool { line.reversed().first { $0 != " " } == "{" }
    if !opens(lines[start]) {
      // The signature goes on in further lines, up to its parenthesis.
      let parenthesis = lines[start...].dropFirst().first { $0.hasPrefix(indent + ")") }
      guard let parenthesis, opens(parenthesis) else { return nil }
    }
    return lines[start...].firstIndex { $0.hasPrefix(indent + "}") }
  }

  private func length(_ path: String, _ text: String) -> [Finding] {
    let count = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    guard count > Self.mostLines else { return [] }
    return [
      Finding(
        path: path, line: Self.mostLines + 1,
        advice: "\(count) lines, at most \(Self.mostLines): split off the noun that hides in it")
    ]
  }

  private func opening(_ path: String, _ text: String) -> [Finding] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let hasDocComment = lines.prefix(Self.openingLines).contains { line in
      line.drop { $0 == " " }.hasPrefix("///")
    }
    guard !hasDocComment else { return [] }
    return [
      Finding(
        path: path, line: 1,
        advice:
          "no `///` in the first \(Self.openingLines) lines: say what this is and who calls it")
    ]
  }

  private func leftovers(_ path: String, _ text: String) -> [Finding] {
    findings(path, text) { line in
      CodeLine(text: line).words.first { $0.name == "TODO" || $0.name == "FIXME" }
        .map { "\($0.name): do it, or leave it out" }
    }
  }

  private func machinePaths(_ path: String, _ text: String) -> [Finding] {
    findings(path, text) { line in
      CodeLine(text: line).machinePath.map {
        "the path \($0) is of one machine: take it from the environment"
      }
    }
  }

  private func tabs(_ path: String, _ text: String) -> [Finding] {
    findings(path, text) { line in
      line.utf8.contains(UInt8(ascii: "\t")) ? "a tab: indent by spaces, write \\t" : nil
    }
  }

  /// Asks `advice` about every line.
  private func findings(
    _ path: String, _ text: String, advice: (Substring) -> String?
  ) -> [Finding] {
    let lines = text.utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.enumerated().compactMap { index, line in
      advice(Substring(line)).map { Finding(path: path, line: index + 1, advice: $0) }
    }
  }
}

/// Says which names the top level of the repository may hold, by convention.
enum TopLevel {
  private static let names: Set<String> = [
    "Package.swift", "Sources", "Tests", "Assets", "Benchmarks", "docs", "README.md",
    "CONTRIBUTING.md", "LICENSE", ".ci", ".gitignore", ".swift-format",
  ]

  /// The names that do not belong there; what git ignores is nobody's business.
  static func strangers(among found: [String]) -> [String] {
    found.filter { name in
      !names.contains(name) && !name.hasPrefix(".build") && name != ".git"
        && name != "Package.resolved" && !name.hasSuffix(".swp")
    }.sorted()
  }
}
