import Netplay
import Rollback
import Testing
import Vocabulary

/// What a desync leaves behind on both sides.
struct EvidenceTests {
  /// Bursts of silence and loss on both paths, different for every seed.
  private static func rough(_ seed: UInt64) -> Table.Link {
    { path, from, now, dice in
      let beat = (now - .zero).wholeNanoseconds / 1_000_000 / (700 + Int64(seed % 5) * 100)
      let isOut = (UInt64(beat) &+ seed) % 4 == 3 && (seed % 3 < 2 || from == 1)
      return isOut || dice.next(below: 10) < 3 ? nil : Table.calm(path, from, now, &dice)
    }
  }

  private func differences(_ machine: Machine) -> [MatchEvent] {
    machine.events.filter { if case .hash(_, .differs) = $0 { true } else { false } }
  }

  @Test(arguments: UInt64(0)..<30)
  func `S-09 the located frame is always among those kept, on both sides`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var setting = Table.Setting()
    setting.frames = 320
    setting.window = [0, 1, 4, 10, 15, 15][dice.next(below: 6)]
    setting.delay = [0, 2, 8, 15][dice.next(below: 4)]
    setting.interval = [1, 2, 13, 30, 90, 600][dice.next(below: 6)]
    let bad = 1 + dice.next(below: 320)
    let table = Table(setting, seed: seed, link: Self.rough(seed))
    table.machines[Int(seed % 2)].match.corrupt(at: Frame(bad)) { $0.trace ^= 1 }
    table.play()
    #expect(table.lost.direct > 100 && table.lost.relay > 100)
    for machine in table.machines {
      #expect(machine.numbers.peers[0].firstBadFrame == Frame(bad), "seed \(seed), \(setting)")
      #expect(machine.numbers.peers[0].hashMismatches == 1)
      #expect(
        differences(machine) == [
          .hash(
            peer: PlayerIndex(1 - machine.seat.number),
            .differs(Frame(bad), sections: ["trace"]))
        ], "seed \(seed), \(setting)")
      expectTrue(machine.match.evidence.kept(at: Frame(bad)), bad, table)
    }
  }

  /// The inputs of the evidence are those that were played.
  private func expectTrue(
    _ kept: EvidenceStore<Counting>.Evidence?, _ bad: Int, _ table: Table,
    at location: SourceLocation = #_sourceLocation
  ) {
    guard let kept else {
      Issue.record("no evidence of \(bad)", sourceLocation: location)
      return
    }
    #expect(kept.state.steps == bad, sourceLocation: location)
    #expect(kept.checksum == Counting.checksum(kept.state), sourceLocation: location)
    #expect(kept.inputs.first?.frame == Frame(max(0, bad - 30)), sourceLocation: location)
    #expect(kept.inputs.count >= min(bad, 30) && kept.inputs.count <= 60, sourceLocation: location)
    for (offset, row) in kept.inputs.enumerated() {
      #expect(row.frame == Frame(max(0, bad - 30) + offset), sourceLocation: location)
      #expect(
        row.inputs == table.machines.map { $0.truth[row.frame.number] }, sourceLocation: location)
    }
  }

  @Test(arguments: [[77, 80], [77, 200], [200, 77]])
  func `of three players each pair finds its own frame, with evidence`(frames: [Int]) {
    var setting = Table.Setting()
    setting.players = 3
    setting.frames = 320
    let table = Table(setting)
    table.machines[0].match.corrupt(at: Frame(frames[0])) { $0.trace ^= 1 }
    table.machines[2].match.corrupt(at: Frame(frames[1])) { $0.trace ^= 4 }
    table.play()
    let both = min(frames[0], frames[1])
    let expected = [[frames[0], both], [frames[0], frames[1]], [both, frames[1]]]
    for (seat, machine) in table.machines.enumerated() {
      #expect(machine.numbers.peers.map(\.firstBadFrame) == expected[seat].map { Frame($0) })
      #expect(machine.numbers.peers.map(\.hashMismatches) == [1, 1])
      #expect(differences(machine).count == 2)
      for frame in expected[seat] {
        expectTrue(machine.match.evidence.kept(at: Frame(frame)), frame, table)
      }
    }
  }

  /// A player who hears nothing for a while learns last, and by then is furthest past the bad frame.
  @Test(arguments: Array(stride(from: 84, through: 132, by: 4)))
  func `S-09 the frame is kept by one who was deaf when it went wrong`(bad: Int) {
    var setting = Table.Setting()
    setting.frames = 240
    setting.window = 15
    setting.delay = 15
    setting.interval = 1
    let table = Table(
      setting,
      link: { _, from, now, _ in
        from == 1 && now > at(2000) && now < at(3500) ? nil : .milliseconds(200)
      })
    table.second.match.corrupt(at: Frame(bad)) { $0.trace ^= 1 }
    table.play()
    #expect(table.lost.relay > 50 && table.first.numbers.stalls.count > 0)
    for machine in table.machines {
      #expect(machine.numbers.peers[0].firstBadFrame == Frame(bad))
      expectTrue(machine.match.evidence.kept(at: Frame(bad)), bad, table)
    }
  }

  @Test func `a second frame that goes wrong while the first is looked for is kept as well`() {
    for second in stride(from: 84, through: 132, by: 12) {
      var setting = Table.Setting()
      setting.players = 3
      setting.frames = 200
      let table = Table(setting)
      table.machines[0].match.corrupt(at: Frame(77)) { $0.trace ^= 1 }
      table.machines[2].match.corrupt(at: Frame(second)) { $0.trace ^= 4 }
      table.play()
      #expect(table.second.numbers.peers.map(\.firstBadFrame) == [Frame(77), Frame(second)])
      for frame in [77, second] {
        expectTrue(table.second.match.evidence.kept(at: Frame(frame)), frame, table)
      }
    }
  }

  @Test func `a search that begins with the last frame is waited for over a slow network`() {
    var setting = Table.Setting()
    setting.frames = 200
    setting.interval = 600
    let table = Table(setting, link: { _, _, _, _ in .milliseconds(400) })
    table.first.match.corrupt(at: Frame(100)) { $0.trace ^= 1 }
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.endReason == .completed)
      #expect(machine.numbers.peers[0].firstBadFrame == Frame(100))
      #expect(differences(machine).count == 1)
    }
  }

  @Test func `without a difference nothing is kept and no sections travel`() {
    let table = Table(link: Self.rough(1))
    table.play()
    for machine in table.machines {
      #expect(machine.match.evidence.kept == nil && differences(machine).isEmpty)
      #expect(machine.match.endpoints[0].ledger.sections == SectionComparison())
      #expect(machine.numbers.peers[0].verifiedFrame == Frame(450))
    }
  }
}
