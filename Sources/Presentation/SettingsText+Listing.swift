/// Tells what can be set, as a file would have it: what it means, what holds, and where that comes from.
extension Setting {
  /// What a person has to know of a setting.
  struct Guide {
    let name: String
    let meaning: String
    /// What holds where nothing is set; empty where that is no value.
    let fallback: String
  }

  /// In the order in which they are listed.
  static let guides = [
    Guide(name: "name", meaning: "what the others see; by default your login name", fallback: ""),
    Guide(name: "theme", meaning: "colours: auto, night, day, contrast or mono", fallback: "auto"),
    Guide(name: "glyphs", meaning: "characters: auto, full, basic or ascii", fallback: "auto"),
    Guide(
      name: "keys", meaning: "standard, or vi for HJKL beside the arrows", fallback: "standard"),
    Guide(
      name: "bind", meaning: "KEY:COMMAND gives a key another meaning; a line for each",
      fallback: ""),
    Guide(
      name: "input-delay", meaning: "frames between a key and its effect, 0 to 15", fallback: "2"),
    Guide(
      name: "window", meaning: "most frames to run ahead of confirmed inputs, 0 to 15",
      fallback: "10"),
    Guide(
      name: "stun", meaning: "HOST:PORT of a server that tells how others see us; a line for each",
      fallback: ""),
    Guide(
      name: "udp-port", meaning: "the UDP port for P2P; by default any free one", fallback: ""),
  ]
}

extension SettingsText {
  /// All settings as a file would have them; what is not set stands in comments.
  package static func listing(_ entries: [Setting]) -> String {
    Setting.guides.map { guide in
      let set = entries.filter { $0.name == guide.name }
      let usual = guide.fallback.isEmpty ? "" : ". Default: \(guide.fallback)"
      let head = "# \(guide.name): \(guide.meaning)\(usual)"
      guard !set.isEmpty else {
        let value = guide.fallback.isEmpty ? "" : " " + guide.fallback
        return head
          + "\n# not set, here or by \(Setting.variable(guide.name))\n# \(guide.name) =\(value)"
      }
      return ([head] + set.map { "# \($0.origin)\n\($0.name) = \($0.value)" })
        .joined(separator: "\n")
    }.joined(separator: "\n#\n")
  }
}
