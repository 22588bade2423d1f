import GridGame
import Station
import Testing
import Views
import Vocabulary

/// What is asked back before one key harms a match for all who play it.
@Suite struct ConsentTests {
  private static let playing = Company.others(matches: 1, isPlaying: true)
  private static let harmful = [
    "preset-1", "preset-2", "preset-3", "preset-4", "preset-5", "preset-6",
    "latency-down", "latency-up", "jitter-down", "jitter-up", "loss-down",
    "loss-up", "cut-p2p", "cut-relay", "hold-packets",
  ]

  private var consent = Consent()
  private var now = Instant.zero

  /// After a moment, as people press keys.
  private mutating func judge(_ name: String, in company: Company = playing) -> Command? {
    now += .milliseconds(200)
    return consent.judge(command(name), in: company, now: now)
  }

  @Test(arguments: harmful)
  mutating func `the first key of the network is asked back, and obeyed after yes`(name: String) {
    #expect(judge(name) == nil)
    #expect(consent.question == .impair)
    #expect(judge("confirm") == command(name))
    #expect(consent.question == nil)
    for other in Self.harmful { #expect(judge(other) == command(other)) }
  }

  @Test mutating func `no is no, and the next key asks again`() {
    for answer in ["dismiss", "cut-p2p", "accept", "theme", "leave", "corrupt-state"] {
      #expect(judge("cut-p2p") == nil)
      #expect(judge(answer) == nil)
      #expect(consent.question == nil)
    }
  }

  @Test mutating func `what the window tells is no answer`() {
    #expect(judge("cut-p2p") == nil)
    for news in [Command.ask(.focusLost), .look] {
      #expect(consent.judge(news, in: Self.playing, now: now) == news)
      #expect(consent.question == .impair)
    }
  }

  @Test mutating func `the next match is asked for anew, before it begins too`() {
    _ = judge("cut-p2p")
    _ = judge("confirm")
    #expect(judge("cut-p2p", in: .others(matches: 1, isPlaying: false)) == command("cut-p2p"))
    #expect(judge("cut-p2p", in: .others(matches: 2, isPlaying: true)) == nil)
    #expect(consent.question == .impair)
    consent = Consent()
    #expect(judge("preset-5", in: .others(matches: 0, isPlaying: false)) == nil)
    #expect(consent.question == .impair)
  }

  @Test mutating func `corrupting is asked for each time, and nothing without a match`() {
    for _ in 0..<2 {
      #expect(judge("corrupt-state") == nil)
      #expect(consent.question == .corrupt)
      #expect(judge("confirm") == .ask(.corrupt))
    }
    #expect(judge("cut-p2p") == nil, "that it was agreed to is another thing")
    _ = judge("dismiss")
    #expect(judge("corrupt-state", in: .others(matches: 1, isPlaying: false)) == nil)
    #expect(consent.question == nil)
  }

  @Test mutating func `where all play here, or came to try, nothing is asked but leaving`() {
    for name in Self.harmful + ["corrupt-state"] {
      #expect(judge(name, in: .lab) == command(name))
    }
    #expect(judge("leave", in: .lab) == nil)
    #expect(consent.question == .leave)
  }

  @Test mutating func `what harms nobody is never asked for`() {
    let asked = Set(Self.harmful + ["corrupt-state", "leave", "confirm"])
    for (name, command) in Command.names where !asked.contains(name) {
      #expect(judge(name) == command)
      #expect(consent.question == nil)
    }
  }

  @Test(arguments: ["leave", "cut-p2p", "corrupt-state"])
  mutating func `steering goes on behind a question, and Ctrl-C needs no answer`(name: String) {
    _ = judge(name)
    for steering in ["steer-left", "boost"] { #expect(judge(steering) == command(steering)) }
    #expect(consent.question != nil)
    #expect(judge("leave-now") == .leaveNow)
    #expect(consent.question == nil)
  }

  @Test(arguments: ["leave", "cut-p2p", "corrupt-state"])
  mutating func `an answer that comes with the question is none`(name: String) {
    _ = judge(name)
    for milliseconds in [0, 199] {
      #expect(
        consent.judge(.confirm, in: Self.playing, now: now + .milliseconds(milliseconds)) == nil)
      #expect(consent.question != nil)
    }
    #expect(
      consent.judge(.confirm, in: Self.playing, now: now + .milliseconds(200)) != nil)
  }

  @Test mutating func `alone nobody is lost by leaving fast`() {
    _ = consent.judge(.askToLeave, in: .lab, now: now)
    #expect(consent.judge(.confirm, in: .lab, now: now) == .confirm)
  }

