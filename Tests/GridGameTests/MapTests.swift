import Assets
import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct MapTests {
  static let header = [
    "name: Plain", "game: ghostline", "players: 2", "heads: right left", "symmetry: rot180",
  ]
  static let rows = [
    "........", "1.......", "........", "...#....", "....#...", "........", ".......2", "........",
  ]

  static func bytes(_ lines: [String]) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }

  /// The error of a file with `header` and `rows`.
  func error(_ header: [String] = MapTests.header, _ rows: [String] = MapTests.rows) -> MapError? {
    #expect(throws: MapError.self) {
      _ = try GameMap(parsing: Self.bytes(header + ["---"] + rows))
    }
  }

  /// The usual header with one line replaced or, beyond the last, added.
  func header(_ index: Int, _ line: String) -> [String] {
    var lines = Self.header
    if index < lines.count { lines[index] = line } else { lines.append(line) }
    return lines
  }

  /// The usual rows with one replaced.
  func rows(_ index: Int, _ row: String) -> [String] {
    var rows = Self.rows
    rows[index] = row
    return rows
  }

  @Test func `a good file is read whole`() throws {
    let map = try GameMap(parsing: Self.bytes(header(5, "step: 7  # slow") + ["---"] + Self.rows))
    #expect(map.name == "Plain")
    #expect(map.players == 2...2)
    #expect(map.symmetry == .turned)
    #expect(map.overrides == [GameMap.Override(key: .step, value: 7)])
    #expect(map.width == 8)
    #expect(map.height == 8)
    #expect(map.walls == [Position(x: 3, y: 3), Position(x: 4, y: 4)])
    #expect(map.pads.isEmpty)
    #expect(map.spawns.map(\.position) == [Position(x: 0, y: 1), Position(x: 7, y: 6)])
    #expect(map.spawns.map(\.heading) == [.right, .left])
    let state = Ghostline.initialState(map: map, players: 2, seed: 1)
    #expect(state.rules[.step] == 7)
    #expect(state.mapDigest == map.digest)
    #expect(state.cell(x: 3, y: 3) == .wall)
  }

  @Test func `comments, spaces, order, line ends and empty lines do not matter`() throws {
    let plain = try GameMap(parsing: Self.bytes(Self.header + ["---"] + Self.rows))
    let lines =
      ["# a map", "", "symmetry:rot180  # checked"] + Self.header.prefix(4).reversed()
      + ["---  "] + Self.rows + ["", ""]
    let other = try GameMap(parsing: Array(lines.joined(separator: "\r\n").utf8))
    #expect(other == plain)
    #expect(other.digest == plain.digest)
  }

  @Test func `the digest is the same on every machine and tells maps apart`() throws {
    let plain = try GameMap(parsing: Self.bytes(Self.header + ["---"] + Self.rows))
    #expect(plain.digest == 5_018_769_829_817_575_366)
    for line in ["step: 7", "step: 8", "grind: 7"] {
      let other = try GameMap(parsing: Self.bytes(header(5, line) + ["---"] + Self.rows))
      #expect(other.digest != plain.digest)
    }
  }

  @Test func `a file that is too large is not read`() {
    let bytes = [UInt8](repeating: 46, count: GameMap.maximumBytes + 1)
    #expect(throws: MapError(line: 1, column: 1, reason: .tooLarge(bytes: 4097, limit: 4096))) {
      _ = try GameMap(parsing: bytes)
    }
    #expect(throws: MapError(line: 1, column: 1, reason: .noSeparator)) {
      _ = try GameMap(parsing: Array(bytes.dropLast()))
    }
  }

  @Test(arguments: [0x00, 0x07, 0x1B, 0x7F, 0x80, 0xC3, 0xFF] as [UInt8])
  func `control characters and bytes beyond ASCII are refused`(byte: UInt8) {
    var bytes = Self.bytes(Self.header + ["---"] + Self.rows)
    bytes[8] = byte
    #expect(throws: MapError(line: 1, column: 9, reason: .notText(byte: byte))) {
      _ = try GameMap(parsing: bytes)
    }
  }

  @Test func `header lines are checked`() {
    #expect(error(header(5, "colour: red")) == at(6, 1, .unknownKey("colour")))
    #expect(error(header(5, "name: Two")) == at(6, 1, .repeatedKey("name")))
    #expect(error(header(5, "step: 7") + ["step: 8"]) == at(7, 1, .repeatedKey("step")))
    #expect(error(header(5, "hello")) == at(6, 1, .noColon))
    #expect(error(header(1, "")) == at(6, 1, .missingKey("game")))
    #expect(error([]) == at(1, 1, .missingKey("name")))
  }

  @Test func `a name is short and printable`() {
    let expected = MapError.Reason.badValue(
      key: "name", expected: "1 to 24 printable characters")
    #expect(error(header(0, "name: " + String(repeating: "n", count: 25))) == at(1, 7, expected))
    #expect(error(header(0, "name:")) == at(1, 6, expected))
    #expect(error(header(0, "name: a\tb")) == at(1, 7, expected))
    let longest = header(0, "name: " + String(repeating: "n", count: 24))
    #expect(throws: Never.self) {
      _ = try GameMap(parsing: Self.bytes(longest + ["---"] + Self.rows))
    }
  }

  @Test func `values are checked`() {
    #expect(
      error(header(1, "game: galley"))
        == at(2, 7, .badValue(key: "game", expected: "'ghostline'")))
    for players in ["0", "5", "2-5", "3-2", "x", "2-", "-2", "1-2-3", "99999999999999999999"] {
      #expect(
        error(header(2, "players: \(players)"))
          == at(3, 10, .badValue(key: "players", expected: "a number or a range within 1-4")))
    }
    #expect(
      error(header(3, "heads: right north"))
        == at(4, 14, .badValue(key: "heads", expected: "up, right, down or left")))
    #expect(
      error(header(3, "heads: right"))
        == at(4, 8, .badValue(key: "heads", expected: "2 headings, one per spawn")))
    #expect(
      error(header(3, "heads: up up up up up"))
        == at(4, 20, .badValue(key: "heads", expected: "at most 4 headings")))
    #expect(
      error(header(4, "symmetry: round"))
        == at(5, 11, .badValue(key: "symmetry", expected: "none, rot180 or mirror-x")))
  }

  @Test(arguments: Rules.Key.allCases)
  func `rules stay within their bounds`(key: Rules.Key) throws {
    for value in [key.bounds.lowerBound, key.bounds.upperBound] {
      let lines = header(5, "\(key.rawValue): \(value)")
      let map = try GameMap(parsing: Self.bytes(lines + ["---"] + Self.rows))
      #expect(map.overrides == [GameMap.Override(key: key, value: value)])
    }
    for value in ["\(key.bounds.lowerBound - 1)", "\(key.bounds.upperBound + 1)", "six", ""] {
      let line = "\(key.rawValue): \(value)"
      let column = value.isEmpty ? line.count : key.rawValue.count + 3
      #expect(error(header(5, line)) == at(6, column, .outOfBounds(key, key.bounds)))
    }
  }

  @Test func `the size is within bounds`() {
    func sized(_ columns: Int, _ count: Int) -> [String] {
      [String](repeating: String(repeating: ".", count: columns), count: count)
    }
    #expect(error(Self.header, []) == at(7, 1, .badSize(columns: 0, rows: 0)))
    for (columns, count) in [(7, 8), (8, 7), (61, 8), (8, 27)] {
      #expect(
        error(Self.header, sized(columns, count))
          == at(7, 1, .badSize(columns: columns, rows: count)))
    }
    for (columns, count) in [(8, 8), (60, 26)] {
      #expect(error(Self.header, sized(columns, count)) == at(7, 1, .missingSpawn(1)))
    }
  }

  @Test func `rows are equally long and hold known glyphs`() {
    #expect(
      error(Self.header, rows(2, "......."))
        == at(9, 8, .raggedRow(columns: 7, expected: 8)))
    #expect(
      error(Self.header, rows(2, "........."))
        == at(9, 9, .raggedRow(columns: 9, expected: 8)))
    #expect(error(Self.header, rows(2, "")) == at(9, 1, .raggedRow(columns: 0, expected: 8)))
    #expect(error(Self.header, rows(2, "..x.....")) == at(9, 3, .unknownGlyph(120)))
    #expect(error(Self.header, rows(2, "..5.....")) == at(9, 3, .unknownGlyph(53)))
  }

  @Test func `there is one spawn for every player`() {
    #expect(error(Self.header, rows(1, "........")) == at(7, 1, .missingSpawn(1)))
    #expect(error(Self.header, rows(6, "........")) == at(7, 1, .missingSpawn(2)))
    #expect(error(Self.header, rows(2, "..1.....")) == at(9, 3, .repeatedSpawn(1)))
    #expect(error(Self.header, rows(2, "..3.....")) == at(9, 3, .extraSpawn(3, players: 2)))
  }

  @Test func `a spawn is not locked in`() {
    #expect(error(Self.header, rows(1, "1#......")) == at(8, 1, .blockedSpawn(1)))
    #expect(error(header(3, "heads: left left")) == at(8, 1, .blockedSpawn(1)))
    var rows = rows(5, "......##")
    rows[6] = ".....#.2"
    rows[7] = "......##"
    #expect(error(Self.header, rows) == at(13, 8, .unreachableSpawn(2)))
  }

  @Test func `a claimed symmetry holds`() {
    #expect(error(Self.header, rows(2, "#.......")) == at(9, 1, .brokenSymmetry(.turned)))
    #expect(error(Self.header, rows(2, ".+......")) == at(9, 2, .brokenSymmetry(.turned)))
    #expect(error(header(3, "heads: right up")) == at(8, 1, .brokenSymmetry(.turned)))
    #expect(error(header(4, "symmetry: mirror-x")) == at(8, 1, .brokenSymmetry(.mirrored)))
    let mirrored = ["........", "1......2"] + [String](repeating: "..+..+..", count: 6)
    #expect(throws: Never.self) {
      _ = try GameMap(
        parsing: Self.bytes(header(4, "symmetry: mirror-x") + ["---"] + mirrored))
    }
  }

  @Test func `spawns 1 and 2 are twins, so that two players are alike`() {
    var rows = Self.rows
    rows[1] = "1......3"
    rows[6] = "4......2"
    let paired = header(2, "players: 4")
    #expect(throws: Never.self) {
      var lines = paired
      lines[3] = "heads: right left left right"
      _ = try GameMap(parsing: Self.bytes(lines + ["---"] + rows))
    }
    rows[1] = "1......3"
    rows[6] = "2......4"
    var crossed = paired
    crossed[3] = "heads: right right left left"
    #expect(error(crossed, rows) == at(13, 1, .brokenSymmetry(.turned)))
  }

  @Test func `pads are at most 16`() {
    var rows = Self.rows
    rows[0] = "++++++++"
    rows[7] = "++++++++"
    #expect(throws: Never.self) {
      _ = try GameMap(parsing: Self.bytes(Self.header + ["---"] + rows))
    }
    rows[5] = ".+......"
    #expect(error(Self.header, rows) == at(14, 8, .tooManyPads(limit: 16)))
  }

  @Test func `an error says where and what was expected`() {
    #expect(
      at(9, 3, .unknownGlyph(120)).description
        == "line 9, column 3: 'x', expected one of . # + 1 2 3 4")
  }

  func at(_ line: Int, _ column: Int, _ reason: MapError.Reason) -> MapError {
    MapError(line: line, column: column, reason: reason)
  }
}
