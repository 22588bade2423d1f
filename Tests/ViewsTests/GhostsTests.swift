import GridGame
import Rollback
import Testing
import Views

@Suite struct GhostsTests {
  /// Bob turns at frame 150; whoever does not know it yet sees him go on.
  private static func states() throws -> (before: Ghostline.State, after: Ghostline.State) {
    (
      try Fixture.state(after: 162), try Fixture.state(after: 162, turns: [(150, 1, .down)])
    )
  }

  @Test func `the cells of a wrong guess are ghosts`() throws {
    let (before, after) = try Self.states()
    let positions = Ghosts.retracted(before: before, after: after)
    #expect(positions.count == 2)
    for position in positions {
      #expect(before.cell(at: position) != .floor)
      #expect(after.cell(at: position) == .floor)
    }
    var ghosts = Ghosts()
    ghosts.record(before: before, after: after, frame: Frame(162))
    #expect(ghosts.all.map(\.position) == positions)
    #expect(ghosts.all.allSatisfy { $0.seat == Fixture.bob && $0.frame == Frame(162) })
  }

  @Test func `a right guess leaves nothing`() throws {
    let (_, after) = try Self.states()
    #expect(Ghosts.retracted(before: after, after: after) == [])
  }

  @Test func `ghosts live for twenty frames`() throws {
    let (before, after) = try Self.states()
    var ghosts = Ghosts()
    ghosts.record(before: before, after: after, frame: Frame(162))
    ghosts.expire(at: Frame(181))
    #expect(ghosts.all.count == 2)
    ghosts.expire(at: Frame(182))
    #expect(ghosts.all == [])
  }

  @Test func `at most eight are shown, the newest`() throws {
    let (_, after) = try Self.states()
    let empty = try Fixture.state(after: 0)
    #expect(Ghosts.retracted(before: after, after: empty).count > 8)
    var ghosts = Ghosts()
    ghosts.record(before: after, after: empty, frame: Frame(162))
    #expect(ghosts.all.count == 8)
  }

  @Test func `the same cell is one ghost`() throws {
    let (before, after) = try Self.states()
    var ghosts = Ghosts()
    ghosts.record(before: before, after: after, frame: Frame(162))
    ghosts.record(before: before, after: after, frame: Frame(165))
    #expect(ghosts.all.map(\.frame) == [Frame(165), Frame(165)])
  }
}
