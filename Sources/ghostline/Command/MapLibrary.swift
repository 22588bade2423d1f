import Assets
import Foundation
import GridGame
import Output
import Presentation

/// Finds maps by name, among those compiled in, or by path.
enum MapLibrary {
  static let defaultName = "open"

  static func load(_ name: String) throws -> GameMap {
    if let bytes = Assets.map(named: name) { return try parse(bytes, called: name) }
    guard name.contains("/") || name.hasSuffix(".map") else {
      let names = Assets.maps.map(\.name).joined(separator: ", ")
      throw Failure(
        .usage, "there is no map '\(name)': take one of \(names), or the path of a .map file")
    }
    let bytes: [UInt8]
    do {
      bytes = try BoundedFile.read(name, atMost: GameMap.maximumBytes)
    } catch {
      throw Failure(.usage, "the map \(name) cannot be read: \(error.localizedDescription)")
    }
    return try parse(bytes, called: name)
  }

  /// - Throws: `Failure` when the map is not for so many.
  static func load(_ name: String, for players: Int) throws -> GameMap {
    let map = try load(name)
    guard map.players.contains(players) else {
      let range = map.players
      throw Failure(
        .usage,
        "map \(map.name) is for \(range.lowerBound) to \(range.upperBound) players, not"
          + " \(players): take another map")
    }
    return map
  }

  private static func parse(_ bytes: [UInt8], called name: String) throws -> GameMap {
    do throws(MapError) {
      return try GameMap(parsing: bytes)
    } catch {
      throw Failure(.usage, "map \(name), \(error)")
    }
  }
}
