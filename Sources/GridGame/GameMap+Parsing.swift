/// The parser of map files: total and bounded, whatever the bytes are.
extension GameMap {
  /// The longest map file that is read; the largest board takes 1,586 bytes.
  package static let maximumBytes = 4096
  package static let maximumPads = 16

  /// Reads a map file: header lines `key: value`, a line `---`, then the rows of the board with
  /// `.` floor, `#` wall, `+` boost pad and `1` to `4` for the spawns.
  ///
  /// - Throws: The first thing that is wrong, with its place.
  package init(parsing bytes: [UInt8]) throws(MapError) {
    guard bytes.count <= Self.maximumBytes else {
      throw MapError(
        line: 1, column: 1, reason: .tooLarge(bytes: bytes.count, limit: Self.maximumBytes))
    }
    let lines = try MapLine.lines(bytes)
    guard let separator = lines.firstIndex(where: { $0.isSeparator }) else {
      throw MapError(line: max(1, lines.count), column: 1, reason: .noSeparator)
    }
    var header = MapHeader()
    for line in lines[..<separator] { try header.read(line) }
    try header.requireAll(at: lines[separator])
    var grid = try MapGrid(rows: lines[(separator + 1)...], after: lines[separator])
    try grid.check(header)
    try self.init(header, grid, at: lines[separator])
  }

  private init(_ header: MapHeader, _ grid: MapGrid, at separator: MapLine) throws(MapError) {
    guard let name = header.name, let players = header.players, let heads = header.heads else {
      throw separator.error(.missingKey("name"))
    }
    self.init(
      name: name, players: players, symmetry: header.symmetry ?? .none,
      overrides: Rules.Key.allCases.compactMap { key in
        header.overrides.first { $0.key == key }
      },
      width: grid.width, height: grid.height, walls: grid.positions(of: .wall),
      pads: grid.positions(of: .pad),
      spawns: zip(grid.spawns, heads).map { Spawn(position: $0, heading: $1) })
  }
}
