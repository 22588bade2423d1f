import Assets
import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct DigestTests {
  typealias Change = (section: String, change: (inout Ghostline.State) -> Void)

  func busyState() throws -> Ghostline.State {
    let map = try GameMap(parsing: #require(Assets.map(named: "crossroads")))
    var state = Ghostline.initialState(map: map, players: 4, seed: 7)
    let inputs: [Ghostline.Input] = [.boost, .up, .left, .down]
    for _ in 0..<110 { Ghostline.step(&state, inputs: inputs.span, presence: .all(4)) }
    return state
  }

  /// Every stored field of the state, by the section that covers it.
  let changes: [Change] = [
    ("map", { $0.players -= 1 }),
    ("rules", { $0.rules.continuation = .nextMatch }),
    ("rules", { $0.rules.pausing = .free }),
    ("map", { $0.mapDigest ^= 1 }),
    ("map", { $0.spawns[3] = $0.spawns[2] }),
    ("map", { $0.padCount -= 1 }),
    ("pads", { $0.pads[0].position.x += 1 }),
    ("pads", { $0.pads[1].position.y += 1 }),
    ("pads", { $0.pads[0].twin ^= 1 }),
    ("pads", { $0.pads[1].warmFrom ^= 256 }),
    ("map", { $0.board.width -= 1 }),
    ("map", { $0.board.height -= 1 }),
    ("cycles", { $0.cycles[0].status = .absent }),
    ("cycles", { $0.cycles[0].status = .cleared }),
    ("cycles", { $0.cycles[0].status = .crashed(framesLeft: 300) }),
    ("cycles", { $0.cycles[1].position.x += 1 }),
    ("cycles", { $0.cycles[2].position.y += 1 }),
    ("cycles", { $0.cycles[3].heading = $0.cycles[3].heading.opposite }),
    ("cycles", { $0.cycles[0].turns.first = .up }),
    ("cycles", { $0.cycles[0].turns.second = .up }),
    ("cycles", { $0.cycles[0].wait += 1 }),
    ("cycles", { $0.cycles[0].grind += 1 }),
    ("cycles", { $0.cycles[0].boosts += 1 }),
    ("cycles", { $0.cycles[0].boostFramesLeft += 1 }),
    ("cycles", { $0.cycles[0].held = .left }),
    ("score", { $0.scores[3] += 1 }),
    ("clock", { $0.phase = .outro(framesLeft: 20) }),
    ("clock", { $0.phase = .intro(framesLeft: 20, pressed: Presence(bits: 0)) }),
    ("clock", { $0.phase = .playing(frame: 276) }),
    ("clock", { $0.pause = .paused(by: PlayerIndex(0)) }),
    ("clock", { $0.pause = .paused(by: PlayerIndex(3)) }),
    ("clock", { $0.pause = .resuming(framesLeft: 90) }),
    ("clock", { $0.pauseBudgets[0].pauses -= 1 }),
    ("clock", { $0.pauseBudgets[3].framesLeft -= 256 }),
    ("clock", { $0.framesToNextPause += 256 }),
    ("clock", { $0.roundOutcome = .draw }),
    ("clock", { $0.roundOutcome = .won(by: PlayerIndex(2)) }),
    ("clock", { $0.round += 1 }),
    ("clock", { $0.match += 256 }),
    ("clock", { $0.firstSpawn += 1 }),
    ("clock", { $0.closedPairs += 256 }),
    ("dice", { $0.dice.state ^= 1 << 63 }),
    ("dice", { Ghostline.corrupt(&$0) }),
  ]

  @Test func `every field is covered by its section and no other`() throws {
    let state = try busyState()
    let digests = Ghostline.sectionDigests(state)
    for (index, entry) in changes.enumerated() {
      var changed = state
      entry.change(&changed)
      let differing = zip(digests, Ghostline.sectionDigests(changed)).filter { $0 != $1 }
        .map(\.0.name)
      #expect(differing.contains(entry.section), "change \(index)")
      #expect(Ghostline.checksum(changed) != Ghostline.checksum(state), "change \(index)")
      guard entry.section != "map" else { continue }
      #expect(differing == [entry.section], "change \(index)")
    }
  }

  @Test func `who has pressed in the intro is covered, and how long it lasts`() throws {
    var state = try busyState()
    var digests: Set<UInt64> = []
    for bits in 0..<16 as Range<UInt16> {
      for framesLeft in [1, 2, 257] as [UInt16] {
        state.phase = .intro(framesLeft: framesLeft, pressed: Presence(bits: bits))
        digests.insert(Ghostline.checksum(state))
      }
    }
    #expect(digests.count == 48)
  }

  @Test func `every rule is covered`() throws {
    let state = try busyState()
    for key in Rules.Key.allCases {
      var changed = state
      let value = changed.rules[key]
      changed.rules[key] = value == key.bounds.upperBound ? value - 1 : value + 1
      #expect(Ghostline.checksum(changed) != Ghostline.checksum(state), "\(key)")
    }
  }

  @Test func `every cell in use is covered`() throws {
    let state = try busyState()
    for y in 0..<state.height {
      for x in 0..<state.width {
        var changed = state
        changed.board.words[y * 8 + x / 8] ^= 1 << UInt64(x % 8 * 8)
        #expect(Ghostline.checksum(changed) != Ghostline.checksum(state), "\(x) \(y)")
      }
    }
  }

  @Test func `a new field of the state has to be added to these tests`() throws {
    let state = try busyState()
    func names(_ value: Any) -> [String] {
      Mirror(reflecting: value).children.map { $0.label ?? "" }
    }
    #expect(
      names(state) == [
        "players", "rules", "mapDigest", "spawns", "padCount", "pads", "board", "cycles", "scores",
        "phase", "pause", "pauseBudgets", "framesToNextPause", "roundOutcome", "round", "match",
        "firstSpawn", "closedPairs", "dice",
      ])
    #expect(
      names(state.cycles[0]) == [
        "status", "position", "heading", "turns", "wait", "grind", "boosts", "boostFramesLeft",
        "held",
      ])
    #expect(names(state.pads[0]) == ["position", "twin", "warmFrom"])
    #expect(names(state.board) == ["words", "width", "height"])
    #expect(names(state.rules).count == Rules.Key.allCases.count + 2)
  }

  @Test func `a state takes less than four kibibytes`() {
    #expect(MemoryLayout<Ghostline.State>.size < 2048)
  }

  @Test func `corrupting twice is healing`() throws {
    let state = try busyState()
    var changed = state
    Ghostline.corrupt(&changed)
    Ghostline.corrupt(&changed)
    #expect(Ghostline.checksum(changed) == Ghostline.checksum(state))
  }

  /// Random headings and boosts for three seats, the same on every machine.
  func scripted(
    seed: UInt64, frames: Int, rules: Rules = .quick.endless
  ) throws -> [UInt64] {
    let map = try GameMap(parsing: #require(Assets.map(named: "pillars")))
    var state = Ghostline.initialState(map: map, players: 3, seed: seed, rules: rules)
    var dice = SplitMix64(seed: seed)
    var inputs = [Ghostline.Input](repeating: .neutral, count: 3)
    var digests: [UInt64] = []
    for frame in 0..<frames {
      if frame % 7 == 0 {
        inputs[dice.next(below: 3)] = Ghostline.Input(byte: UInt8(dice.next(below: 16)))
      }
      Ghostline.step(&state, inputs: inputs.span, presence: .all(3))
      if frame % 500 == 499 { digests.append(Ghostline.checksum(state)) }
    }
    return digests
  }

  @Test func `equal seeds and inputs give equal states`() throws {
    #expect(try scripted(seed: 3, frames: 3000) == scripted(seed: 3, frames: 3000))
    #expect(try scripted(seed: 3, frames: 500) != scripted(seed: 4, frames: 500))
  }

  /// Peers of different versions must not meet: a change here is a change of the protocol.
  @Test func `the rules are those of this version`() throws {
    let digests = try scripted(seed: 42, frames: 2000)
    #expect(
      digests == [
        15_309_480_886_849_832_267, 13_778_931_260_023_598_519, 16_496_239_553_025_184_150,
        7_140_683_967_097_615_600,
      ])
    let introduced = try scripted(seed: 42, frames: 1000, rules: .quick)
    #expect(introduced == [17_011_018_199_610_733_633, 13_118_880_224_379_575_249])
  }
}
