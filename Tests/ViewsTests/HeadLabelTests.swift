import GridGame
import Netplay
import Rollback
import Testing
import Views
import Vocabulary

/// The words beside the heads: who they are, and how much of them is a guess.
@Suite struct HeadLabelTests {
  private static func board(_ model: ScreenModel, _ width: Int = 100, _ height: Int = 30) -> Canvas
  {
    model.canvas(width: width, height: height, options: ViewOptions())
  }

  @Test func `a guess says how many frames and milliseconds it is, as the numbers do`() throws {
    let model = try Fixture.playing()
    let peer = try #require(model.numbers.peers.first)
    #expect(model.numbers.frame - peer.frontier == 9)
    #expect(Self.board(model).text().contains(" guess 9 f · 150 ms "))
  }

  @Test func `each player's guess has the player's own number`() throws {
    var model = try Fixture.playing(players: 3)
    model.predicted = try Fixture.state(after: 120, players: 3)
    model.confirmed = model.predicted
    model.numbers.peers[1].frontier = model.numbers.frame - 2
    let text = Self.board(model).text()
    #expect(text.contains("guess 9 f · 150 ms") && text.contains("guess 2 f · 33 ms"), "\(text)")
  }

  @Test func `who is not late, or is not to be marked, has no label`() throws {
    var model = try Fixture.playing()
    model.numbers.peers[0].frontier = model.numbers.frame
    model.numbers.settledFrame = model.numbers.frame
    #expect(!Self.board(model).text().contains(" f · "))
    model = try Fixture.playing()
    model.predictionMark = PredictionMark()
    #expect(!Self.board(model).text().contains(" f · "))
  }

  @Test func `our own head says so until the first second of a round is over`() throws {
    var model = try Fixture.playing()
    model.predictionMark = PredictionMark()
    for (frames, isThere) in [(0, true), (89, true), (149, true), (150, false)] {
      model.predicted = try Fixture.state(after: frames)
      model.confirmed = model.predicted
      #expect(Self.board(model).text().contains("YOU") == isThere, "\(frames)")
    }
  }

  @Test func `before a round everybody's head has its name`() throws {
    var model = try Fixture.playing()
    model.predicted = try Fixture.state(after: 10)
    model.confirmed = model.predicted
    let text = Self.board(model).text()
    #expect(text.contains(" ▼ YOU "), "\(text)")
    #expect(text.contains(" bob ▶ ") || text.contains(" ◀  bob "), "\(text)")
  }

  @Test func `on another's board nobody is YOU`() throws {
    var model = try Snapshots.mirrored()
    let state = try Fixture.state(after: 100)
    model.mirror?.predicted = state
    model.mirror?.confirmed = state
    #expect(!Self.board(model, 160, 40).text().contains("YOU"))
  }

  /// Four players who turn at random, some of whom have crashed.
  private static func random(_ seed: UInt64) throws -> ScreenModel {
    var dice = SplitMix64(seed: seed)
    var model = try Fixture.playing(players: 4)
    let turns = (0..<24).map { _ in
      (
        frame: 91 + dice.next(below: 260), seat: dice.next(below: 4),
        heading: Heading.allCases[dice.next(below: 4)]
      )
    }
    let frames = 91 + dice.next(below: 260)
    for frame in stride(from: frames - 60, through: frames, by: 10) {
      let state = try Fixture.state(after: frame, players: 4, turns: turns)
      model.predicted = state
      model.confirmed = state
      _ = model.round.note(state, frame: Frame(frame))
    }
    return model
  }

  private static let sizes = [(100, 30), (200, 55), (26, 13), (28, 24)]

  @Test(arguments: UInt64(0)..<40)
  func `no word hides anything but floor`(seed: UInt64) throws {
    let model = try Self.random(seed)
    var silent = model
    silent.numbers.peers = []
    for (width, height) in Self.sizes {
      let (labelled, bare) = (Self.board(model, width, height), Self.board(silent, width, height))
      let columns = width == 200 ? 98 : width == 100 ? 50 : width
      for row in (width < 100 ? 2 : 3)..<(height < 30 ? height - 2 : height - 7) {
        for column in 1..<columns - 1 {
          let (over, under) = (labelled[row: row, column: column], bare[row: row, column: column])
          let isFloor = under.style.foreground == .grid || under.scalar == " "
          #expect(over == under || isFloor, "\(row),\(column) in \(labelled.text())")
        }
      }
    }
  }

  @Test(arguments: UInt64(0)..<40)
  func `the box of a round covers neither a head nor a crash`(seed: UInt64) throws {
    let model = try Self.random(seed)
    let state = try #require(model.predicted)
    for (width, height) in [(100, 30), (200, 55), (28, 24)] {
      let scale = width == 200 ? 8 : width == 100 ? 2 : 1
      let glyphs = Self.board(model, width, height).glyphs
      let crashes = (0..<4).count {
        if case .crashed = state.cycle(PlayerIndex($0)).status { true } else { false }
      }
      let stars = glyphs.count { $0 == Glyph("*", Style(.onAlarm, on: .alarm, .bold)) }
      #expect(stars == crashes * scale)
    }
  }

  @Test func `the box of a round says what was hit, and stands away from it`() throws {
    var model = try Fixture.playing()
    var frame = 91
    repeat {
      frame += 1
      let state = try Fixture.state(after: frame, turns: [(91, 1, .up)])
      model.predicted = state
      model.confirmed = state
      _ = model.round.note(state, frame: Frame(frame))
    } while model.round.crashes.isEmpty
    let text = Self.board(model).text()
    #expect(text.contains("│  bob hit a wall ") && text.contains("round 1: you win"), "\(text)")
  }
}
