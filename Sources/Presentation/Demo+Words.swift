package import Station
import Views
import Vocabulary

/// All that the demo says: the captions of its acts, in one place, for whoever wants to say it otherwise.
///
/// None is longer than fits beside its keys on a screen of 80 columns.
extension Demo.Act {
  /// What is about to be seen, and what is there to see.
  private var words: (opening: String, shown: String) {
    switch self {
    case .clean:
      ("", "clean network: both paths bring every move, all agree")
    case .far:
      ("", "250 ms each way: bob's newest moves are a guess")
    case .correction:
      (
        "slow motion: wait for a guess to be wrong",
        "held: ╳╳ was guessed, bob did not. Enter: on"
      )
    case .cut:
      (
        "P2P is about to be cut",
        "P2P is cut: the relay brings every move, none lost"
      )
    case .heal:
      (
        "P2P is cut; in a moment it is healed",
        "P2P is healed: proves itself, then leads again"
      )
    case .desync:
      (
        "a value of ann's state is altered soon",
        "ann's state was altered: hashes tell, and where"
      )
    case .summary:
      (
        "the last frames are being confirmed",
        "what happened, in numbers"
      )
    }
  }

  /// `3/7 correction`
  private var title: String { "\(index + 1)/\(Self.allCases.count) \(rawValue)" }

  fileprivate func words(_ scene: Demo.Caption.Scene) -> String {
    switch scene {
    case .opening: "\(title): \(words.opening)"
    case .shown: "\(title): \(words.shown)"
    case .renewing: "\(title): another match begins for it"
    case .interrupted: "\(title): the network is yours now"
    case .unverified: "the match ended early: not every frame was verified"
    }
  }

  /// Its line in the list of acts: when it begins and how long it lasts by the clock, and what is seen.
  fileprivate func line(at begin: Duration) -> String {
    func padded(_ text: String, _ columns: Int) -> String {
      text + String(repeating: " ", count: max(1, columns - text.utf8.count))
    }
    let length = self == .summary ? "until a key" : "for \(length.components.seconds) s"
    return padded("  \(index + 1)  \(rawValue)", 17)
      + padded("at \(begin.components.seconds) s", 9) + padded(length, 13) + words.shown
  }
}

extension Demo {
  /// The acts with their times and captions, as `demo --list` prints them.
  package static var list: String {
    var lines = ["The acts of the demo, by the clock until a key is pressed:", ""]
    var begin = Duration.zero
    for act in Act.allCases {
      lines.append(act.line(at: begin))
      begin += act.length
    }
    return (lines + ["", keyWords]).joined(separator: "\n")
  }

  private static let keyWords = """
    → and ← (PgDn and PgUp at any time) go to the next and the previous act, and begin it
    afresh from whatever state. ↑ ↓ and WASD take the wheel: then all arrows steer, until
    PgDn or PgUp gives it back. From the first key on nothing happens but by a key.
    """
}

extension Demo.Caption {
  /// What is said about what is being shown, and how to go on.
  package var words: String { act.words(scene) + keys }

  private var keys: String {
    switch (lead, isWheelTaken) {
    case (.clock, _): ""
    case (.speaker, false): "  ← →"
    case (.speaker, true): "  PgUp PgDn"
    }
  }
}

extension Pace {
  /// How time passes, for the log.
  var words: String {
    switch self {
    case .usual: "time goes on as ever"
    case .slowed(let divisor): "slow motion: 1/\(divisor)"
    case .held: "time is held"
    }
  }

  /// What of it a screenshot has to tell; nothing of the usual.
  var mark: String? {
    switch self {
    case .usual: nil
    case .slowed(let divisor): "1/\(divisor) speed"
    case .held: "time held"
    }
  }
}

extension PresentImpairment {
  /// What is wrong right now, in a few characters.
  var words: String {
    var parts: [String] = []
    let roundTrip = Int(self.roundTrip.milliseconds.rounded())
    let jitter = Int(self.jitter.milliseconds.rounded())
    if roundTrip > 0 || jitter > 0 { parts.append("\(roundTrip)±\(jitter) ms") }
    if loss > 0 {
      let tenths = Int((loss * 10).rounded())
      parts.append(tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%")
    }
    parts += cuts.map { "\($0.title) cut" }
    if isHeld { parts.append("held by you") }
    return parts.joined(separator: " ")
  }
}
