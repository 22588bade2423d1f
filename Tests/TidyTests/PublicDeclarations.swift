/// Finds what the libraries show and do not explain: it is all that a stranger can read of them.
///
/// Shown are declarations that say `public`, the cases of a public enum and the requirements of a
/// public protocol. Nothing is excused, since an operator or an `init()` has units and limits too.
enum PublicDeclarations {
  private static let libraries = [
    "Sources/Rollback/", "Sources/Netplay/", "Sources/Vocabulary/",
  ]
  private static let declaring: Set<Substring> = [
    "struct", "enum", "class", "protocol", "func", "let", "var", "init", "subscript", "typealias",
    "associatedtype", "case",
  ]

  static func undocumented(path: String, text: String) -> [Finding] {
    guard path.hasSuffix(".swift"), libraries.contains(where: path.hasPrefix) else { return [] }
    return undocumented(text).map { line in
      Finding(path: path, line: line, advice: "public without `///`: say what the name does not")
    }
  }

  /// The lines, from 1 on, of what is shown without a doc comment.
  static func undocumented(_ text: String) -> [Int] {
    let source = lines(of: text)
    var found: [Int] = []
    var depth = 0
    var around: [Shown] = []
    for (index, code) in lines(of: SourceMask.code(of: text)).enumerated() {
      around.removeAll { $0.depth > depth }
      let names = CodeLine(text: code).words.map(\.name)
      if let keyword = names.first(where: { declaring.contains($0) }) {
        let isPublic = names.prefix { $0 != keyword }.contains("public")
        let isMember = around.last.map { $0.depth == depth && $0.shows(keyword) } ?? false
        if isPublic || isMember, !isDocumented(source, above: index) { found.append(index + 1) }
        if isPublic, keyword == "enum" || keyword == "protocol" {
          around.append(Shown(depth: depth + 1, isProtocol: keyword == "protocol"))
        }
      }
      depth += code.utf8.reduce(0) {
        $0 + ($1 == UInt8(ascii: "{") ? 1 : $1 == UInt8(ascii: "}") ? -1 : 0)
      }
    }
    return found
  }

  /// A public enum or protocol around a line: its cases or requirements are public without saying so.
  private struct Shown {
    /// Of its members, in braces.
    let depth: Int
    let isProtocol: Bool

    func shows(_ keyword: Substring) -> Bool { isProtocol || keyword == "case" }
  }

  /// Whether a doc comment ends above the line; attributes and plain comments may stand between.
  private static func isDocumented(_ source: [Substring], above index: Int) -> Bool {
    for line in source[..<index].reversed() {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("///") { return true }
      guard text.hasPrefix("@") || text.hasPrefix("//") else { return false }
    }
    return false
  }

  private static func lines(of text: String) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Substring($0) }
  }
}
