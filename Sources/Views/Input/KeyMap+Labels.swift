import GridGame

/// How the footer and the sheets tell the keys that are really bound.
extension KeyMap {
  /// How the screen calls the key of a command; `nil` when it has none.
  func label(_ command: Command) -> String? { key(for: command)?.label }

  /// `[e] export`, or nothing without a key.
  func hint(_ command: Command, _ word: String) -> String? {
    label(command).map { "[\($0)] \(word)" }
  }

  /// `[Enter] again   [e] export`, of the commands that have keys.
  func hints(_ commands: [(Command, String)]) -> [Phrase] {
    var phrases: [Phrase] = []
    for (command, word) in commands {
      guard let label = label(command) else { continue }
      if !phrases.isEmpty { phrases.append(Phrase("   ", .dim)) }
      phrases += [Phrase("[\(label)]", .strong), Phrase(" " + word, .dim)]
    }
    return phrases
  }

  /// `[ ]`: the keys of several commands beside each other; `nil` when none has one.
  func labels(_ commands: Command...) -> String? {
    let labels = commands.compactMap(label)
    return labels.isEmpty ? nil : labels.joined(separator: " ")
  }

  /// `1-6`; each for itself if they are not the digits.
  var presetLabel: String? {
    let labels = (1...6).compactMap { label(.preset($0)) }
    if labels.isEmpty { return nil }
    return labels == (1...6).map(String.init) ? "1-6" : labels.joined()
  }

  /// `←↑↓→`, `WASD`: the first keys of all headings, then the second ones, and so on.
  var steeringLabels: [String] {
    // The order in which people say them: arrows, WASD, HJKL.
    let orders: [[Heading]] = [
      [.left, .up, .down, .right], [.up, .left, .down, .right], [.left, .down, .up, .right],
    ]
    var result: [String] = []
    while true {
      let labels = orders[min(result.count, orders.count - 1)].compactMap { heading in
        let all = steeringLabels(heading)
        return result.count < all.count ? all[result.count] : nil
      }
      if labels.isEmpty { return result }
      let isShort = labels.allSatisfy { DisplayWidth.columns($0) == 1 }
      result.append(labels.joined(separator: isShort ? "" : " "))
    }
  }

  /// A letter that steers in both cases is told once, as a capital.
  private func steeringLabels(_ heading: Heading) -> [String] {
    let labels = keys(of: .steer(heading)).map(\.label)
    return labels.compactMap { label in
      let capital = label.uppercased()
      if capital == label {
        return labels.contains(label.lowercased()) && label.lowercased() != label ? nil : label
      }
      return labels.contains(capital) ? capital : label
    }
  }
}
