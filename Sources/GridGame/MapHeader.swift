/// Collects what the lines above `---` of a map file say.
struct MapHeader: Sendable {
  static let maximumNameLength = 24
  static let keys = ["name", "game", "players", "heads", "symmetry"]
  static var keyList: String { (keys + Rules.Key.allCases.map(\.rawValue)).joined(separator: ", ") }

  private(set) var name: String?
  private(set) var players: ClosedRange<Int>?
  private(set) var heads: [Heading]?
  private(set) var symmetry: GameMap.Symmetry?
  private(set) var overrides: [GameMap.Override] = []
  private var seen: [String] = []
  private var headsLine: MapLine?

  /// Takes in one line; comments begin with `#`.
  mutating func read(_ line: MapLine) throws(MapError) {
    let text = line.withoutComment
    guard !text.isEmpty else { return }
    guard let (key, value) = text.split(at: UInt8(ascii: ":")) else {
      throw line.error(.noColon)
    }
    let word = key.limitedText
    if seen.contains(word) { throw key.error(.repeatedKey(word)) }
    seen.append(word)
    try read(word, value, in: key)
  }

  /// Fails unless all that must be there was there.
  func requireAll(at separator: MapLine) throws(MapError) {
    let missing = Self.keys.prefix(4).first { !seen.contains($0) }
    if let missing { throw separator.error(.missingKey(missing)) }
    if let line = headsLine, let players, heads?.count != players.upperBound {
      throw line.error(
        .badValue(key: "heads", expected: "\(players.upperBound) headings, one per spawn"))
    }
  }

  private mutating func read(
    _ key: String, _ value: MapLine, in line: MapLine
  ) throws(MapError) {
    switch key {
    case "name": name = try Self.name(value)
    case "game":
      guard value.limitedText == "ghostline" else {
        throw value.error(.badValue(key: key, expected: "'ghostline'"))
      }
    case "players": players = try Self.players(value)
    case "heads":
      heads = try Self.heads(value)
      headsLine = value
    case "symmetry":
      guard let symmetry = GameMap.Symmetry(rawValue: value.limitedText) else {
        throw value.error(.badValue(key: key, expected: "none, rot180 or mirror-x"))
      }
      self.symmetry = symmetry
    default:
      guard let rule = Rules.Key(rawValue: key) else { throw line.error(.unknownKey(key)) }
      guard let number = value.value, rule.bounds.contains(number) else {
        throw value.error(.outOfBounds(rule, rule.bounds))
      }
      overrides.append(GameMap.Override(key: rule, value: number))
    }
  }

  private static func name(_ value: MapLine) throws(MapError) -> String {
    guard (1...maximumNameLength).contains(value.bytes.count),
      value.bytes.allSatisfy({ (0x20...0x7E).contains($0) })
    else {
      throw value.error(
        .badValue(key: "name", expected: "1 to \(maximumNameLength) printable characters"))
    }
    return value.limitedText
  }

  private static func players(_ value: MapLine) throws(MapError) -> ClosedRange<Int> {
    let (low, high) = value.split(at: UInt8(ascii: "-")) ?? (value, value)
    guard let low = low.value, let high = high.value, low >= 1, low <= high,
      high <= Ghostline.maximumPlayers
    else {
      throw value.error(.badValue(key: "players", expected: "a number or a range within 1-4"))
    }
    return low...high
  }

  private static func heads(_ value: MapLine) throws(MapError) -> [Heading] {
    var heads: [Heading] = []
    for word in value.words {
      guard let heading = Heading.allCases.first(where: { $0.word == word.limitedText }) else {
        throw word.error(.badValue(key: "heads", expected: "up, right, down or left"))
      }
      heads.append(heading)
      guard heads.count <= Ghostline.maximumPlayers else {
        throw word.error(.badValue(key: "heads", expected: "at most 4 headings"))
      }
    }
    return heads
  }
}
