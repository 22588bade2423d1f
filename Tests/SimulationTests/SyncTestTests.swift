import GridGame
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct SyncTestTests {
  #if DEBUG
    static let frames = 400
  #else
    static let frames = 6000
  #endif

  private func test(
    seed: UInt64 = 1, frames: Int = frames, players: Int = 2, distance: Int = 7
  ) -> SyncTest {
    var test = SyncTest(seed: seed, frames: frames, players: players, map: Trial.map)
    test.distance = distance
    return test
  }

  private func difference(_ test: SyncTest) -> SyncTest.Difference? {
    do throws(SyncTest.Difference) {
      _ = try test.run()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [1, 7, 15], [2, 4])
  func `the game comes out equal at every distance`(distance: Int, players: Int) throws {
    let report = try test(players: players, distance: distance).run()
    let repeated = distance * Self.frames - distance * (distance - 1) / 2
    #expect(report.frames == Self.frames && report.steps == Self.frames + repeated)
    // The bots ride, and the others turn at random.
    for seat in stride(from: 0, to: players, by: 2) {
      let (bot, wanderer) = (report.turns[seat], report.turns[seat + 1])
      #expect(bot > Self.frames / 200 && bot * 3 < wanderer && wanderer > Self.frames / 12)
    }
  }

  @Test func `equal values play equally, whatever the distance, and other seeds do not`() throws {
    let reports = try [1, 7, 15].map { try test(distance: $0).run().finalChecksum }
    #expect(Set(reports).count == 1)
    #expect(try test(seed: 2).run().finalChecksum != reports[0])
  }

  @Test(arguments: [1, 2, 59, 399], [1, 15])
  func `an unsteady step is found in its frame, with its section`(frame: Int, distance: Int) {
    var unsteady = test(distance: distance)
    unsteady.unsteadyFrame = Frame(frame)
    let found = difference(unsteady)
    #expect(found == .init(frame: Frame(frame), section: "dice"))
    #expect(
      found?.description
        == "frame \(frame) came out differently when it was stepped again, first in "
        + "section \"dice\"")
  }

  @Test func `a step that is not reached is not found`() throws {
    var unsteady = test(frames: 50)
    let steady = try unsteady.run()
    unsteady.unsteadyFrame = Frame(51)
    #expect(try unsteady.run() == steady)
    unsteady.unsteadyFrame = Frame(50)
    #expect(difference(unsteady)?.frame == Frame(50))
  }
}
