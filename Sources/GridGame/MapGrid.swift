import Vocabulary

/// Holds the rows of a map file as cells, and checks them against the header.
struct MapGrid: Sendable {
  enum Glyph: UInt8, Sendable {
    case floor = 0x2E  // .
    case wall = 0x23  // #
    case pad = 0x2B  // +
    case spawn1 = 0x31
    case spawn2 = 0x32
    case spawn3 = 0x33
    case spawn4 = 0x34

    /// From 1.
    var spawnNumber: Int? { rawValue >= 0x31 ? Int(rawValue - 0x30) : nil }
  }

  let width: Int
  let height: Int
  /// In the order of their numbers.
  private(set) var spawns: [Position] = []
  private let firstLine: Int
  private var cells: [Glyph] = []

  init(rows: ArraySlice<MapLine>, after separator: MapLine) throws(MapError) {
    firstLine = separator.number + 1
    width = rows.first?.bytes.count ?? 0
    height = rows.count
    guard (8...Board.maximumWidth).contains(width), (8...Board.maximumHeight).contains(height)
    else {
      let place = MapLine(number: firstLine, column: 1, bytes: [])
      throw place.error(.badSize(columns: width, rows: height))
    }
    for row in rows { try read(row) }
  }

  /// The cells that hold `glyph`, in reading order.
  func positions(of glyph: Glyph) -> [Position] {
    cells.indices.filter { cells[$0] == glyph }.map(position)
  }

  /// Checks spawns, pads and the claimed symmetry; sorts the spawns.
  mutating func check(_ header: MapHeader) throws(MapError) {
    let players = header.players?.upperBound ?? 0
    spawns = try findSpawns(players)
    let pads = positions(of: .pad)
    if pads.count > GameMap.maximumPads {
      throw error(.tooManyPads(limit: GameMap.maximumPads), at: pads[GameMap.maximumPads])
    }
    let heads = header.heads ?? []
    try checkReach(heads)
    try checkSymmetry(header.symmetry ?? .none, heads)
  }

  private mutating func read(_ row: MapLine) throws(MapError) {
    for (offset, byte) in row.bytes.enumerated() {
      guard let glyph = Glyph(rawValue: byte) else {
        throw row.error(.unknownGlyph(byte), offset: offset)
      }
      cells.append(glyph)
    }
    guard row.bytes.count == width else {
      throw row.error(
        .raggedRow(columns: row.bytes.count, expected: width),
        offset: min(row.bytes.count, width))
    }
  }

  private func findSpawns(_ players: Int) throws(MapError) -> [Position] {
    var found = [Position?](repeating: nil, count: players)
    for index in cells.indices {
      guard let number = cells[index].spawnNumber else { continue }
      guard number <= players else {
        throw error(.extraSpawn(number, players: players), at: position(index))
      }
      guard found[number - 1] == nil else {
        throw error(.repeatedSpawn(number), at: position(index))
      }
      found[number - 1] = position(index)
    }
    if let missing = found.firstIndex(of: nil) {
      throw error(.missingSpawn(missing + 1), at: Position(x: 0, y: 0))
    }
    return found.compactMap { $0 }
  }

  private func checkReach(_ heads: [Heading]) throws(MapError) {
    let reached = reachable(from: spawns[0])
    for (index, spawn) in spawns.enumerated() {
      let ahead = spawn.moved(heads[index])
      guard contains(ahead), glyph(ahead) != .wall else {
        throw error(.blockedSpawn(index + 1), at: spawn)
      }
      guard reached[self.index(spawn)] else {
        throw error(.unreachableSpawn(index + 1), at: spawn)
      }
    }
  }

  private func reachable(from start: Position) -> [Bool] {
    var reached = [Bool](repeating: false, count: cells.count)
    var queue = [start]
    reached[index(start)] = true
    while let position = queue.popLast() {
      for heading in Heading.allCases {
        let next = position.moved(heading)
        guard contains(next), glyph(next) != .wall, !reached[index(next)] else { continue }
        reached[index(next)] = true
        queue.append(next)
      }
    }
    return reached
  }

  /// The claim holds when every cell is alike its twin, spawns 1 and 2 are twins, and twins of
  /// spawns are spawns that head the twin way.
  private func checkSymmetry(
    _ claim: GameMap.Symmetry, _ heads: [Heading]
  ) throws(MapError) {
    guard claim != .none else { return }
    for index in cells.indices {
      let here = position(index)
      let there = claim.twin(of: here, width: width, height: height)
      guard areAlike(cells[index], glyph(there), claim, heads) else {
        throw error(.brokenSymmetry(claim), at: here)
      }
    }
    let twin = claim.twin(of: spawns[0], width: width, height: height)
    if spawns.count > 1, spawns[1] != twin {
      throw error(.brokenSymmetry(claim), at: spawns[1])
    }
  }

  private func areAlike(
    _ here: Glyph, _ there: Glyph, _ claim: GameMap.Symmetry, _ heads: [Heading]
  ) -> Bool {
    guard let number = here.spawnNumber, let other = there.spawnNumber else {
      return here == there
    }
    return heads[other - 1] == claim.twin(of: heads[number - 1])
  }

  private func contains(_ position: Position) -> Bool { position.x < width && position.y < height }

  private func glyph(_ position: Position) -> Glyph { cells[index(position)] }

  private func index(_ position: Position) -> Int { Int(position.y) * width + Int(position.x) }

  private func position(_ index: Int) -> Position { Position(x: index % width, y: index / width) }

  private func error(_ reason: MapError.Reason, at position: Position) -> MapError {
    MapError(line: firstLine + Int(position.y), column: Int(position.x) + 1, reason: reason)
  }
}
