import Netplay
import Rollback
import Testing
import Vocabulary

struct ReportDeliveryTests {
  private let report = Frame(30)

  @Test func `a report is needed until an echo proves that a datagram with it arrived`() {
    var delivery = ReportDelivery()
    #expect(delivery.isNeeded(report))
    delivery.sent(report, on: .direct, sequence: 100)
    delivery.sent(report, on: .direct, sequence: 101)
    #expect(delivery.isNeeded(report))
    delivery.heard(99, on: .direct)
    #expect(delivery.isNeeded(report))
    delivery.heard(100, on: .direct)
    #expect(!delivery.isNeeded(report))
  }

  @Test func `an echo on one path says nothing of the sequences of the other`() {
    var delivery = ReportDelivery()
    delivery.sent(report, on: .direct, sequence: 10)
    delivery.sent(report, on: .relay, sequence: 500)
    delivery.heard(499, on: .relay)
    #expect(delivery.isNeeded(report))
    delivery.heard(500, on: .relay)
    #expect(!delivery.isNeeded(report))
  }

  @Test func `an echo on a path that has not carried it proves nothing`() {
    var delivery = ReportDelivery()
    delivery.heard(7, on: .direct)
    delivery.sent(report, on: .relay, sequence: 500)
    delivery.heard(1000, on: .direct)
    #expect(delivery.isNeeded(report))
  }

  @Test func `the next report is needed again, whatever was heard before it`() {
    var delivery = ReportDelivery()
    delivery.sent(report, on: .direct, sequence: 10)
    delivery.heard(12, on: .direct)
    #expect(!delivery.isNeeded(report) && delivery.isNeeded(Frame(60)))
    delivery.sent(Frame(60), on: .direct, sequence: 13)
    delivery.heard(12, on: .direct)
    #expect(delivery.isNeeded(Frame(60)))
    delivery.heard(13, on: .direct)
    #expect(!delivery.isNeeded(Frame(60)))
  }

  @Test func `L-05 reports are repeated until they arrive, on both paths, and no longer`() {
    let table = Table(link: { path, from, now, dice in
      // Nothing of seat 0 passes for a while; then all does.
      from == 0 && now > at(3000) && now < at(4000) ? nil : Table.calm(path, from, now, &dice)
    })
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.peers[0].verifiedFrame == Frame(450))
      #expect(machine.numbers.peers[0].hashMismatches == 0)
      #expect(machine.match.endpoints[0].ledger.contradictions == 0)
    }
    // A round trip is six to seven ticks of the thirty between two reports.
    let relay = table.second.reported.relay
    #expect(table.second.reported.direct > 15 * 6 && table.second.reported.direct < 15 * 14)
    #expect(relay > 15 * 6 && relay < 15 * 14)
  }

  @Test func `S-01 reports go on arriving however short the interval is`() {
    var setting = Table.Setting()
    setting.interval = 1
    let table = Table(setting)
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.peers[0].hashesSent == 450)
      // Of frames that are confirmed in one tick, only the newest is told.
      #expect(machine.numbers.peers[0].hashesReceived > 300)
      #expect(machine.numbers.peers[0].verifiedFrame == Frame(450))
    }
  }

  @Test func `the final report rides in every datagram to the end`() {
    let table = Table()
    table.run(until: at(30_000)) { $0.first.match.finalFrame != nil }
    let seen = table.second.reported
    let packets = table.second.packets
    table.play()
    // What was under way when the last frame was confirmed may have been without it.
    for path in Path.allCases {
      let missing = table.second.packets[path] - packets[path] - table.second.reported[path]
      #expect(missing + seen[path] <= 7 && table.second.reported[path] > seen[path] + 10)
    }
  }
}
