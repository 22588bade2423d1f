import Netplay
import Rollback
import Testing
import Vocabulary

struct DesyncTests {
  private func corrupted(_ frame: Int, _ table: Table) {
    table.first.match.corrupt(at: Frame(frame)) { $0.trace ^= 1 }
    table.play()
  }

  private func hashEvents(_ machine: Machine) -> [ChecksumLedger.Effect] {
    machine.events.compactMap { if case .hash(_, let effect) = $0 { effect } else { nil } }
  }

  @Test(arguments: [1, 29, 30, 31, 100, 333, 449, 450])
  func `S-07 S-08 S-09 L-07 one flipped bit is found by both players at its frame`(bad: Int) {
    let table = Table()
    corrupted(bad, table)
    var checksums: [UInt64] = []
    for machine in table.machines {
      let peer = machine.numbers.peers[0]
      #expect(machine.numbers.endReason == .completed)
      #expect(peer.hashMismatches == 1 && peer.firstBadFrame == Frame(bad))
      #expect((peer.verifiedFrame ?? .zero) < Frame(bad))
      guard let kept = machine.match.evidence.kept else {
        Issue.record("no evidence on \(machine.seat)")
        continue
      }
      #expect(kept.frame == Frame(bad) && kept.state.steps == bad)
      #expect(kept.checksum == Counting.checksum(kept.state))
      #expect(kept.sections.map(\.name) == ["steps", "trace"])
      checksums.append(kept.checksum)
    }
    #expect(Set(checksums).count == 2)
    // Nobody took the other's state over.
    #expect(table.second.numbers.finalChecksum == table.serialChecksum(frames: 450))
    #expect(table.first.numbers.finalChecksum != table.second.numbers.finalChecksum)
  }

  @Test func `S-07 both tell the mismatch with each other's hashes`() throws {
    let table = Table()
    corrupted(100, table)
    let located = table.machines.map { machine in
      hashEvents(machine).compactMap {
        if case .located(let frame, let ours, let theirs) = $0 {
          (frame, ours, theirs)
        } else {
          nil
        }
      }
    }
    try #require(located[0].count == 1 && located[1].count == 1)
    #expect(located[0][0].0 == Frame(100) && located[1][0].0 == Frame(100))
    #expect(located[0][0].1 == located[1][0].2 && located[0][0].2 == located[1][0].1)
    for machine in table.machines {
      let matched = hashEvents(machine).filter { if case .matched = $0 { true } else { false } }
      let mismatched = hashEvents(machine).filter {
        if case .mismatched = $0 { true } else { false }
      }
      #expect(matched.count == 3 && mismatched.count == 1)
    }
  }

  @Test func `S-07 every match is told on both sides`() {
    let table = Table()
    table.play()
    for machine in table.machines {
      let frames = hashEvents(machine).compactMap {
        if case .matched(let frame, _) = $0 { frame.number } else { nil }
      }
      #expect(frames == Array(stride(from: 30, through: 450, by: 30)))
    }
  }

  @Test func `S-36 a flipped bit is found with the direct path alone and with loss`() {
    for path in Path.allCases {
      let table = Table(link: { candidate, from, now, dice in
        candidate == path || dice.next(below: 5) == 0
          ? nil : Table.calm(candidate, from, now, &dice)
      })
      corrupted(200, table)
      for machine in table.machines {
        #expect(machine.numbers.peers[0].firstBadFrame == Frame(200))
        #expect(machine.numbers.peers[0].hashMismatches == 1)
        #expect(machine.match.evidence.kept?.frame == Frame(200))
      }
    }
  }

  @Test(arguments: [50, 150, 400])
  func `S-09 the evidence is kept over a slow network`(latency: Int) {
    var setting = Table.Setting()
    setting.window = 15
    setting.delay = 8
    setting.interval = 60
    let table = Table(setting, link: { _, _, _, _ in .milliseconds(latency) })
    corrupted(62, table)
    for machine in table.machines {
      #expect(machine.numbers.peers[0].firstBadFrame == Frame(62))
      #expect(machine.match.evidence.kept?.frame == Frame(62))
    }
  }

  @Test func `S-09 the evidence is kept at the shortest interval`() {
    var setting = Table.Setting()
    setting.interval = 1
    let table = Table(setting, link: { _, _, _, _ in .milliseconds(150) })
    corrupted(62, table)
    for machine in table.machines {
      #expect(machine.match.evidence.kept?.frame == Frame(62))
    }
  }

  @Test func `with three players the two that agree stay verified`() {
    var setting = Table.Setting()
    setting.players = 3
    setting.frames = 200
    let table = Table(setting)
    corrupted(77, table)
    #expect(table.first.numbers.peers.map(\.firstBadFrame) == [Frame(77), Frame(77)])
    #expect(table.second.numbers.peers.map(\.firstBadFrame) == [Frame(77), nil])
    #expect(table.second.numbers.peers[1].verifiedFrame == Frame(200))
    #expect(table.machines[2].numbers.peers.map(\.hashMismatches) == [1, 0])
  }
}
