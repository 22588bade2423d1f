import GridGame
import Netplay

/// What a creator's terms say about the game: the map, and whether matches follow each other.
///
/// One byte of flags, then the normalised text of the map.
struct GameTerms {
  private static let endless: UInt8 = 1
  private static let quick: UInt8 = 2

  /// The version is raised with every change of the rules after which equal inputs may give another
  /// state: programs of different versions do not start a match with each other.
  static let identity = GameIdentity(of: Ghostline.self, name: "ghostline", version: 2)

  let map: GameMap
  let rules: Rules

  init(map: GameMap, isEndless: Bool, isQuick: Bool) {
    self.map = map
    let base = isQuick ? Rules.quick : Rules.standard
    rules = isEndless ? base.endless : base
  }

  /// - Throws: `MapError` when the bytes after the flags are no map.
  init(decoding bytes: [UInt8]) throws(MapError) {
    let flags = bytes.first ?? 0
    self.init(
      map: try GameMap(parsing: Array(bytes.dropFirst())),
      isEndless: flags & Self.endless != 0, isQuick: flags & Self.quick != 0)
  }

  var encoded: [UInt8] {
    var flags: UInt8 = 0
    if rules.continuation == .nextMatch { flags |= Self.endless }
    if rules[.wins] == Rules.quick[.wins] { flags |= Self.quick }
    return [flags] + map.normalised
  }

  func initialState(players: Int, seed: UInt64) -> Ghostline.State {
    Ghostline.initialState(map: map, players: players, seed: seed, rules: rules)
  }
}
