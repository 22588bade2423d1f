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

  @Test func `who only measures is shown and is no player of those who are awaited`() {
    var model = Snapshots.waiting()
    guard case .waiting(var room) = model.overlay else { return }
    #expect(Self.room(100, 30, notices: []).contains(" 2 of 3 "))
    room.guests[1].plays = false
    room.guests[1].detail = "measures the connection"
    model.overlay = .waiting(room)
    let screen = model.canvas(width: 100, height: 30, options: ViewOptions()).text()
    #expect(screen.contains(" 1 of 3 ") && screen.contains("○ bob          measures"), "\(screen)")
  }

  @Test func `the waiting room has sentences, broken at its width, and the series`() {
    let screen = Self.room(
      100, 30,
      notices: ["the host is away for 12 s: wait here, or ask the host for a fresh invite"],
      series: Self.series)
    let rows = [
      "│ ○ free seat  ", "│      ", "│ series  you 2 : 1 bob · 3 matches  ", "│      ",
      "│ the host is away for 12 s: wait here, or ask the host for ", "│ a fresh invite  ",
      "│      ",
      "│ the others type ghostline join and paste the line below; ",
      "│ on this machine ghostline join alone offers this room ", "│      ",
      "│ [c] copy the invite   [q] leave  ",
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

  private static let invite = "ghostline://10.0.0.2:7777#938NKRKAYD000G40R40"

  /// Whoever clicks three times has the row: the invite begins and ends it.
  @Test(arguments: [
    (72, 24), (79, 24), (80, 24), (100, 30), (140, 40), (200, 55), (72, 14), (60, 20), (45, 24),
  ])
  func `the invite stands alone in a row`(width: Int, height: Int) {
    let rows = Self.room(width, height, notices: []).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let row = rows.firstIndex(of: Self.invite)
    #expect(row != nil, "\(rows)")
    guard let row else { return }
    #expect(rows[row - 1].isEmpty && rows[row + 1].isEmpty)
    #expect(rows.filter { $0.contains("938NKRK") }.count == 1)
  }

  @Test func `an invite of 72 characters is whole at 72 columns, a longer one is not broken`() {
    for (count, isShown) in [(72, true), (73, false)] {
      var model = Snapshots.waiting()
      let invite = "ghostline://" + String(repeating: "x", count: count - 12)
      if case .waiting(var room) = model.overlay {
        room.invite = invite
        model.overlay = .waiting(room)
      }
      let screen = model.canvas(width: 72, height: 24, options: ViewOptions()).text()
      #expect(screen.split(separator: "\n").contains(Substring(invite)) == isShown)
      #expect(screen.contains("xxx") == isShown)
      #expect(screen.contains("need the invite, which is longer") != isShown)
      #expect(screen.contains("[c] copy the invite"))
    }
  }

  @Test func `who is invited sees no invite, and has none to copy`() {
    var model = Snapshots.waiting()
    if case .waiting(var room) = model.overlay {
      room.invite = nil
      model.overlay = .waiting(room)
    }
    let screen = model.canvas(width: 100, height: 30, options: ViewOptions()).text()
    #expect(!screen.contains("copy") && !screen.contains("ghostline join"))
  }

  @Test func `what became of a copy is said`() {
    for (copy, words) in [
      (WaitingRoom.Copy.sent, "copied: paste it at the other terminal"),
      (.impossible, "this terminal takes no copies"),
    ] {
      var model = Snapshots.waiting()
      if case .waiting(var room) = model.overlay {
        room.copy = copy
        model.overlay = .waiting(room)
      }
      #expect(model.canvas(width: 80, height: 24, options: ViewOptions()).text().contains(words))
    }
  }

  @Test func `the game is told in three lines before the first match, and not again`() {
    let rules = "Hit nothing: the last one who rides wins the round."
    #expect(Self.room(80, 24, notices: []).contains(rules))
    #expect(!Self.room(80, 24, notices: [], series: Self.series).contains(rules))
  }

  @Test func `the goal of the match is told where it is known`() {
    var model = Snapshots.waiting()
    let screen = { model.canvas(width: 80, height: 24, options: ViewOptions()).text() }
    #expect(!screen().contains("first to"))
    if case .waiting(var room) = model.overlay {
      room.wins = 3
      model.overlay = .waiting(room)
    }
    #expect(screen().contains("the last rider wins the round; first to 3."))
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
