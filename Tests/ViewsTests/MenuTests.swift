import GridGame
import Testing
import Views

/// What the menu offers, what its keys do, and the command that comes of it.
@Suite struct MenuTests {
  static let ann = RoomNote(
    invite: "ghostline://10.0.0.2:7777#938NKRKAYD000G40R40M30E209", room: "7QF4KM", host: "ann",
    players: 2)
  static let bob = RoomNote(
    invite: "ghostline://10.0.0.2:7778#938NKRKAYD000G40R40M30E209", room: "AAAAAA", host: "bob",
    players: 4)

  private func menu(_ keys: Key..., rooms: [RoomNote] = []) -> Menu {
    var menu = Menu(.everything, rooms: rooms)
    for key in keys { #expect(menu.pressed(key) == nil) }
    return menu
  }

  @Test func `Enter runs the command that is shown`() {
    var menu = menu()
    for (arguments, command) in [
      (["demo"], "ghostline demo"), (["solo"], "ghostline solo"), (["host"], "ghostline host"),
      (["join", "-"], "ghostline join"),
    ] {
      #expect(menu.command == command)
      var chosen = menu
      #expect(chosen.pressed(.enter) == .run(arguments))
      #expect(menu.pressed(.down) == nil)
    }
    #expect(menu.selection == .demo, "it begins anew")
  }

  @Test func `up is the way back, at the first entry to the last`() {
    #expect(menu(.up).selection == .invite)
    #expect(menu("s", "J", .tab, .backTab, "w", "k").selection == .demo)
  }

  @Test func `a level and a number of players are chosen sideways, and end at their ends`() {
    #expect(menu(.down, .left).arguments == ["solo", "--level", "easy"])
    #expect(menu(.down, .left, .left, .left).level == .easy)
    #expect(menu(.down, .right, .right).arguments == ["solo", "--level", "hard"])
    #expect(menu(.down, .right, .left).arguments == ["solo"])
    #expect(menu(.down, .down, "d").arguments == ["host", "--players", "3"])
    #expect(menu(.down, .down, .right, .right, .right).players == 4)
    #expect(menu(.down, .down, "a").arguments == ["host"])
    #expect(menu(.right).arguments == ["demo"])
  }

  @Test(arguments: [Key.character("q"), .escape, .control("c")])
  func `it is left without a choice`(key: Key) {
    var menu = menu(.down)
    #expect(menu.pressed(key) == .leave)
  }

  @Test func `rooms of this machine are offered, the newest first, and their secret is not shown`()
  {
    var menu = menu(.down, .down, .down, rooms: [Self.bob, Self.ann])
    #expect(menu.entries == [.demo, .solo, .host, .room(Self.bob), .room(Self.ann), .invite])
    #expect(menu.command == "ghostline join")
    let screen = menu.canvas(width: 80, height: 24, options: ViewOptions()).text()
    #expect(screen.contains("▶ join room AAAAAA        bob's, on this machine, for 4 players"))
    #expect(!screen.contains("938NKRK"))
    #expect(menu.pressed(.enter) == .run(["join", Self.bob.invite]))
    #expect(menu.pressed(.up) == nil && menu.pressed(.up) == nil && menu.pressed(.up) == nil)
    #expect(menu.pressed(.up) == nil)
    #expect(menu.command == "ghostline join -", "join alone would offer the rooms")
  }

  @Test func `rooms come and go under the hands of who chooses`() {
    var menu = menu(.down, .down, .down, rooms: [Self.ann])
    menu.found([Self.bob, Self.ann])
    #expect(menu.selection == .room(Self.ann), "what was chosen stays")
    menu.found([Self.bob])
    #expect(menu.selection == .room(Self.bob))
    menu.found([])
    #expect(menu.selection == .invite)
    let many = (0..<9).map {
      RoomNote(invite: Self.ann.invite, room: "R\($0)", host: "ann", players: 2)
    }
    menu.found(many)
    #expect(menu.rooms == Array(many.prefix(4)))
  }

  @Test func `join offers rooms alone`() {
    var menu = Menu(.rooms, rooms: [Self.ann])
    #expect(menu.entries == [.room(Self.ann), .invite])
    #expect(menu.selection == .room(Self.ann))
    let screen = menu.canvas(width: 80, height: 24, options: ViewOptions()).text()
    #expect(screen.contains("a room on this machine") && !screen.contains("demo"))
    #expect(menu.pressed(.down) == nil)
    #expect(menu.pressed(.enter) == .run(["join", "-"]))
  }
}

/// How the menu looks.
@Suite struct MenuPictureTests {
  private func text(_ width: Int, _ height: Int, _ glyphs: GlyphSet = .full) -> String {
    var options = ViewOptions()
    options.glyphs = glyphs
    var menu = Menu(.everything, rooms: [MenuTests.ann])
    _ = menu.pressed(.down)
    return menu.canvas(width: width, height: height, options: options).text()
  }

