import Assets
import Foundation
import GridGame
import Testing
import Vocabulary

@Suite struct AssetsTests {
  @Test func `the list of maps is the content of the folder`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Assets/Maps")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.sorted() == Assets.maps.map { $0.name + ".map" }.sorted())
    for (name, bytes) in Assets.maps {
      let data = try Data(contentsOf: folder.appending(path: name + ".map"))
      #expect([UInt8](data) == bytes, "\(name)")
    }
  }

  @Test(arguments: Assets.maps.map(\.name))
  func `a map that is shipped loads, is fair and seats two to four`(name: String) throws {
    let map = try GameMap(parsing: #require(Assets.map(named: name)))
    #expect(map.players == 2...4)
    #expect(map.symmetry == .turned)
    #expect(map.width == (name == "wide" ? 32 : 24))
    #expect(map.height == (name == "wide" ? 22 : 20))
    #expect(map.pads.isEmpty == (name == "open"))
    #expect(map.spawns.count == 4)
  }

  @Test func `there is no map of another name`() {
    #expect(Assets.map(named: "nowhere") == nil)
  }

  @Test(arguments: Assets.maps.map(\.name), [2, 4])
  func `bots play a whole match on it`(name: String, players: Int) throws {
    let map = try GameMap(parsing: #require(Assets.map(named: name)))
    var match = BotMatch(
      map, [Bot.Skill](repeating: .hard, count: players), seed: 5)
    match.finish()
    #expect(match.state.isMatchOver)
    #expect(match.roundFrames.count == Int(match.state.round))
    #expect(match.turns > 10 * match.roundFrames.count)
  }
}