  /// Whatever is typed by whatever in one instant: nobody leaves, and no network is impaired.
  @Test(arguments: UInt64(0)..<200)
  func `text that is typed at once harms no match`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var keyboard = Keyboard(ViewOptions())
    let letters = Array("qyYQxXfF0123456789[]{}-=+ pPwasdtgivne\u{4}\u{18}\u{10}\r\u{1a}".utf8)
    let text = (0..<400).map { _ in letters[dice.next(below: letters.count)] }
    let surroundings = Keyboard.Surroundings(
      company: Self.playing, columns: 100, rows: 30, now: .zero)
    for command in keyboard.typed(text, in: surroundings) {
      switch command {
      case .confirm, .leaveNow, .ask(.corrupt), .ask(.leave):
        Issue.record("\(command), seed \(seed)")
      case .ask(.impair(let change)): #expect(!change.impairs, "seed \(seed)")
      default: break
      }
    }
  }

  @Test func `the question says what it costs, and which key says yes`() throws {
    for (name, words) in [
      (
        "cut-p2p",
        ["─ impair the network? ─", "This impairs the match for both.", "once in a match"]
      ),
      ("corrupt-state", ["─ corrupt your state? ─", "The match becomes a desync, for both."]),
    ] {
      var options = ViewOptions()
      options.sheet = .help
      _ = options.apply(command(name), in: Self.playing)
      let text = try Fixture.playing().canvas(width: 100, height: 30, options: options).text()
      for word in words + ["[y] do it   any other key leave it"] {
        #expect(text.contains(word), "\(text)")
      }
    }
  }
}

@Suite struct KeyboardTests {
  private static func here(_ milliseconds: Int) -> Keyboard.Surroundings {
    Keyboard.Surroundings(
      company: .lab, columns: 100, rows: 30, now: .zero + .milliseconds(milliseconds))
  }

  @Test func `bytes are what they ask, and the display's own share is done and told`() {
    var keyboard = Keyboard(ViewOptions())
    let commands = keyboard.typed(Array("w\u{1b}[Dg \u{1b}[O\u{1b}[I\u{c}?".utf8), in: Self.here(0))
    #expect(
      commands == [
        .steer(.up), .steer(.left), .show(.ghosts), .boost, .ask(.focusLost), .look,
        command("redraw"), .show(.help),
      ])
    #expect(!keyboard.options.showsGhosts && keyboard.options.sheet == .help)
    #expect(keyboard.due == nil)
  }

  @Test func `a lone escape closes what is open when its time has come`() {
    var keyboard = Keyboard(ViewOptions())
    _ = keyboard.typed(Array("?\u{1b}".utf8), in: Self.here(0))
    #expect(keyboard.quiet(in: Self.here(99)).isEmpty && keyboard.options.sheet == .help)
    #expect(keyboard.due == .zero + .milliseconds(100))
    #expect(keyboard.quiet(in: Self.here(100)) == [.show(.dismiss)])
    #expect(keyboard.options.sheet == .none)
  }

  /// The keys that clickers for slides send always walk; the arrows only while nobody steers by them.
  @Test func `in a show arrows to the sides walk, in play they steer`() throws {
    let sides = Array("\u{1b}[C\u{1b}[D\u{1b}OC".utf8)
    let others = Array("\u{1b}[A\u{1b}[Bda\u{1b}[6~\u{1b}[5~".utf8)
    let same: [Command] = [
      .steer(.up), .steer(.down), .steer(.right), .steer(.left), .walk(.next), .walk(.previous),
    ]
    var keyboard = Keyboard(ViewOptions())
    var show = Self.here(0)
    show.arrows = .walkActs
    #expect(keyboard.typed(sides, in: show) == [.walk(.next), .walk(.previous), .walk(.next)])
    #expect(keyboard.typed(others, in: show) == same)
    let steering: [Command] = [.steer(.right), .steer(.left), .steer(.right)]
    #expect(keyboard.typed(sides, in: Self.here(0)) == steering)
    #expect(keyboard.typed(others, in: Self.here(0)) == same)
  }

  @Test func `an arrow that a person has bound is theirs in a show too`() throws {
    var options = ViewOptions()
    try options.keys.bind("right:boost")
    var keyboard = Keyboard(options)
    var show = Self.here(0)
    show.arrows = .walkActs
    #expect(keyboard.typed(Array("\u{1b}[C".utf8), in: show) == [.boost])
  }

  @Test func `a click is a key of the footer, or nothing`() {
    var keyboard = Keyboard(ViewOptions())
    #expect(keyboard.typed(Array("\u{1b}[<0;16;30M".utf8), in: Self.here(0)) == [.boost])
    #expect(keyboard.typed(Array("\u{1b}[<0;16;29M".utf8), in: Self.here(0)).isEmpty)
  }
}
