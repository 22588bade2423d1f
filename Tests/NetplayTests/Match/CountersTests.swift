import Netplay
import Rollback
import Testing
import Vocabulary

struct CountersTests {
  @Test func `S-10 S-16 in a healthy match both paths bring every input to both players`() {
    let table = Table()
    table.play()
    for machine in table.machines {
      let summary = machine.numbers
      #expect(summary.endReason == .completed && summary.settledFrame == Frame(450))
      #expect(summary.inputs.received.relay == 450)
      #expect(summary.inputs.received.direct > 440)
      #expect(summary.inputs.sent.relay == 450 && summary.inputs.sent.direct > 440)
      #expect(summary.inputs.first.direct + summary.inputs.first.relay == 450)
      #expect(summary.inputs.first.direct > 400)
      #expect(summary.fallback == nil && summary.fallbackEvents.isEmpty)
      #expect(summary.rollback.rollbacks > 0)
      #expect(summary.peers[0].hashMismatches == 0 && summary.peers[0].hashesSent == 15)
      #expect(summary.peers[0].hashesCompared == 15 && summary.peers[0].verifiedFrame == Frame(450))
    }
  }

  @Test func `S-11 S-12 the counters are those of the datagrams, counted before anything else`() {
    let table = Table(link: { path, from, now, dice in
      dice.next(below: 10) < 3 ? nil : Table.calm(path, from, now, &dice)
    })
    table.play()
    #expect(table.lost.direct > 100 && table.lost.relay > 100)
    for machine in table.machines {
      for path in Path.allCases {
        let counters = machine.match.endpoints[0].traffic.counters[path]
        #expect(counters.inputs.received == machine.carried[path])
        #expect(counters.packetsReceived == machine.packets[path])
        #expect(counters.bytesReceived == machine.bytes[path])
        #expect(counters.inputs.duplicate > 0 && counters.inputs.rejected == 0)
        #expect(counters.inputs.later > 0)
      }
    }
  }

  @Test func `S-12 inputs by a relay that is never first are counted all the same`() {
    let table = Table(link: { path, _, _, _ in .milliseconds(path == .direct ? 10 : 120) })
    table.play()
    for machine in table.machines {
      let relay = machine.match.endpoints[0].traffic.counters.relay.inputs
      #expect(relay.first < 20 && relay.later > 400 && relay.distinct == 450)
      #expect(machine.match.endpoints[0].traffic.margins.direct.count == relay.later)
      let margin = machine.numbers.peers[0].paths.direct.margin ?? .zero
      #expect(margin > .milliseconds(90) && margin < .milliseconds(130))
    }
  }

  @Test func `S-13 what the direct path does not accept is not sent`() {
    let table = Table()
    table.run(toFrame: 100)
    table.first.refusing = .direct
    let before = table.first.match.endpoints[0].traffic.counters.direct
    let sent = table.first.match.numbers.inputsSent
    table.run(toFrame: 200)
    let after = table.first.match.endpoints[0].traffic.counters.direct
    #expect(after.packetsSent == before.packetsSent && after.bytesSent == before.bytesSent)
    #expect(after.inputsSent == before.inputsSent)
    #expect(table.first.match.numbers.inputsSent.direct == sent.direct)
    #expect(table.first.match.numbers.inputsSent.relay > sent.relay + 90)
  }

  @Test func `S-14 the relay sends every local input while it is connected, and none while not`() {
    let table = Table()
    table.run(toFrame: 100)
    #expect(table.first.match.numbers.inputsSent.relay == table.first.truth.count)
    table.first.match.relayChanged(isConnected: false, now: table.now)
    let before = table.first.match.numbers.inputsSent.relay
    table.run(toFrame: 200)
    #expect(table.first.match.numbers.inputsSent.relay == before)
    #expect(table.first.match.numbers.inputsSent.direct == table.first.truth.count)
    table.first.match.relayChanged(isConnected: true, now: table.now)
    table.play()
    #expect(table.first.match.numbers.inputsSent.relay > before + 240)
    #expect(table.first.numbers.finalChecksum == table.second.numbers.finalChecksum)
  }

