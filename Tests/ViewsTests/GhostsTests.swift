import GridGame
import Rollback
import Testing
import Views
import Vocabulary

@Suite struct GhostsTests {
  /// Bob turns at frame 108; whoever does not know it yet sees him go on.
  private static func states() throws -> (before: Ghostline.State, after: Ghostline.State) {
    (
      try Fixture.state(after: 120), try Fixture.state(after: 120, turns: [(108, 1, .down)])
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
    ghosts.record(before: before, after: after, frame: Frame(120))
    #expect(ghosts.all.map(\.position) == positions)
    #expect(ghosts.all.allSatisfy { $0.seat == Fixture.bob && $0.frame == Frame(120) })
  }

  @Test func `a right guess leaves nothing`() throws {
    let (_, after) = try Self.states()
    #expect(Ghosts.retracted(before: after, after: after) == [])
  }

  @Test func `ghosts live for twenty frames`() throws {
    let (before, after) = try Self.states()
    var ghosts = Ghosts()
    ghosts.record(before: before, after: after, frame: Frame(120))
    ghosts.expire(at: Frame(139))
    #expect(ghosts.all.count == 2)
    ghosts.expire(at: Frame(140))
    #expect(ghosts.all == [])
  }

  @Test func `at most eight are shown, the newest`() throws {
    let (_, after) = try Self.states()
    let empty = try Fixture.state(after: 0)
    #expect(Ghosts.retracted(before: after, after: empty).count > 8)
    var ghosts = Ghosts()
    ghosts.record(before: after, after: empty, frame: Frame(120))
    #expect(ghosts.all.count == 8)
  }

  @Test func `the same cell is one ghost`() throws {
    let (before, after) = try Self.states()
    var ghosts = Ghosts()
    ghosts.record(before: before, after: after, frame: Frame(120))
    ghosts.record(before: before, after: after, frame: Frame(123))
    #expect(ghosts.all.map(\.frame) == [Frame(123), Frame(123)])
  }
}
