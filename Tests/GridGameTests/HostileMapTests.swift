import Assets
import GridGame
import Rollback
import Testing
import Vocabulary

/// Maps also arrive from strangers.
@Suite struct HostileMapTests {
  /// Parses; whatever is accepted has to be playable and to survive its own normalised text.
  func tryOut(_ bytes: [UInt8]) -> Bool {
    do {
      let map = try GameMap(parsing: bytes)
      let again = try GameMap(parsing: map.normalised)
      #expect(again == map)
      #expect(again.normalised == map.normalised)
      var state = Ghostline.initialState(map: map, players: map.players.upperBound, seed: 1)
      let inputs = [Ghostline.Input](repeating: .neutral, count: 4)
      for _ in 0..<20 { Ghostline.step(&state, inputs: inputs.span, presence: .all(4)) }
      return true
    } catch {
      #expect(error.line > 0)
      #expect(error.column > 0)
      #expect(!error.description.isEmpty)
      return false
    }
  }

  @Test(arguments: Assets.maps.map(\.name))
  func `truncated maps are refused or playable`(name: String) throws {
    let bytes = try #require(Assets.map(named: name))
    var accepted = 0
    for length in 0..<bytes.count where tryOut(Array(bytes.prefix(length))) { accepted += 1 }
    #expect(accepted <= 1)
    #expect(tryOut(bytes))
  }

  @Test(arguments: UInt64(0)..<40)
  func `maps with changed bytes are refused or playable`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    let maps = Assets.maps
    for _ in 0..<25 {
      var bytes = maps[dice.next(below: maps.count)].bytes
      for _ in 0...dice.next(below: 3) { change(&bytes, &dice) }
      _ = tryOut(bytes)
    }
  }

  /// Replaces, removes or repeats a byte, or moves a run of bytes.
  func change(_ bytes: inout [UInt8], _ dice: inout SplitMix64) {
    let index = dice.next(below: bytes.count)
    let alphabet = Array("12345#+.-: \n\t\rstep0".utf8)
    switch dice.next(below: 4) {
    case 0: bytes[index] = UInt8(dice.next(below: 256))
    case 1: bytes[index] = alphabet[dice.next(below: alphabet.count)]
    case 2: bytes.remove(at: index)
    default:
      let run = bytes[index..<min(bytes.count, index + dice.next(below: 60))]
      bytes.insert(contentsOf: run, at: dice.next(below: bytes.count))
    }
  }

  @Test(arguments: UInt64(0)..<20)
  func `random bytes are refused`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let bytes = (0..<dice.next(below: 300)).map { _ in UInt8(dice.next(below: 256)) }
      #expect(!tryOut(bytes))
    }
  }

  @Test(arguments: UInt64(0)..<20)
  func `random lines of known words are refused or playable`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let words = [
      "name", "game", "players", "heads", "symmetry", "step", ":", "-", "---", "\n", "\n---\n",
      "ghostline", "2", "2-4", "right", "left", "rot180", " ", "#", "........", "1......2\n",
    ]
    for _ in 0..<50 {
      let text = (0..<60).map { _ in words[dice.next(below: words.count)] }.joined()
      _ = tryOut(Array(text.utf8))
    }
  }
}
