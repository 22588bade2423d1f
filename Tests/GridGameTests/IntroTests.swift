import Assets
import GridGame
import Rollback
import Testing
import Vocabulary

/// The longer countdown before the first round of a match.
@Suite struct IntroTests {
  private static let rows = [
    "........", "1.......", "........", "........", "........", "........", ".......2", "..3.....",
  ]

  private static func state(
    players: Int = 2, header: [String] = [], rules: Rules = .standard
  ) throws -> Ghostline.State {
    let heads = players == 2 ? "right left" : "right left up"
    let rows = players == 2 ? rows.map { $0.replacing("3", with: ".") } : rows
    let map = try GameMap(text: rows, heads: heads, header: header)
    return Ghostline.initialState(map: map, players: players, seed: 1, rules: rules)
  }

  private static func play(
    _ state: inout Ghostline.State, _ frames: Int, _ inputs: Ghostline.Input...,
    presence: Presence? = nil
  ) {
    let all = inputs + [Ghostline.Input](repeating: .neutral, count: 4 - inputs.count)
    for _ in 0..<frames {
      Ghostline.step(&state, inputs: all.span, presence: presence ?? .all(Int(state.players)))
    }
  }

  @Test func `nothing moves for 180 frames before the first round of a match`() throws {
    var state = try Self.state()
    let start = state.cycles[0].position
    for framesLeft in stride(from: 180, to: 0, by: -1) {
      #expect(
        state.phase == .intro(framesLeft: UInt16(framesLeft), pressed: Presence(bits: 0)))
      #expect(state.isIntro && state.framesToStart == framesLeft)
      Self.play(&state, 1)
    }
    #expect(state.phase == .playing(frame: 0))
    #expect(!state.isIntro && state.framesToStart == nil)
    #expect(state.cycles[0].position == start)
  }

  @Test func `later rounds begin after the plain countdown`() throws {
    var state = try Self.state(header: ["grind: 0", "outro: 1"])
    while state.round == 1 { Self.play(&state, 1) }
    #expect(state.phase == .countdown(framesLeft: 90))
    #expect(!state.isIntro && state.framesToStart == 90)
    // Nobody can cut it short.
    Self.play(&state, 1, .up, .down)
    #expect(state.phase == .countdown(framesLeft: 89))
    #expect(!state.hasPressed(PlayerIndex(0)))
  }

  @Test func `once all have pressed a key only 45 frames are left`() throws {
    var state = try Self.state()
    Self.play(&state, 20, .up)
    #expect(state.phase == .intro(framesLeft: 160, pressed: Presence(bits: 0b01)))
    #expect(state.hasPressed(PlayerIndex(0)) && !state.hasPressed(PlayerIndex(1)))
    // A press counts for good, held or not, and repeating it is nothing new.
    Self.play(&state, 10)
    Self.play(&state, 10, .up)
    #expect(state.phase == .intro(framesLeft: 140, pressed: Presence(bits: 0b01)))
    Self.play(&state, 1, .neutral, .boost)
    #expect(state.phase == .intro(framesLeft: 45, pressed: Presence(bits: 0b11)))
    Self.play(&state, 44, .left, .boost)
    #expect(state.phase == .intro(framesLeft: 1, pressed: Presence(bits: 0b11)))
    Self.play(&state, 1)
    #expect(state.phase == .playing(frame: 0))
    #expect(!state.hasPressed(PlayerIndex(0)))
  }

  @Test(arguments: [(133, 45), (134, 45), (135, 44), (160, 19), (178, 1)])
  func `a late press makes the wait no longer`(frames: Int, framesLeft: Int) throws {
    var state = try Self.state()
    Self.play(&state, frames)
    Self.play(&state, 1, .up, .up)
    #expect(state.framesToStart == framesLeft)
  }

  @Test func `a press in the very last frame changes nothing`() throws {
    var state = try Self.state()
    Self.play(&state, 179)
    Self.play(&state, 1, .up, .up)
    #expect(state.phase == .playing(frame: 0))
  }

  @Test func `the wish to pause is no press`() throws {
    var state = try Self.state()
    Self.play(&state, 1, .neutral.askingForPause, .up)
    Self.play(&state, 1)
    Self.play(&state, 1, .neutral.askingForPause)
    Self.play(&state, Int(Ghostline.State.resumeFrames))
    #expect(!state.hasPressed(PlayerIndex(0)))
    #expect(state.isIntro)
  }

  @Test func `a pause holds the intro, and what is still pressed after it counts`() throws {
    var state = try Self.state()
    Self.play(&state, 10)
    Self.play(&state, 1, .neutral.askingForPause)
    Self.play(&state, 300, .up, .down)
    #expect(state.phase == .intro(framesLeft: 170, pressed: Presence(bits: 0)))
    Self.play(&state, 1, .neutral.askingForPause, .down)
    Self.play(&state, Int(Ghostline.State.resumeFrames) - 1, .neutral, .down)
    #expect(state.pause == .none)
    #expect(state.phase == .intro(framesLeft: 170, pressed: Presence(bits: 0)))
    Self.play(&state, 1, .neutral, .down)
    #expect(state.phase == .intro(framesLeft: 169, pressed: Presence(bits: 0b10)))
  }

  @Test func `nobody waits for who is not there`() throws {
    var state = try Self.state(players: 3)
    let present = Presence(bits: 0b101)
    Self.play(&state, 5, .up, .neutral, .neutral, presence: present)
    #expect(state.framesToStart == 175)
    Self.play(&state, 1, .up, .neutral, .left, presence: present)
    #expect(state.framesToStart == 45)
    // A player who leaves is waited for no longer.
    state = try Self.state(players: 3)
    Self.play(&state, 5, .up, .neutral, .left)
    #expect(state.framesToStart == 175)
    Self.play(&state, 1, .neutral, .neutral, .neutral, presence: present)
    #expect(state.framesToStart == 45)
  }

  @Test func `turns that are pressed in the intro wait for the first cells`() throws {
    func turned(header: [String]) throws -> Ghostline.State {
      var state = try Self.state(header: header)
      Self.play(&state, 40)
      Self.play(&state, 1, .up, .boost)
      Self.play(&state, 1, .left, .down)
      while state.roundFrame == nil { Self.play(&state, 1) }
      return state
    }
    let (intro, plain) = (try turned(header: []), try turned(header: ["intro: 90"]))
    for seat in 0..<2 { #expect(intro.cycles[seat] == plain.cycles[seat]) }
    #expect(intro.cycles[0].turns.first == .up && intro.cycles[0].turns.second == .left)
    #expect(intro.cycles[1].boosts == 2)
  }

  @Test func `an intro no longer than the countdown is a countdown, endless rules have no other`()
    throws
  {
    #expect(try Self.state(header: ["intro: 90"]).phase == .countdown(framesLeft: 90))
    #expect(try Self.state(header: ["intro: 7"]).phase == .countdown(framesLeft: 7))
    #expect(try Self.state(header: ["intro: 91"]).isIntro)
    #expect(try Self.state(header: ["intro: 600"]).framesToStart == 600)
    #expect(try Self.state(rules: .quick).isIntro)
    #expect(try Self.state(rules: .standard.endless).phase == .countdown(framesLeft: 90))
    #expect(Rules.standard.endless[.intro] == Rules.standard[.countdown])
    #expect(Rules.Key.intro.rawValue == "intro" && Rules.Key.intro.bounds == 1...600)
  }

  @Test(arguments: [0, 3, 16])
  func `bots press at once, so a person among them waits for themselves alone`(
    delay: Int
  ) throws {
    let map = try GameMap(parsing: #require(Assets.map(named: "open")))
    var match = BotMatch(map, [.hard, .fair, .easy], seed: 5, delay: delay)
    let headings = (0..<3).map { match.state.cycles[$0].heading }
    for _ in 0...delay { match.step() }
    #expect(match.state.phase == .intro(framesLeft: 45, pressed: .all(3)))
    while match.state.roundFrame == nil {
      match.step()
      for (seat, input) in match.inputs.enumerated() {
        #expect(!input.isBoosting && (input.heading ?? headings[seat]) == headings[seat])
        #expect(match.state.cycles[seat].turns == TurnQueue())
      }
    }
    #expect(match.inputs == [.neutral, .neutral, .neutral], "they have let go before the round")
  }

  @Test(arguments: [0, 5])
  func `to have pressed changes nothing of how a bot plays`(delay: Int) throws {
    let map = try GameMap(parsing: #require(Assets.map(named: "open")))
    var intro = BotMatch(map, [.hard, .hard], seed: 8, delay: delay)
    var plain = BotMatch(map, [.hard, .hard], seed: 8, rules: .standard.endless, delay: delay)
    while intro.state.roundFrame == nil { intro.step() }
    while plain.state.roundFrame == nil { plain.step() }
    var mismatches = 0
    for _ in 0..<2000 {
      for seat in 0..<2 where intro.state.cycles[seat] != plain.state.cycles[seat] {
        mismatches += 1
      }
      intro.step()
      plain.step()
    }
    #expect(mismatches == 0)
    #expect(intro.turns > 10)
  }
}
