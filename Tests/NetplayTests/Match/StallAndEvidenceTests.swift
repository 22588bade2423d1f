import Netplay
import Rollback
import Testing
import Vocabulary

@Suite struct StallAndEvidenceTests {
  @Test func `a stall that lasts to the end is in the summary`() {
    let table = Table(link: { path, from, now, dice in
      from == 1 && now > at(2000) ? nil : Table.calm(path, from, now, &dice)
    })
    table.run(until: at(40_000)) { $0.first.match.endReason != nil }
    #expect(table.first.numbers.stalls.count == 1)
    #expect(table.first.numbers.stalls.longest > .seconds(9))
    #expect(table.first.numbers.stalls.total > .seconds(9))
  }

  @Test func `silence is told once, and its length when the peer is heard again`() {
    var setting = Table.Setting()
    setting.frames = 600
    let table = Table(
      setting,
      link: { path, from, now, dice in
        from == 1 && now > at(3000) && now < at(5000) ? nil : Table.calm(path, from, now, &dice)
      })
    table.run(until: at(8000)) { _ in false }
    let told = table.first.events.compactMap { event -> Duration? in
      switch event {
      case .silent: .zero
      case .heardAgain(_, let after): after
      default: nil
      }
    }
    #expect(told.count == 2 && told.first == .zero)
    #expect(told[1] > .milliseconds(1900) && told[1] < .milliseconds(2200))
  }
}
