import Testing
import Vocabulary

@testable import Station

/// What is lost, what was an outage, what overtook what: and that it adds up at any moment.
struct PathProbeTests {
  private static let interval = Duration.milliseconds(200)

  private func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

  private func expectSum(_ probe: PathProbe) {
    #expect(
      probe.sent
        == probe.returned + probe.lost + probe.missedInOutages + probe.missing + probe.underWay)
    #expect(probe.underWay >= 0)
  }

  /// Sends one probe every fifth of a second; those whose numbers are in `missing` do not come back.
  private func probe(count: Int, missing: Range<Int>, back: Int = 20) -> PathProbe {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    for number in 0..<count {
      let now = at(number * 200)
      probe.tick(now: now)
      _ = probe.send(now: now)
      if !missing.contains(number) { probe.received(number, now: now + .milliseconds(back)) }
      expectSum(probe)
    }
    probe.tick(now: at(count * 200 + 3_000))
    expectSum(probe)
    return probe
  }

  @Test func `what is back counts once, with its way there and back`() {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    let number = probe.send(now: at(0))
    #expect(probe.underWay == 1 && probe.spread == nil && probe.loss == nil)
    probe.received(number, now: at(30))
    probe.received(number, now: at(40))
    #expect(probe.returned == 1 && probe.underWay == 0 && probe.loss == 0)
    #expect(probe.spread?.median == .milliseconds(30) && probe.jitter == nil)
  }

  @Test(arguments: [-1, 1, 7])
  func `what was never sent does not come back`(number: Int) {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    _ = probe.send(now: at(0))
    probe.received(number, now: at(30))
    #expect(probe.returned == 0 && probe.underWay == 1)
  }

  @Test func `seven missing in a row are lost, eight are an outage and no loss`() {
    let lossy = probe(count: 40, missing: 10..<17)
    #expect(lossy.lost == 7 && lossy.outages == 0 && lossy.loss == 7.0 / 40)
    let gone = probe(count: 40, missing: 10..<18)
    #expect(gone.lost == 0 && gone.outages == 1 && gone.missedInOutages == 8 && gone.loss == 0)
  }

  @Test func `nothing is missing before its time, and nobody knows what it is before the row ends`()
  {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    _ = probe.send(now: at(0))
    probe.tick(now: at(1_999))
    #expect(probe.underWay == 1 && probe.missing == 0)
    probe.tick(now: at(2_000))
    #expect(probe.underWay == 0 && probe.missing == 1 && probe.lost == 0)
    probe.received(0, now: at(2_001))
    #expect(probe.returned == 0)
    let next = probe.send(now: at(2_100))
    probe.received(next, now: at(2_130))
    #expect(probe.lost == 1 && probe.missing == 0)
    expectSum(probe)
  }

  @Test func `what was sent earlier and comes later is out of order`() {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    for number in 0..<4 { #expect(probe.send(now: at(number * 10)) == number) }
    for (number, time) in [(1, 50), (0, 60), (3, 70), (2, 80)] {
      probe.received(number, now: at(time))
    }
    #expect(probe.overtaken == 2 && probe.returned == 4)
  }

  @Test func `the spread is that of all, in order of size`() {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    for index in 0..<100 {
      let sent = at(index * 10_000)
      let number = probe.send(now: sent)
      probe.received(number, now: sent + .milliseconds((index * 37) % 100 + 1))
    }
    let spread = PathProbe.Spread(
      min: .milliseconds(1), median: .milliseconds(50), most: .milliseconds(95),
      max: .milliseconds(100))
    #expect(probe.spread == spread)
  }

  @Test func `jitter is a sixteenth of each change`() {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    for (index, back) in [20, 36, 36].enumerated() {
      let number = probe.send(now: at(index * 1_000))
      probe.received(number, now: at(index * 1_000 + back))
    }
    #expect(probe.jitter == .microseconds(1_000 - 62) - .nanoseconds(500))
  }

  @Test func `history tells the slowest of each second and what is missing of it`() {
    let probe = probe(count: 15, missing: 6..<8)
    #expect(probe.history.count == 7)
    #expect(probe.history.map(\.missing) == [0, 2, 0, 0, 0, 0, 0])
    #expect(probe.history.map(\.returned) == [5, 3, 5, 0, 0, 0, 0])
    #expect(probe.history[0].slowest == .milliseconds(20) && probe.history[4].slowest == nil)
  }

  @Test func `only so many minutes are kept`() {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    probe.tick(now: at(1_000_000))
    #expect(probe.history.count == PathProbe.Limit.seconds)
  }

  @Test func `it is down after two seconds without anything`() {
    var probe = PathProbe(every: .milliseconds(200), now: .zero)
    #expect(!probe.isDown(now: at(5_000)))
    _ = probe.send(now: at(0))
    #expect(!probe.isDown(now: at(1_999)) && probe.isDown(now: at(2_000)))
    probe.received(0, now: at(1_000))
    #expect(!probe.isDown(now: at(2_999)) && probe.isDown(now: at(3_000)))
  }

  @Test(arguments: [(200, 7, 8), (100, 15, 16)])
  func `an outage takes the same time, however often is asked`(
    milliseconds: Int, loss: Int, outage: Int
  ) {
    for missing in [loss, outage] {
      let interval = Duration.milliseconds(milliseconds)
      var probe = PathProbe(every: interval, now: .zero)
      for number in 0...missing {
        let now = Instant.zero + interval * number
        _ = probe.send(now: now)
        if number == missing { probe.received(number, now: now + .milliseconds(5)) }
      }
      probe.tick(now: .zero + .seconds(60))
      #expect(probe.lost == (missing == loss ? loss : 0))
      #expect(probe.missedInOutages == (missing == loss ? 0 : outage))
    }
  }
}
