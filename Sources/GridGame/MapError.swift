package import Vocabulary

/// Says why bytes are no map, where, and what was expected.
package struct MapError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    case tooLarge(bytes: Int, limit: Int)
    case notText(byte: UInt8)
    /// The bytes are no lines of text.
    case noLines(TextLines.Fault.Reason)
    case noColon
    case unknownKey(String)
    case repeatedKey(String)
    case missingKey(String)
    case badValue(key: String, expected: String)
    case outOfBounds(Rules.Key, ClosedRange<Int>)
    case noSeparator
    case badSize(columns: Int, rows: Int)
    case raggedRow(columns: Int, expected: Int)
    case unknownGlyph(UInt8)
    case repeatedSpawn(Int)
    case missingSpawn(Int)
    case extraSpawn(Int, players: Int)
    case blockedSpawn(Int)
    case unreachableSpawn(Int)
    case tooManyPads(limit: Int)
    case brokenSymmetry(GameMap.Symmetry)
  }

  /// From 1.
  package let line: Int
  /// From 1.
  package let column: Int
  package let reason: Reason

  package init(line: Int, column: Int, reason: Reason) {
    self.line = line
    self.column = column
    self.reason = reason
  }
}

extension MapError: CustomStringConvertible {
  package var description: String { "line \(line), column \(column): \(reason)" }
}

extension MapError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLarge(let bytes, let limit): "\(bytes) bytes, expected at most \(limit)"
    case .notText(let byte): "byte \(byte), expected printable ASCII"
    case .noLines(let reason): reason.description
    case .noColon: "expected 'key: value' or '---'"
    case .unknownKey(let key): "unknown key '\(key)', expected \(MapHeader.keyList)"
    case .repeatedKey(let key): "'\(key)' again, expected once"
    case .missingKey(let key): "expected '\(key):' before '---'"
    case .badValue(let key, let expected): "'\(key)' expects \(expected)"
    case .outOfBounds(let key, let bounds):
      "'\(key.rawValue)' expects a number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .noSeparator: "expected '---' between header and rows"
    case .badSize(let columns, let rows):
      "\(columns) columns x \(rows) rows, expected 8 to 60 x 8 to 26"
    case .raggedRow(let columns, let expected): "\(columns) columns, expected \(expected)"
    case .unknownGlyph(let byte):
      "'\(Character(Unicode.Scalar(byte)))', expected one of . # + 1 2 3 4"
    case .repeatedSpawn(let number): "spawn \(number) again, expected once"
    case .missingSpawn(let number): "no spawn \(number), expected one for every player"
    case .extraSpawn(let number, let players):
      "spawn \(number), expected spawns for \(players) players"
    case .blockedSpawn(let number): "spawn \(number) heads for a wall, expected a free cell"
    case .unreachableSpawn(let number): "spawn \(number) cannot be reached from spawn 1"
    case .tooManyPads(let limit): "expected at most \(limit) boost pads"
    case .brokenSymmetry(let claim): "this cell and its twin differ, expected \(claim.rawValue)"
    }
  }
}
