import Netplay
import Rollback
import Testing
import Vocabulary

struct FallbackInPlayTests {
  private func latches(of machine: Machine) -> [FallbackMonitor.Latch] {
    machine.events.compactMap {
      if case .fallback(_, .latched(let latch)) = $0 { latch } else { nil }
    }
  }

  @Test func `S-24 L-20 L-21 losing the direct path costs no input and never pauses`() {
    let table = Table(link: Table.calm(cutting: .direct, from: at(3000)))
    table.play()
    #expect(table.lost.direct > 100)
    for machine in table.machines {
      let summary = machine.numbers
      #expect(summary.endReason == .completed && summary.stalls.count == 0)
      #expect(summary.finalChecksum == table.serialChecksum(frames: 450))
      #expect(summary.inputs.received.relay == 450 && summary.inputs.received.direct < 200)
      #expect(summary.fallback?.cause == .silence)
      #expect(summary.peers[0].verifiedFrame == Frame(450) && summary.peers[0].hashMismatches == 0)
    }
    #expect(table.first.numbers.chain == table.second.numbers.chain)
  }

  @Test func `S-25 S-22 the latch shows in the tick in which it happens, with its frame`() {
    let table = Table(link: Table.calm(cutting: .direct, from: at(3000)))
    table.run(until: at(10_000)) { $0.first.match.numbers.fallback != nil }
    let latch = table.first.match.numbers.fallback
    #expect(latches(of: table.first) == [latch].compactMap(\.self))
    #expect(latch?.at == table.now && latch?.frame == table.first.match.frame)
    let silence = table.now - at(3000)
    // Underway 45 to 53 ms, 250 ms of silence, 30 ms that the witness travels longer, and at most a
    // tick each until the witness speaks and until it is judged.
    #expect(silence > .milliseconds(295) && silence < .milliseconds(370))
    #expect(table.first.match.endpoints[0].fallback.current != nil)
    #expect(table.first.match.endpoints[0].mode(now: table.now) == .relayOnly)
  }

  @Test func `S-19 the first latch of many stays, and is told once`() {
    let table = Table(link: { path, from, now, dice in
      let isCut =
        path == .direct && now > at(2000) && (now - at(0)).wholeNanoseconds / 400_000_000 % 2 == 0
      return isCut ? nil : Table.calm(path, from, now, &dice)
    })
    table.play()
    for machine in table.machines {
      #expect(latches(of: machine).count == 1)
      #expect(machine.numbers.fallback == latches(of: machine).first)
      #expect(machine.numbers.stalls.count == 0 && machine.numbers.fallbackEvents.count <= 3)
      #expect(machine.numbers.endReason == .completed)
    }
  }

  @Test
  func `S-17 L-22 without a direct path the relay alone plays from frame 0, and nothing latches`() {
    for offers in [false, true] {
      var setting = Table.Setting()
      setting.offersDirect = offers
      let table = Table(
        setting,
        link: { path, from, now, dice in
          path == .direct ? nil : Table.calm(path, from, now, &dice)
        })
      table.play()
      for machine in table.machines {
        #expect(machine.numbers.endReason == .completed && machine.numbers.fallback == nil)
        #expect(machine.numbers.inputs.sent.direct == 0)
        #expect(machine.numbers.inputs.received.relay == 450)
        #expect(machine.numbers.headline == "P2P: 0/450 (0.0%)")
        #expect(machine.match.endpoints[0].paths.direct.state == (offers ? .connecting : .never))
      }
    }
  }

