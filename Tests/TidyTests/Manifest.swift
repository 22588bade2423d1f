/// Knows, by the text of `Package.swift`, what each target may name: what it does not declare is there
/// in one build and missing in the next, by the order in which things happen to be built.
struct Manifest {
  /// Comes with the toolchain.
  private static let given: Set<String> = [
    "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing",
  ]

  /// By target: every module that its entry names.
  private let declared: [(target: String, modules: Set<String>)]

  init(_ text: String) {
    // `.target(`, `.testTarget(`, `.executableTarget(`: each begins with its name.
    declared = text.split(separator: "arget(").dropFirst().compactMap { entry in
      let names = Self.quoted(in: entry)
      return names.first.map { ($0, Set(names)) }
    }
  }

  var targets: [String] { declared.map(\.target) }

  /// Modules that a file imports although its target does not declare them.
  func undeclared(path: String, text: String) -> [String] {
    guard let target = Self.target(of: path),
      let modules = declared.first(where: { $0.target == target })?.modules
    else { return [] }
    let lines = SourceMask.code(of: text).utf8.split(separator: UInt8(ascii: "\n"))
    return lines.compactMap { CodeLine(text: Substring($0)).importedModule }
      .filter { !modules.contains($0) && !Self.given.contains($0) }
  }

  private static func target(of path: String) -> String? {
    let parts = path.split(separator: "/")
    guard path.hasSuffix(".swift"), let top = parts.first else { return nil }
    return top == "Assets" ? "Assets" : parts.dropFirst().first.map(String.init)
  }

  private static func quoted(in text: Substring) -> [String] {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
