import Netplay
import Rollback
import Testing
import Vocabulary

struct SymmetryTests {
  @Test(arguments: [0, 3, 10], [0, 1, 5, 10])
  func `S-01 L-01 L-08 both send their hashes for any start offset and latency`(
    offset: Int, latency: Int
  ) {
    var setting = Table.Setting()
    setting.offset = MatchConfiguration.usualFrameDuration * offset
    setting.window = 14
    let table = Table(
      setting, link: { _, _, _, _ in MatchConfiguration.usualFrameDuration * latency })
    table.play()
    for machine in table.machines {
      let peer = machine.numbers.peers[0]
      #expect(machine.numbers.endReason == .completed && peer.hashMismatches == 0)
      #expect(peer.hashesSent >= 450 / 30 - 1 && peer.hashesReceived >= 450 / 30 - 1)
      #expect(peer.verifiedFrame == Frame(450))
    }
  }

  @Test func `S-02 swapping the players swaps the traffic and changes nothing else`() {
    func play(swapped: Bool) -> [MatchNumbers] {
      let table = Table(link: { path, from, _, _ in
        let isFast = (from == 0) != swapped
        return .milliseconds((path == .direct ? 40 : 70) + (isFast ? 0 : 15))
      })
      // The same two players, on either seat.
      for machine in table.machines {
        let player = swapped ? 1 - machine.seat.number : machine.seat.number
        machine.press = { ($0 / (7 + 4 * player)) * (player + 1) }
      }
      table.play()
      let summaries = table.machines.map(\.numbers)
      return swapped ? summaries.reversed() : summaries
    }
    let (straight, swapped) = (play(swapped: false), play(swapped: true))
    for (one, other) in zip(straight, swapped) {
      #expect(one.inputs == other.inputs && one.stalls == other.stalls)
      #expect(one.frame == other.frame && one.elapsed == other.elapsed)
      #expect(one.rollback == other.rollback && one.rollback.rollbacks > 0)
      #expect(one.peers[0].hashesSent == other.peers[0].hashesSent)
      #expect(one.peers[0].hashesReceived == other.peers[0].hashesReceived)
      for path in Path.allCases {
        #expect(one.peers[0].paths[path].counters == other.peers[0].paths[path].counters)
      }
    }
  }

  @Test func `S-05 hashes are exchanged with either path down`() {
    for path in Path.allCases {
      let table = Table(link: Table.calm(cutting: path, from: at(1500)))
      table.play()
      for machine in table.machines {
        let peer = machine.numbers.peers[0]
        #expect(peer.hashesReceived == 15 && peer.hashesCompared == 15)
        #expect(peer.verifiedFrame == Frame(450) && peer.hashMismatches == 0)
      }
    }
  }

  @Test func `S-28 S-29 the paths never change the result`() {
    let links: [Table.Link] = [
      Table.calm(cutting: .relay, from: at(-1)), Table.calm(cutting: .direct, from: at(-1)),
      Table.calm,
      { path, from, now, dice in
        dice.next(below: 10) < 3 ? nil : Table.calm(path, from, now, &dice)
      },
    ]
    var checksums: Set<UInt64?> = []
    var rollbacks = 0
    for link in links {
      let table = Table(link: link)
      // Levels by frame, not by tick, so that stalls and pacing press no other keys.
      for machine in table.machines {
        machine.press = { [unowned machine] _ in
          (machine.match.frame.number / (7 + 4 * machine.seat.number)) * 3
        }
      }
      table.play()
      for machine in table.machines {
        #expect(machine.numbers.endReason == .completed)
        #expect(machine.numbers.finalChecksum == table.serialChecksum(frames: 450))
        checksums.insert(machine.numbers.finalChecksum)
        rollbacks += machine.numbers.rollback.rollbacks
      }
    }
    #expect(checksums.count == 1 && rollbacks > 100)
  }

  @Test func `S-36 a whole match by the direct path alone`() {
    let table = Table(link: Table.calm(cutting: .relay, from: at(-1)))
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.inputs.received.relay == 0)
      #expect(machine.numbers.inputs.received.direct == 450)
      #expect(machine.numbers.headline == "P2P: 450/450 (100.0%)")
      #expect(machine.numbers.fallback == nil && machine.numbers.endReason == .completed)
    }
  }

  @Test
  func `S-26 S-27 late inputs roll back, are told, and the game is the never mispredicted one`() {
    let table = Table()
    table.play()
    for machine in table.machines {
      let told = machine.events.compactMap {
        if case .rolledBack(let correction) = $0 { correction } else { nil }
      }
      let statistics = machine.numbers.rollback
      #expect(told.count == statistics.rollbacks && told.count > 10)
      #expect(told.map(\.depth).reduce(0, +) == statistics.resimulatedFrames)
      #expect(statistics.maxDepth >= 2 && statistics.maxDepth <= 10)
      #expect(machine.numbers.finalChecksum == table.serialChecksum(frames: 450))
    }
  }

  @Test func `L-32 a peer that falls silent is waited for at the end of the window, and seen`() {
    let table = Table(link: { path, from, now, dice in
      now > at(3000) && now < at(4000) ? nil : Table.calm(path, from, now, &dice)
    })
    table.play()
    for machine in table.machines {
      #expect(
        machine.numbers.stalls.count >= 1 && machine.numbers.stalls.longest > .milliseconds(500))
      #expect(machine.reports.allSatisfy { $0.frame - $0.settledFrame <= 10 })
      let stalled = machine.events.contains {
        $0 == .stalled(waitingFor: Presence(bits: 1 << UInt8(1 - machine.seat.number)))
      }
      // A second of packets was lost for good, but neither path fell silent alone.
      #expect(stalled && machine.numbers.fallback == nil)
      #expect(machine.numbers.finalChecksum == table.serialChecksum(frames: 450))
    }
  }

  @Test func `L-29 the first frames under input delay are neutral for everyone`() {
    var setting = Table.Setting()
    setting.delay = 5
    let table = Table(setting)
    for machine in table.machines { machine.press = { _ in 9 } }
    table.play()
    for machine in table.machines {
      #expect(machine.truth.prefix(5).allSatisfy { $0 == Counting.neutral })
      #expect(machine.truth[5] == Counting.Key(9))
      #expect(machine.numbers.finalChecksum == table.serialChecksum(frames: 450))
    }
  }

  @Test(arguments: UInt64(0)..<12)
  func `any weather gives the serial result, and the counters add up`(seed: UInt64) {
    var weather = SplitMix64(seed: seed)
    let (loss, jitter) = (weather.next(below: 40), 1 + weather.next(below: 80))
    var setting = Table.Setting()
    setting.frames = 200
    setting.window = weather.next(below: 14)
    setting.delay = weather.next(below: 6)
    setting.offset = .milliseconds(weather.next(below: 500))
    let table = Table(
      setting, seed: seed,
      link: { path, _, _, dice in
        if dice.next(below: 100) < loss { return nil }
        return .milliseconds((path == .direct ? 5 : 30) + dice.next(below: jitter))
      })
    table.play()
    for machine in table.machines {
      let summary = machine.numbers
      #expect(summary.endReason == .completed)
      #expect(summary.finalChecksum == table.serialChecksum(frames: 200))
      #expect(summary.peers[0].hashMismatches == 0)
      #expect(machine.reports.allSatisfy { $0.frame - $0.settledFrame <= setting.window })
      for path in Path.allCases {
        #expect(
          machine.match.endpoints[0].traffic.counters[path].inputs.received == machine.carried[path]
        )
      }
    }
  }
}
