import Rollback

/// The one text that stands for a map, however its file was written.
extension GameMap {
  /// The map file without comments, spare spaces and default lines; parses to an equal map.
  package var normalised: [UInt8] {
    var lines = ["name: \(name)", "game: ghostline"]
    lines.append("players: \(players.lowerBound)-\(players.upperBound)")
    lines.append("heads: " + spawns.map { $0.heading.word }.joined(separator: " "))
    lines.append("symmetry: \(symmetry.rawValue)")
    for override in overrides { lines.append("\(override.key.rawValue): \(override.value)") }
    lines.append("---")
    return Array((lines + rows).joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
  }

  /// Equal on every machine for equal maps: maps that differ never start a match together.
  package var digest: UInt64 {
    var hasher = StateHasher()
    for byte in normalised { hasher.combine(byte) }
    return hasher.finalize()
  }

  private var rows: [String] {
    var glyphs = [[Character]](
      repeating: [Character](repeating: ".", count: width), count: height)
    for wall in walls { glyphs[Int(wall.y)][Int(wall.x)] = "#" }
    for pad in pads { glyphs[Int(pad.y)][Int(pad.x)] = "+" }
    for (number, spawn) in spawns.enumerated() {
      glyphs[Int(spawn.position.y)][Int(spawn.position.x)] = ["1", "2", "3", "4"][number]
    }
    return glyphs.map { String($0) }
  }
}

extension Heading {
  /// The word in a map file.
  package var word: String {
    switch self {
    case .up: "up"
    case .right: "right"
    case .down: "down"
    case .left: "left"
    }
  }
}