  @Test func `L-10 sent inputs count each once, however often they are repeated`() {
    let table = Table()
    table.play()
    let counters = table.first.match.endpoints[0].traffic.counters.relay
    #expect(counters.inputsSent == 450)
    #expect(table.second.carried.relay > 2 * 450)
  }

  @Test(arguments: [(1, 22.5), (12, 19.5)])
  func `two players three ticks apart send few bytes beside the epoch, on average`(
    hold: Int, limit: Double
  ) {
    let table = Table(link: { _, _, _, _ in MatchConfiguration.usualFrameDuration * 3 })
    for machine in table.machines {
      let seat = UInt64(machine.seat.number)
      machine.press = { tick in
        var dice = SplitMix64(seed: UInt64(tick / hold) << 1 | seat)
        return dice.next(below: 10)
      }
    }
    table.play()
    for machine in table.machines {
      for path in Path.allCases {
        let average = Double(machine.bytes[path]) / Double(machine.packets[path]) - 8
        #expect(average <= limit, "\(average)")
      }
    }
  }

  @Test func `with three players each peer's counters stand apart, and own inputs count once`() {
    var setting = Table.Setting()
    setting.players = 3
    setting.frames = 200
    let table = Table(setting)
    table.play()
    for machine in table.machines {
      let summary = machine.numbers
      #expect(summary.endReason == .completed)
      #expect(summary.peers.count == 2 && summary.inputs.received.relay == 400)
      #expect(summary.inputs.sent.relay == 200)
      #expect(summary.finalChecksum == table.serialChecksum(frames: 200))
    }
  }

  @Test func `the times in the modes add up to the time of the match`() {
    let table = Table(link: Table.calm(cutting: .direct, from: at(2000), to: at(4000)))
    table.play()
    for machine in table.machines {
      let times = machine.numbers.peers[0].modeTimes
      #expect(times.reduce(.zero, +) == machine.numbers.elapsed)
      #expect(times[Mode.relayOnly.rawValue] > .milliseconds(1500))
      #expect(times[Mode.dual.rawValue] > .seconds(4))
    }
  }

  @Test func `L-39 every datagram carries all that is not acknowledged, whatever was lost`() {
    let table = Table(link: { path, from, now, dice in
      dice.next(below: 10) < 6 ? nil : Table.calm(path, from, now, &dice)
    })
    table.run(toFrame: 100)
    for _ in 0..<50 {
      table.run(for: .milliseconds(50))
      let machine = table.first
      let acknowledged = machine.match.endpoints[0].acknowledged
      let written = machine.tick(now: machine.match.nextTick)
      for (entry, bytes) in written where !entry.isProbe {
        let words = (try? Datagram(bytes))?.inputs.words ?? []
        let waiting = machine.truth.dropFirst(acknowledged.number)
        #expect(words == waiting.map { UInt64($0.rawValue) })
        #expect(entry.inputs == acknowledged..<Frame(machine.truth.count))
      }
    }
    table.play()
    #expect(table.lost.direct > 200 && table.lost.relay > 200)
    #expect(table.first.numbers.finalChecksum == table.serialChecksum(frames: 450))
  }

  @Test(arguments: Path.allCases)
  func `L-58 a cut is an outage and no loss, and loss beside it is counted`(cut: Path) {
    let table = Table(link: { path, from, now, dice in
      let isLost = path == cut && dice.next(below: 10) == 0
      return isLost
        ? nil : Table.calm(cutting: cut, from: at(2000), to: at(5000))(path, from, now, &dice)
    })
    table.play()
    for machine in table.machines {
      let paths = machine.numbers.peers[0].paths
      let loss = paths[cut].loss ?? 1
      #expect(loss > 0.03 && loss < 0.2, "\(loss)")
      #expect(paths[cut.other].loss == 0)
      #expect(paths[cut].counters.packetsReceived < 320)
    }
  }
}
