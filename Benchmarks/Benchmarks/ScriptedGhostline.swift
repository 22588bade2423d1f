import Assets
import GridGame
import Rollback

/// The real game with pilots that turn by a script, and hardly a pause between the rounds.
extension Ghostline: ScriptedGame {
  static let mapName = "crossroads"

  static func initialState(players: Int) -> State {
    guard let bytes = Assets.map(named: mapName) else { preconditionFailure("no map \(mapName)") }
    var rules = Rules.standard.endless
    rules[.countdown] = 1
    rules[.intro] = 1
    rules[.outro] = 1
    do {
      let map = try GameMap(parsing: bytes)
      return initialState(map: map, players: players, seed: 1, rules: rules)
    } catch {
      preconditionFailure("the map \(mapName): \(error)")
    }
  }

  static func scripted(seat: Int, frame: Int, hold: Int) -> Input {
    let bits = Work.pad(seat: seat, frame: frame, hold: hold).rawValue
    return Input(heading: Heading(rawValue: UInt8(1 + (bits >> 1) & 3)), isBoosting: bits & 1 == 1)
  }
}
