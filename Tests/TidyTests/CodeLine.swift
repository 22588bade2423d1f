/// Takes one line of code apart.
struct CodeLine {
  let text: Substring

  /// A name or a keyword, and the bytes beside it.
  struct Word {
    let name: Substring
    let before: UInt8?
    let after: UInt8?
  }

  var words: [Word] {
    let bytes = text.utf8
    var words: [Word] = []
    var before: UInt8?
    var index = bytes.startIndex
    while index < bytes.endIndex {
      guard bytes[index].isPartOfName else {
        before = bytes[index]
        index = bytes.index(after: index)
        continue
      }
      let start = index
      while index < bytes.endIndex, bytes[index].isPartOfName { index = bytes.index(after: index) }
      let after = index < bytes.endIndex ? bytes[index] : nil
      words.append(Word(name: text[start..<index], before: before, after: after))
    }
    return words
  }

  /// The module that the line imports; nothing when it is no import.
  var importedModule: String? {
    let names = words.map(\.name)
    guard let keyword = names.firstIndex(of: "import"),
      words[..<keyword].allSatisfy({ Self.access.contains($0.name) || $0.before == Self.at })
    else { return nil }
    return names[(keyword + 1)...].first { !Self.kinds.contains($0) }.map(String.init)
  }

  /// A path from the root that only one machine has.
  var machinePath: String? {
    let words = words
    for (index, word) in words.enumerated()
    where word.before == Self.slash && word.after == Self.slash && Self.folders.contains(word.name)
    {
      // What comes before the slash tells a path from the root from a part of a longer one.
      let root = text.utf8.index(before: word.name.startIndex)
      let before = root > text.startIndex ? text.utf8[text.utf8.index(before: root)] : nil
      let isLonger = before.map { $0.isPartOfName || Self.pathBytes.contains($0) } ?? false
      guard !isLonger, index + 1 < words.count, words[index + 1].before == Self.slash else {
        continue
      }
      return "/\(word.name)/\(words[index + 1].name)"
    }
    return nil
  }

  private static let slash = UInt8(ascii: "/")
  private static let pathBytes = Array("./~-".utf8)
  private static let folders: Set<Substring> = [
    "root", "home", "Users", "opt", "private", "work", "mnt",
  ]
  private static let at = UInt8(ascii: "@")
  private static let access: Set<Substring> = [
    "public", "package", "internal", "fileprivate", "private",
  ]
  private static let kinds: Set<Substring> = [
    "struct", "enum", "class", "protocol", "func", "let", "var", "typealias",
  ]
}

extension UInt8 {
  /// Letters beyond ASCII count.
  fileprivate var isPartOfName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
