import GridGame
import Testing
import Views

@Suite struct KeyMapTests {
  @Test func `every command has a name, and every name a command`() {
    for (name, command) in Command.names {
      #expect(Command(name: name) == command)
      #expect(command.name == name)
    }
    #expect(Set(Command.names.map(\.name)).count == Command.names.count)
    #expect(Set(Command.names.map(\.command)).count == Command.names.count)
    #expect(Command(name: "none") == nil)
    #expect(Command(name: "Boost") == nil)
  }

  @Test func `every command has a usual key`() {
    #expect(KeyMap().byCommand.map(\.command) == Command.names.map(\.command))
    #expect(KeyMap().byCommand.first?.keys == ["up", "w"])
  }

  @Test(arguments: [
    ("up", Key.up), ("space", .character(" ")), ("ctrl-d", .control("d")), ("x", .character("x")),
    ("-", .character("-")), ("é", .character("é")), ("tab", .tab),
    ("back-tab", .backTab), ("enter", .enter), ("escape", .escape), ("backspace", .backspace),
  ])
  func `keys go by their names`(name: String, key: Key) {
    #expect(Key(name: name) == key)
    #expect(key.name == name)
  }

  @Test func `capital letters do what small ones do, whoever bound them`() throws {
    for (_, command) in Command.names {
      for case .character(let scalar) in KeyMap().keys(named: command) {
        for capital in scalar.properties.uppercaseMapping.unicodeScalars {
          #expect(KeyMap()[.character(capital)] == command)
        }
      }
    }
    var keys = KeyMap()
    try keys.bind("B", to: "boost")
    try keys.bind("é", to: "theme")
    #expect(keys[.character("b")] == .boost && keys[.character("B")] == .boost)
    #expect(keys[.character("É")] == command("theme"))
    #expect(throws: KeyMapError.boundTwice(key: "b", first: "boost", second: "theme")) {
      try keys.bind("b", to: "theme")
    }
    #expect(Key(name: "X") == .character("x"))
  }

  @Test(arguments: [
    "", " ", "xx", "ctrl-", "ctrl-X", "ctrl-1", "ctrl-dd", "Up", "f1", "\t", "\u{301}",
  ])
  func `other names are no keys`(name: String) {
    #expect(Key(name: name) == nil)
    var keys = KeyMap()
    #expect(throws: KeyMapError.unknownKey(name)) { try keys.bind(name, to: "boost") }
    #expect(keys == KeyMap())
  }

  @Test func `a free key can be bound, and the usual ones stay`() throws {
    var keys = KeyMap()
    try keys.bind("b", to: "boost")
    #expect(keys[.character("b")] == .boost)
    #expect(keys[.character(" ")] == .boost)
  }

  @Test func `the only key of a command cannot be taken before there is another`() throws {
    var keys = KeyMap()
    #expect(throws: KeyMapError.onlyKey(key: "x", of: "cut-p2p")) {
      try keys.bind("x", to: "boost")
    }
    #expect(keys == KeyMap())
    try keys.bind("b", to: "cut-p2p")
    try keys.bind("x", to: "boost")
    #expect(keys[.character("x")] == .boost)
    #expect(keys[.character("b")] == command("cut-p2p"))
  }

  @Test func `a binding is written as key, colon, command`() throws {
    var keys = KeyMap()
    try keys.bind("m:boost")
    try keys.bind("::theme")
    #expect(keys[.character("m")] == .boost && keys[.character(":")] == command("theme"))
    for text in ["", "m", ":boost", "mboost"] {
      #expect(throws: KeyMapError.noPair) { try keys.bind(text) }
    }
    #expect(KeyMapError.noPair.description == "write KEY:COMMAND, for example m:boost")
  }

  @Test func `one of several usual keys gives way`() throws {
    var keys = KeyMap()
    try keys.bind("w", to: "theme")
    #expect(keys[.character("w")] == command("theme"))
    #expect(keys[.up] == .steer(.up))
    #expect(keys[.character("W")] == command("theme"))
  }

  @Test func `a key that is bound twice is a conflict`() throws {
    var keys = KeyMap()
    try keys.bind("b", to: "boost")
    try keys.bind("b", to: "boost")
    let before = keys
    #expect(throws: KeyMapError.boundTwice(key: "b", first: "boost", second: "theme")) {
      try keys.bind("b", to: "theme")
    }
    #expect(throws: KeyMapError.boundTwice(key: "b", first: "boost", second: "none")) {
      try keys.bind("b", to: "none")
    }
    try keys.bind("n", to: "none")
    #expect(throws: KeyMapError.boundTwice(key: "n", first: "none", second: "theme")) {
      try keys.bind("n", to: "theme")
    }
    #expect(keys[.character("b")] == before[.character("b")])
  }

  @Test func `a key can be freed, unless nobody could play or leave without it`() throws {
    var keys = KeyMap()
    try keys.bind("ctrl-d", to: "none")
    #expect(keys[.control("d")] == nil)
    for (name, command) in [("y", "confirm"), ("enter", "accept")] {
      #expect(throws: KeyMapError.onlyKey(key: name, of: command)) {
        try keys.bind(name, to: "none")
      }
    }
    try keys.bind("up", to: "none")
    #expect(throws: KeyMapError.onlyKey(key: "w", of: "steer-up")) {
      try keys.bind("W", to: "none")
    }
  }

  @Test func `what a terminal cannot send or must always mean is refused`() {
    var keys = KeyMap()
    #expect(throws: KeyMapError.reserved(key: "ctrl-c")) { try keys.bind("ctrl-c", to: "boost") }
    for (name, other) in [
      ("ctrl-i", "tab"), ("ctrl-m", "enter"), ("ctrl-j", "enter"), ("ctrl-h", "backspace"),
    ] {
      #expect(throws: KeyMapError.sentAs(key: name, other: other)) {
        try keys.bind(name, to: "boost")
      }
    }
    #expect(throws: KeyMapError.unknownCommand("boots")) { try keys.bind("b", to: "boots") }
    #expect(keys == KeyMap())
  }

  @Test(arguments: [
    (
      KeyMapError.boundTwice(key: "b", first: "boost", second: "theme"),
      "key \"b\" is bound twice, to boost and to theme: keep one of them"
    ),
    (
      .onlyKey(key: "x", of: "cut-p2p"),
      "key \"x\" is the only one for cut-p2p: bind another key to cut-p2p first"
    ),
    (
      .sentAs(key: "ctrl-i", other: "tab"),
      "key \"ctrl-i\" cannot be told from \"tab\" by a terminal: choose another"
    ),
    (.reserved(key: "ctrl-c"), "key \"ctrl-c\" always leaves at once: choose another"),
  ])
  func `an error says what, where and what to do`(error: KeyMapError, text: String) {
    #expect(error.description == text)
  }

  @Test func `an unknown name is answered with those that there are`() {
    let command = KeyMapError.unknownCommand("boots").description
    #expect(command.hasPrefix("there is no command \"boots\": write none or one of steer-up, "))
    #expect(command.contains("cut-p2p"))
    #expect(KeyMapError.unknownKey("F1").description.contains("ctrl-a to ctrl-z"))
  }

  @Test func `vi's letters steer in addition`() {
    for (letters, heading) in [("hH", Heading.left), ("jJ", .down), ("kK", .up), ("lL", .right)] {
      for letter in letters.unicodeScalars {
        #expect(KeyMap.vi[.character(letter)] == .steer(heading))
        #expect(KeyMap()[.character(letter)] == nil)
      }
    }
    for (_, command) in Command.names {
      let usual = KeyMap().byCommand.first { $0.command == command }?.keys ?? []
      let vi = KeyMap.vi.byCommand.first { $0.command == command }?.keys ?? []
      #expect(vi.starts(with: usual))
    }
  }
}

