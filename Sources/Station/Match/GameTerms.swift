package import GridGame
import Netplay

/// What a creator's terms say about the game: the map, and whether matches follow each other.
///
/// One byte of flags, then the normalised text of the map.
package struct GameTerms: Hashable, Sendable {
  private static let endless: UInt8 = 1
  private static let quick: UInt8 = 2
  private static let freePauses: UInt8 = 4

  /// The version is raised with every change of the rules after which equal inputs may give another
  /// state: programs of different versions do not start a match with each other.
  package static let identity = GameIdentity(of: Ghostline.self, name: "ghostline", version: 4)

  package let map: GameMap
  package let rules: Rules

  package init(
    map: GameMap, isEndless: Bool, isQuick: Bool, pausing: Rules.Pausing = .limited
  ) {
    self.map = map
    let base = isQuick ? Rules.quick : Rules.standard
    var rules = isEndless ? base.endless : base
    rules.pausing = pausing
    self.rules = rules
  }

  /// - Throws: `MapError` when the bytes after the flags are no map.
  package init(decoding bytes: [UInt8]) throws(MapError) {
    let flags = bytes.first ?? 0
    self.init(
      map: try GameMap(parsing: Array(bytes.dropFirst())),
      isEndless: flags & Self.endless != 0, isQuick: flags & Self.quick != 0,
      pausing: flags & Self.freePauses != 0 ? .free : .limited)
  }

  package var encoded: [UInt8] {
    var flags: UInt8 = 0
    if rules.continuation == .nextMatch { flags |= Self.endless }
    if rules[.wins] == Rules.quick[.wins] { flags |= Self.quick }
    if rules.pausing == .free { flags |= Self.freePauses }
    return [flags] + map.normalised
  }

  package func initialState(players: Int, seed: UInt64) -> Ghostline.State {
    Ghostline.initialState(map: map, players: players, seed: seed, rules: rules)
  }
}
