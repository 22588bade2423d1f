import Netplay
import Rollback
import Testing
import Vocabulary

struct InputDelayTests {
  @Test(arguments: UInt64(0)..<8)
  func `a delay that goes up and down in play under loss changes no result and misses no input`(
    seed: UInt64
  ) {
    let table = Table(
      seed: seed,
      link: { path, from, now, dice in
        dice.next(below: 10) < 2 ? nil : Table.calm(path, from, now, &dice)
      })
    var dice = SplitMix64(seed: seed)
    var changes = 0
    while table.first.match.frame.number < 400 {
      table.run(for: .milliseconds(200 + dice.next(below: 300)))
      table.machines[dice.next(below: 2)].match.setInputDelay(dice.next(below: 9))
      changes += 1
    }
    table.play()
    #expect(changes > 10 && table.lost.direct > 50 && table.lost.relay > 50)
    for machine in table.machines {
      let summary = machine.numbers
      #expect(summary.endReason == .completed && summary.peers[0].hashMismatches == 0)
      #expect(summary.finalChecksum == table.serialChecksum(frames: 450))
      #expect(summary.inputs.first.direct + summary.inputs.first.relay >= 450)
      #expect(machine.truth.count >= 450)
      #expect(!machine.events.contains { if case .conflict = $0 { true } else { false } })
    }
  }

  @Test func `a longer delay repeats the newest input and a shorter one passes inputs over`() {
    let table = Table()
    let machine = table.first
    machine.press = { $0 % 10 }
    table.run(toFrame: 100)
    let before = machine.truth.count
    #expect(before == machine.match.frame.number + 2)
    machine.match.setInputDelay(5)
    _ = machine.tick(now: machine.match.nextTick)
    // Two frames are filled with the newest input, and the one pressed now follows.
    #expect(machine.truth.count == before + 4)
    let repeated = machine.truth[before - 1]
    #expect(machine.truth[before..<before + 3].allSatisfy { $0 == repeated })
    #expect(machine.truth[before + 3] == Counting.Key(machine.ticks - 1))
    machine.match.setInputDelay(1)
    for _ in 0..<4 {
      _ = machine.tick(now: machine.match.nextTick)
      #expect(machine.truth.count == before + 4)
    }
    _ = machine.tick(now: machine.match.nextTick)
    #expect(machine.truth.count == before + 5)
    #expect(machine.truth[before + 4] == Counting.Key(machine.ticks - 1))
  }
}
