/// Finds what somebody meant who typed a command that there is none of.
package enum CommandSuggestion {
  /// What people call the commands that have other names.
  private static let habits = [
    "play": "solo", "bot": "solo", "alone": "solo", "create": "host", "open": "host",
    "server": "relay", "serve": "relay", "connect": "join", "enter": "join", "test": "doctor",
    "check": "doctor", "settings": "config", "version": "--version", "help": "--help",
  ]

  /// More letters that differ are another word.
  private static let mostChanges = 2

  /// A sentence that tells the nearest command; nothing where none is near.
  ///
  /// - Parameter names: The commands that there are.
  package static func sentence(for word: String, among names: [String]) -> String? {
    guard !word.isEmpty, word.utf8.count <= 24, !names.contains(word) else { return nil }
    let typed = word.lowercased()
    let known = names.map { ($0, $0) } + habits.sorted { $0.key < $1.key }.map { ($0, $1) }
    let nearest = known.map { (changes: changes(typed, $0.0), command: $0.1) }
      .min { $0.changes < $1.changes }
    guard let nearest, nearest.changes <= min(mostChanges, typed.utf8.count / 2) else { return nil }
    return
      "there is no command '\(SettingsText.shown(word))': do you mean ghostline \(nearest.command)?"
  }

  /// How many letters have to be added, left out or exchanged (Levenshtein 1966).
  private static func changes(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first.utf8), Array(second.utf8))
    var row = Array(0...second.count)
    for (index, letter) in first.enumerated() {
      var corner = row[0]
      row[0] = index + 1
      for (column, other) in second.enumerated() {
        let kept = corner + (letter == other ? 0 : 1)
        corner = row[column + 1]
        row[column + 1] = min(kept, corner + 1, row[column] + 1)
      }
    }
    return row[second.count]
  }
}
