import Rollback
import Vocabulary

extension DisplayText {
  /// Two equal names get a number, so that people can be told apart.
  func unique(among taken: [DisplayText], of other: PlayerIndex) -> DisplayText {
    guard string.isEmpty || taken.contains(self) else { return self }
    // Cut so that a digit fits behind it, in characters and in bytes.
    var base = string.isEmpty ? "player" : string
    while base.count >= DisplayText.maxCharacters || base.utf8.count >= DisplayText.maxBytes {
      base.removeLast()
    }
    let numbered = (0...taken.count).map {
      DisplayText("\(base)\((other.number + $0) % Presence.maxPlayers + 1)")
    }
    return numbered.first { !taken.contains($0) } ?? self
  }
}
