import GridGame
import Station

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

  /// `[ ]`, `1-6`, `←↑↓→ WASD`: the keys of commands that are told together; `nil` when none has one.
  func label(_ commands: [Command]) -> String? {
    if commands.allSatisfy(\.isSteering) {
      return steeringLabels.isEmpty ? nil : steeringLabels.joined(separator: " ")
    }
    let labels = commands.compactMap(label)
    guard labels.count > 2 else { return labels.isEmpty ? nil : labels.joined(separator: " ") }
    return labels == (1...labels.count).map(String.init)
      ? "1-\(labels.count)" : labels.joined()
  }

  /// The same, as short as can be: of the keys that steer the first ones.
  func footerLabel(_ commands: [Command]) -> String? {
    commands.allSatisfy(\.isSteering) ? steeringLabels.first : label(commands)
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
      let isShort = labels.allSatisfy { $0.unicodeScalars.count == 1 }
      result.append(labels.joined(separator: isShort ? "" : " "))
    }
  }

  /// A letter that steers is told as it stands on the key.
  private func steeringLabels(_ heading: Heading) -> [String] {
    keys(of: .ask(.steer(heading))).map(\.label).map { label in
      label.count == 1 ? label.uppercased() : label
    }
  }
}

extension Command {
  var isSteering: Bool { if case .ask(.steer) = self { true } else { false } }
}
