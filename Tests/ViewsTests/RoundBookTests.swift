import GridGame
import Rollback
import Testing
import Views
import Vocabulary

/// What is remembered of a round, and how it is told.
@Suite struct RoundBookTests {
  private static func crash(
    _ seat: Int, _ obstacle: Ghostline.State.Obstacle
  ) -> RoundBook.Crash {
    RoundBook.Crash(
      seat: PlayerIndex(seat), obstacle: obstacle, position: Position(x: 1, y: 1), frame: .zero)
  }

  @Test func `a crash is news once, with the frame at which it happened`() throws {
    var book = RoundBook()
    var frame = 91
    var state = try Fixture.state(after: frame, turns: [(91, 1, .up)])
    #expect(book.note(state, frame: Frame(frame)) == [.began(round: 1, at: Frame(91))])
    while state.cycle(Fixture.bob).isRiding {
      frame += 1
      state = try Fixture.state(after: frame, turns: [(91, 1, .up)])
    }
    // Seven frames later it is still known when it was.
    state = try Fixture.state(after: frame + 7, turns: [(91, 1, .up)])
    let crash = RoundBook.Crash(
      seat: Fixture.bob, obstacle: .wall, position: state.cycle(Fixture.bob).position,
      frame: Frame(frame))
    #expect(book.note(state, frame: Frame(frame + 7)) == [.crashed(crash)])
    #expect(book.note(state, frame: Frame(frame + 8)) == [])
    #expect(book.crashes == [crash])
  }

  @Test func `a new round forgets the last one, and began when its countdown did`() throws {
    var book = RoundBook()
    var state = try Fixture.state(after: 100)
    _ = book.note(state, frame: Frame(100))
    state.round = 2
    state.phase = .countdown(framesLeft: 80)
    #expect(book.note(state, frame: Frame(310)) == [.began(round: 2, at: Frame(300))])
    #expect(book.crashes.isEmpty)
  }

  @Test(
    arguments: [
      (0, .wall, "you hit a wall"), (1, .closedWall, "bob hit a closing wall"),
      (0, .trail(of: PlayerIndex(0)), "you hit your own trail"),
      (1, .trail(of: PlayerIndex(1)), "bob hit their own trail"),
      (1, .trail(of: PlayerIndex(0)), "bob hit your trail"),
      (0, .trail(of: PlayerIndex(1)), "you hit bob's trail"),
      (1, .headOn(with: PlayerIndex(0)), "bob hit you head-on"),
      (1, .absence, "bob left the round"),
    ] as [(Int, Ghostline.State.Obstacle, String)])
  func `a crash is told in words`(
    seat: Int, obstacle: Ghostline.State.Obstacle, words: String
  ) {
    #expect(Self.crash(seat, obstacle).words(on: Fixture.waiting()) == words)
  }
}
