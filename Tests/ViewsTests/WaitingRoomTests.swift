import Rollback
import Testing
import Views
import Vocabulary

/// What the waiting room says of itself, beside who has come.
@Suite struct WaitingRoomTests {
  private static let series = Series(
    tallies: [
      .init(seat: PlayerIndex(0), name: "alice", wins: 2),
      .init(seat: PlayerIndex(1), name: "bob", wins: 1),
    ], draws: 0, matches: 3)

  private static func room(
    _ width: Int, _ height: Int, notices: [String], series: Series? = nil
  ) -> String {
    var model = Snapshots.waiting()
    if case .waiting(var room) = model.overlay {
      room.notices = notices
      room.series = series
      model.overlay = .waiting(room)
    }
    return model.canvas(width: width, height: height, options: ViewOptions()).text()
  }

  @Test func `the waiting room has sentences, broken at its width, and the series`() {
    let screen = Self.room(
      100, 30,
      notices: ["the host is away for 12 s: wait here, or ask the host for a fresh invite"],
      series: Self.series)
    let rows = [
      "│ ○ free seat                                                    │",
      "│                                                                │",
      "│ series  you 2 : 1 bob · 3 matches                              │",
      "│                                                                │",
      "│ the host is away for 12 s: wait here, or ask the host for a    │",
      "│ fresh invite                                                   │",
      "│                                                                │",
      "│ the others type                                                │",
    ]
    let found = screen.split(separator: "\n").map(String.init)
    let first = found.firstIndex { $0.contains(rows[0]) } ?? 0
    for (index, row) in rows.enumerated() {
      #expect(found[first + index].contains(row), "\(screen)")
    }
  }

  @Test func `a long sentence is whole on a narrow screen too`() {
    let screen = Self.room(
      28, 24, notices: ["nobody has come for a while: is the invite the newest one?"])
    let line = screen.replacing("│", with: " ").split(separator: "\n").joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
    #expect(line.contains("nobody has come for a while: is the invite the newest one?"))
  }

  /// What leaving means is another thing in a match, before it and after it.
  @Test(arguments: [0, 1])
  func `the question before leaving says what it costs`(seat: Int) throws {
    var options = ViewOptions()
    _ = options.apply(.askToLeave)
    let screens = try [Snapshots.waiting(), Snapshots.over(), Fixture.playing()].map { sample in
      var model = sample
      model.localSeat = PlayerIndex(seat)
      return model.canvas(width: 100, height: 30, options: options).text()
    }
    let words =
      seat == 0
      ? ["The room closes, and its invite with it.", "The room closes: no rematch in it."]
      : ["Your seat is free for others then.", "The room stays, without you."]
    for (screen, words) in zip(screens, words + ["The match ends for the others too."]) {
      #expect(screen.contains("│ \(words) "), "\(screen)")
    }
  }
}
