/// Names a word that means something else in some modules, or nothing, and the word to write there:
/// the other column of `docs/glossary.md`.
struct Glossary {
  let word: String
  let instead: String
  let modules: Set<String>

  private init(_ word: String, _ instead: String, _ modules: Set<String>) {
    self.word = word
    self.instead = instead
    self.modules = modules
  }

  private static let engine: Set<String> = ["Rollback", "GridGame"]
  private static let match: Set<String> = ["Rollback", "GridGame", "Netplay"]
  private static let side: Set<String> = match.union(["Station", "Views", "Presentation"])

  static let all = [
    Glossary("tick", "`frame`: the game and its engine know no time", ["GridGame"]),
    Glossary("ticks", "`frames`: the game and its engine know no time", engine),
    Glossary("lag", "`inputDelay`, `latency` or `lead`: each is something else", side),
    Glossary("action", "`input`", side),
    Glossary("acked", "`acknowledged`", side),
    Glossary("ack", "`acknowledged`", side),
    Glossary("speculative", "`predicted`", side),
    Glossary("replay", "`resimulate`; a replay plays a recorded match", side),
    Glossary("drift", "`lead`", side),
    Glossary("freeze", "`stall`", match.union(["Station"])),
    Glossary("route", "`path`", match.union(["Station"])),
    Glossary("channel", "`path`; only sockets and sealed ways are channels", match),
    Glossary("client", "`player` or `peer`", match),
    Glossary("user", "`player`", side),
    Glossary("remote", "`peer`", side),
    Glossary("opponent", "`peer`, or the player's name", side),
    Glossary("summary", "`numbers`: they are of any instant", match),
    Glossary("packet", "`datagram`; packets are what the system counts", engine),
    Glossary("peer", "`seat`: the game and its engine know players alone", engine),
  ]

  /// The words that a name is made of, in small letters: `lastKnownRTT` is last, known, rtt.
  static func words(in name: Substring) -> [String] {
    var words: [String] = []
    var current = ""
    var isUpper = false
    for character in name {
      let upper = character.isUppercase
      if !character.isLetter || (upper && !isUpper) {
        if !current.isEmpty { words.append(current) }
        current = ""
      }
      if character.isLetter { current += character.lowercased() }
      isUpper = upper
    }
    return current.isEmpty ? words : words + [current]
  }

  /// The first word in a name that does not belong into the module.
  static func stranger(in name: Substring, of module: String) -> Glossary? {
    let words = words(in: name)
    return all.first { $0.modules.contains(module) && words.contains($0.word) }
  }
}
