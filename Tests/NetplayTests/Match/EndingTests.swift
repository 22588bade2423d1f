import Netplay
import Rollback
import Testing
import Vocabulary

struct EndingTests {
  @Test func `L-37 the end is where confirmed states say so, on both sides`() {
    var setting = Table.Setting()
    setting.frames = nil
    setting.initial.length = 217
    setting.offset = .milliseconds(300)
    let table = Table(setting)
    table.play()
    for machine in table.machines {
      let summary = machine.numbers
      #expect(summary.endReason == .completed)
      #expect(summary.frame == Frame(217) && summary.settledFrame == Frame(217))
      #expect(summary.finalChecksum == table.serialChecksum(frames: 217))
      #expect(summary.peers[0].verifiedFrame == Frame(217))
      #expect(summary.peers[0].hashesSent == 8 && summary.peers[0].hashesReceived == 8)
      let finished = machine.events.filter { if case .finished = $0 { true } else { false } }
      #expect(finished == [.finished(at: Frame(217))])
      #expect(machine.events.last == .ended(.completed))
      #expect(machine.reports.allSatisfy { $0.settledFrame <= Frame(217) })
    }
  }

  @Test func `L-38 a frame limit ends before the game does, and frames beyond it are not played`() {
    var setting = Table.Setting()
    setting.frames = 45
    setting.initial.length = 60
    let table = Table(setting)
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.frame == Frame(45) && machine.match.frame == Frame(45))
      #expect(machine.numbers.finalChecksum == table.serialChecksum(frames: 45))
      #expect(machine.numbers.peers[0].hashesSent == 2)
    }
  }

  @Test func `S-36 the end is exchanged under loss too`() {
    for seed in 0..<UInt64(8) {
      var setting = Table.Setting()
      setting.frames = 60
      let table = Table(
        setting, seed: seed,
        link: { path, from, now, dice in
          dice.next(below: 10) < 4 ? nil : Table.calm(path, from, now, &dice)
        })
      table.play()
      for machine in table.machines {
        #expect(machine.numbers.peers[0].verifiedFrame == Frame(60))
        #expect(machine.match.endpoints[0].holdsFinalReport)
      }
    }
  }

  @Test func `a peer that vanishes after the last frame is waited for two seconds`() {
    var setting = Table.Setting()
    setting.frames = 120
    let table = Table(setting)
    table.run(until: at(30_000)) { $0.first.match.finalFrame != nil }
    let end = table.now
    table.link = { path, from, now, dice in
      from == 1 ? nil : Table.calm(path, from, now, &dice)
    }
    table.second.suspended = end..<at(60_000)
    table.run(until: at(30_000)) { $0.first.match.endReason != nil }
    #expect(table.first.match.endReason == .completed)
    #expect(table.first.numbers.settledFrame == Frame(120))
    #expect(table.now - end > .seconds(2) && table.now - end < .milliseconds(2300))
  }

  @Test func `S-36 who holds the other's final report waits until the other holds ours`() {
    let table = Table()
    table.run(until: at(30_000)) { $0.second.match.frame == Frame(450) }
    #expect(table.second.match.finalFrame == nil)
    let end = table.now
    table.link = { path, from, now, dice in
      from == 1 && now < end + .milliseconds(700) ? nil : Table.calm(path, from, now, &dice)
    }
    // Its final report is lost on both paths for a while, though it holds the other's.
    table.run(until: at(30_000)) { $0.second.match.endReason != nil }
    #expect(table.now - end > .milliseconds(700))
    table.play()
    for machine in table.machines {
      #expect(machine.match.endpoints[0].holdsFinalReport)
      #expect(machine.numbers.peers[0].verifiedFrame == Frame(450))
    }
    #expect(table.now - end < .milliseconds(1200))
  }

  @Test func `leaving tells the others at once`() {
    for seat in 0...1 {
      let table = Table()
      table.run(toFrame: 100)
      let left = table.now
      table.machines[seat].match.leave(now: table.now)
      table.play()
      for machine in table.machines {
        #expect(machine.numbers.endReason == .left(PlayerIndex(seat)))
        #expect(machine.events.last == .ended(.left(PlayerIndex(seat))))
        #expect(machine.numbers.finalChecksum == nil)
      }
      #expect(table.now - left < .milliseconds(250))
    }
  }

  @Test func `a peer that is gone ends the match after ten seconds of silence on every path`() {
    let table = Table(link: { path, from, now, dice in
      from == 1 && now > at(2000) ? nil : Table.calm(path, from, now, &dice)
    })
    table.run(until: at(40_000)) { $0.first.match.endReason != nil }
    #expect(table.first.match.endReason == .peerLost(PlayerIndex(1)))
    #expect(table.now - at(2000) > .seconds(10) && table.now - at(2000) < .milliseconds(10_150))
    let silent = table.first.events.filter { $0 == .silent(peer: PlayerIndex(1)) }
    #expect(silent.count == 1)
    #expect(table.first.numbers.fallback == nil)
  }

  @Test func `a peer never heard at all is gone after ten seconds`() {
    let table = Table(link: { _, _, _, _ in nil })
    table.play()
    #expect(table.first.match.endReason == .peerLost(PlayerIndex(1)))
    #expect(table.now < at(10_100))
  }

  @Test func `L-30 a new match knows nothing of the last one's inputs`() {
    let old = Table()
    old.run(toFrame: 120)
    var configuration = Match<Counting>.Configuration(
      epoch: 43, players: 2, localSeat: PlayerIndex(0))
    configuration.frameLimit = Frame(100)
    let fresh = Machine(configuration, initial: Counting.State(), start: .zero)
    for (entry, bytes) in old.second.tick(now: old.now) where entry.path == .relay {
      fresh.receive(bytes, from: .relay(PlayerIndex(1)), now: old.now)
    }
    #expect(fresh.match.numbers.ignored.otherSession == 1 && fresh.match.numbers.ignored.total == 1)
    #expect(fresh.match.session.frontier(of: PlayerIndex(1)) == .zero)
    #expect(fresh.match.endpoints[0].paths.relay.lastArrival == nil)
  }
}