  @Test func `the menu at the usual size`() {
    #expect(
      text(80, 24) == """



             ┏━━ ┃ ┃ ┏━┓ ┏━━ ━┳━ ┃   ┃ ┏━┓ ┏━━
             ┃ ┓ ┣━┫ ┃ ┃ ┗━┓  ┃  ┃   ┃ ┃ ┃ ┣━━
             ┗━┛ ┃ ┃ ┗━┛ ━━┛  ┃  ┗━━ ┃ ┃ ┃ ┗━━
             ━━━━━━━━━━━━━▶      ◁╍╍◆━━━━━━━━━

             watch the demo          two bots, and a network that fails and heals
           ▶ play against a bot      level  easy  [fair]  hard
             host a room             players [2]  3   4
             join room 7QF4KM        ann's, on this machine, for 2 players
             join by an invite       paste what your friend's terminal shows

             $ ghostline solo

             ←↑↓→ or WASD steer, space boosts; your trail is a wall.
             Hit nothing: the last one who rides wins the round.
             Hollow head, dashed trail: a guess until the move arrives.




         ↑↓ choose  ←→ level  Enter start  q quit
        """)
  }

  @Test func `what there is no room for goes, the choice last`() {
    let narrow = text(30, 12)
    for words in ["play against a bot", "join room 7QF4KM", "$ ghostline solo"] {
      #expect(narrow.contains(words), "\(narrow)")
    }
    #expect(!narrow.contains("easy"))
    let low = text(80, 7)
    #expect(low.contains("▶ play against a bot") && low.contains("join by an invite"))
    for size in [(0, 0), (1, 1), (5, 3), (79, 2), (300, 1)] { _ = text(size.0, size.1) }
  }

  @Test func `ASCII says the same`() {
    let screen = text(80, 24, .ascii)
    #expect(screen.contains("> play against a bot      level  easy  [fair]  hard"))
    #expect(screen.contains("GHOSTLINE") && screen.utf8.allSatisfy { $0 < 0x7f })
    #expect(!screen.contains("?"))
  }
}

/// What a host leaves on its machine.
@Suite struct RoomNoteTests {
  @Test func `a note is read as it was written`() {
    for note in [MenuTests.ann, MenuTests.bob] { #expect(RoomNote(parsing: note.text) == note) }
    let odd = RoomNote(invite: "ghostline://x:1#A", room: "R", host: "a = b", players: 3)
    #expect(RoomNote(parsing: odd.text) == odd)
  }

  @Test(arguments: [
    ("host = ann\n", ""), ("players = 2", "players = 5"), ("players = 2", "players = x"),
    ("host = ann", "host ="), ("room = 7QF4KM", "room"), ("invite = ghostline", "invite = http"),
    ("room = ", "room = x\nroom = "), ("10.0.0.2", "10.0 .0.2"),
  ])
  func `what is not whole is none`(part: String, instead: String) {
    let text = MenuTests.ann.text
    #expect(text.contains(part))
    #expect(RoomNote(parsing: text.replacing(part, with: instead)) == nil)
  }

  @Test func `half a note is none`() {
    let text = MenuTests.ann.text
    for count in 0..<text.count - 2 where !text.prefix(count).hasSuffix("players = 2") {
      #expect(RoomNote(parsing: String(text.prefix(count))) == nil)
    }
  }
}

@Suite struct ClipboardRequestTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{ff}\u{3fb}>?", "w7/Puz4/"),
  ])
  func `a text is sent as RFC 4648 has it`(text: String, encoded: String) {
    #expect(ClipboardRequest.sequence(text) == "\u{1b}]52;c;\(encoded)\u{1b}\\")
  }
}