extension KeyMap {
  /// The keys of a command, by the names that lists outside the screen show.
  fileprivate func keys(named command: Command) -> [Key] {
    byCommand.first { $0.command == command }?.keys.compactMap { Key(name: $0) } ?? []
  }
}

/// What the screen says about keys.
@Suite struct KeyLabelTests {
  private static func text(
    _ keys: KeyMap, sheet: ViewOptions.Sheet = .none, asked: Command? = nil, width: Int = 100,
    model: ScreenModel? = nil
  ) throws -> String {
    var options = ViewOptions()
    options.keys = keys
    options.sheet = sheet
    if let asked { _ = options.apply(asked) }
    let model = try model ?? Fixture.playing()
    return model.canvas(width: width, height: 30, options: options).text()
  }

  private static func bound() throws -> KeyMap {
    var keys = KeyMap()
    for (key, command) in [
      ("b", "boost"), ("u", "cut-p2p"), ("x", "boost"), ("ctrl-n", "help"), ("z", "leave"),
      ("o", "accept"), ("backspace", "export"), ("7", "preset-1"), ("k", "steer-up"),
      ("ctrl-d", "none"), ("o", "accept"), ("r", "confirm"),
    ] {
      try keys.bind(key, to: command)
    }
    return keys
  }

  @Test func `the footer tells the keys that are bound`() throws {
    let lines = try Self.text(try Self.bound()).split(separator: "\n")
    #expect(
      lines.last
        == " ←↑↓→ steer  x boost  723456 fake network  u cut P2P  g hide ghosts  Tab panel  ^N help  z quit"
    )
  }

  @Test func `the footer leaves out what has no key`() throws {
    var keys = KeyMap()
    for key in ["g", "q", "1"] { try keys.bind(key, to: "none") }
    let lines = try Self.text(keys).split(separator: "\n")
    #expect(
      lines.last
        == " ←↑↓→ steer  space boost  23456 fake network  x cut P2P  Tab panel  ? help  ^C quit")
  }

  @Test func `help tells the keys that are bound`() throws {
    let text = try Self.text(try Self.bound(), sheet: .help)
    for row in [
      "PLAY   ←↑↓→ WASD K steer  x boost", "NET    723456 LAN home", "u cut P2P    ^X cut RELAY",
      "f hold 2 s ", "Bksp export  ^L redraw", "^N close  z leave",
    ] {
      #expect(text.contains(row), "\(row) in\n\(text)")
    }
    #expect(!text.contains("corrupt"))
    #expect(try Self.text(.vi, sheet: .help).contains("PLAY   ←↑↓→ WASD HJKL steer  space boost"))
  }

  @Test func `sheets and banners tell the keys that are bound`() throws {
    let keys = try Self.bound()
    let over = try Self.text(keys, model: try Snapshots.over())
    #expect(over.contains("[o] again   [Bksp] export   [z] quit"))
    #expect(try Self.text(keys, model: Snapshots.waiting()).contains("[z] leave"))
    #expect(try Self.text(keys, model: try Snapshots.stalled()).contains("[z] leave"))
    #expect(try Self.text(keys, asked: .askToLeave).contains("[r] leave   any other key stay"))
    let desync = try Self.text(keys, width: 120, model: try Snapshots.desync())
    #expect(desync.contains("[Bksp] export  [o] acknowledge"))
    var refused = Fixture.waiting()
    refused.overlay = .notice(title: "no", lines: ["why"])
    #expect(try Self.text(keys, model: refused).contains("[o] close"))
  }
}