  @Test func `L-22 a direct path that comes later joins in play`() {
    let table = Table(link: { path, from, now, dice in
      path == .direct && now < at(3000) ? nil : Table.calm(path, from, now, &dice)
    })
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.inputs.received.direct > 200)
      #expect(machine.numbers.inputs.first.relay > 150 && machine.numbers.inputs.first.direct > 200)
      #expect(machine.numbers.fallback == nil && machine.numbers.stalls.count == 0)
    }
  }

  @Test func `S-18 a direct path slower than 300 ms latches by its latency`() {
    for (one, latches) in [(270, false), (315, true)] {
      var setting = Table.Setting()
      setting.frames = 300
      setting.limits.critical = .seconds(9)
      let table = Table(
        setting,
        link: { path, _, _, _ in
          .milliseconds(path == .direct ? one : 30)
        })
      table.play()
      for machine in table.machines {
        #expect((machine.numbers.fallback?.cause == .latency) == latches)
      }
    }
  }

  @Test func `S-18 L-43 a critical latency latches after three windows`() {
    let table = Table(link: { path, _, now, _ in
      .milliseconds(path == .relay ? 30 : now > at(3000) ? 250 : 40)
    })
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.fallback?.cause == .critical)
      let time = (machine.numbers.fallback?.at ?? at(0)) - at(3000)
      #expect(time > .milliseconds(600) && time < .milliseconds(1700))
    }
  }

  @Test func `S-38 more than a fifth missing latches, and a tenth does not`() {
    for (percent, latches) in [(10, false), (30, true), (45, true)] {
      let table = Table(link: { path, from, now, dice in
        path == .direct && now > at(2500) && dice.next(below: 100) < percent
          ? nil : Table.calm(path, from, now, &dice)
      })
      table.play()
      #expect(table.lost.direct > 40)
      for machine in table.machines {
        #expect((machine.numbers.fallback?.cause == .loss) == latches)
        #expect(machine.numbers.endReason == .completed)
      }
    }
  }

  @Test(arguments: [FallbackMonitor.Cause.closed, .connectFailed])
  func `S-20 S-21 a direct path that is closed or refused latches in the next tick`(
    cause: FallbackMonitor.Cause
  ) {
    let table = Table()
    table.run(toFrame: 200)
    table.first.match.directFailed(cause, now: table.now)
    let ticks = table.first.ticks
    table.run(until: at(60_000)) { $0.first.ticks > ticks }
    #expect(table.first.match.numbers.fallback?.cause == cause)
    #expect(table.second.match.numbers.fallback == nil)
    table.play()
    #expect(table.first.numbers.endReason == .completed)
    #expect(table.first.numbers.fallbackEvents.last?.kind == .recovered)
  }

  @Test func `S-38 a send queue that backs up latches`() {
    let table = Table()
    table.run(toFrame: 100)
    table.first.match.directBacklog(Backlog(messages: 10, bytes: 0))
    table.run(toFrame: 110)
    #expect(table.first.match.numbers.fallback?.cause == .backlog)
    table.first.match.directBacklog(.none)
    table.run(toFrame: 300)
    #expect(table.first.match.endpoints[0].fallback.events.map(\.kind).last == .recovered)
  }

  @Test func `a path that heals is up and recovered within 3.5 s`() {
    let table = Table(link: Table.calm(cutting: .direct, from: at(2000), to: at(4000)))
    table.run(until: at(7600)) { _ in false }
    for machine in table.machines {
      let kinds = machine.match.endpoints[0].fallback.events.map(\.kind)
      #expect(kinds == [.degraded(.silence), .recovered])
      let recovered = machine.match.endpoints[0].fallback.events.last?.at ?? at(0)
      #expect(recovered - at(4000) < .milliseconds(3500))
    }
  }

  @Test func `a machine that stops for three seconds accuses no path and play goes on`() {
    var setting = Table.Setting()
    setting.frames = 600
    for seat in 0...1 {
      let table = Table(setting)
      table.machines[seat].suspended = at(3000)..<at(6000)
      table.play()
      for machine in table.machines {
        #expect(machine.numbers.endReason == .completed)
        #expect(machine.numbers.finalChecksum == table.serialChecksum(frames: 600))
        #expect(machine.numbers.fallback == nil)
      }
      #expect(table.machines[1 - seat].numbers.stalls.longest > .seconds(2))
    }
  }
}
