import Netplay
import Rollback
import Testing
import Vocabulary

struct RoundTripMeasureTests {
  @Test func `a round trip is what passed since sending, less what the peer held it`() {
    var path = PathUnderTest(.up)
    for index in 1...60 {
      let now = at(1000 + index * 20)
      let sent = path.monitor.probe(now: now - .milliseconds(90))
      path.sequence &+= 1
      _ = path.monitor.received(
        .init(
          sequence: path.sequence, echo: .init(sequence: sent.sequence, held: .milliseconds(30))),
        now: now)
    }
    #expect(path.monitor.roundTrips.mean(now: at(2200)) == .milliseconds(60))
    #expect(path.monitor.roundTrips.latency(now: at(2200)) == .milliseconds(30))
  }

  @Test func `L-18 the samples of the first second after coming up are dropped`() {
    var path = PathUnderTest()
    _ = path.hearSteadily(from: 0, to: 980, .after(.milliseconds(800)))
    #expect(path.monitor.state == .up)
    #expect(path.monitor.roundTrips.smoothed == nil)
    _ = path.hearSteadily(from: 1000, to: 1060, .after(.milliseconds(40)))
    #expect(path.monitor.roundTrips.latency(now: at(1060)) == nil)
    _ = path.hearSteadily(from: 1080, to: 1080, .after(.milliseconds(40)))
    #expect(path.monitor.roundTrips.latency(now: at(1080)) == .milliseconds(20))
  }

  @Test func `L-18 what was lost in the first second is not judged`() {
    var path = PathUnderTest()
    for time in stride(from: 0, to: 1000, by: 20) {
      _ = path.hear(now: at(time))
      path.sequence &+= 1
      _ = path.monitor.tick(witness: true, now: at(time))
      #expect(!path.monitor.isLossy)
    }
    #expect(path.monitor.sequences.isLossy)
    for time in stride(from: 1000, to: 4000, by: 20) {
      _ = path.hear(now: at(time))
      _ = path.monitor.tick(witness: true, now: at(time))
      #expect(!path.monitor.isLossy)
    }
    #expect(path.monitor.sequences.totalMissingShare > 0.1)
  }

  @Test func `L-19 a latency is unknown two seconds after its newest sample`() {
    var path = PathUnderTest(.up)
    _ = path.hearSteadily(from: 1020, to: 2000)
    #expect(path.monitor.roundTrips.latency(now: at(4000)) == .milliseconds(10))
    #expect(path.monitor.roundTrips.latency(now: at(4001)) == nil)
  }

  @Test func `each of ours is measured once, and the answer to an older one not at all`() {
    var path = PathUnderTest(.up)
    _ = path.hearSteadily(from: 1020, to: 2000)
    let older = path.monitor.probe(now: at(2000))
    let newer = path.monitor.probe(now: at(2010))
    let count = path.monitor.roundTrips.histogram.count
    func answer(_ sequence: UInt16, _ path: inout PathUnderTest) {
      path.sequence &+= 1
      _ = path.monitor.received(
        .init(sequence: path.sequence, echo: .init(sequence: sequence, held: .zero)),
        now: at(2030))
    }
    answer(newer.sequence, &path)
    answer(newer.sequence, &path)
    answer(older.sequence, &path)
    #expect(path.monitor.roundTrips.histogram.count == count + 1)
  }

  @Test func `an echo of what was never sent, or held longer than it was away, is no sample`() {
    var path = PathUnderTest(.connecting)
    let probe = path.monitor.probe(now: at(0))
    func received(_ echo: Datagram.PathProbe.Echo, _ path: inout PathUnderTest) -> Bool {
      path.sequence &+= 1
      let probe = Datagram.PathProbe(sequence: path.sequence, echo: echo)
      return path.monitor.received(probe, now: at(50)) != nil
    }
    #expect(!received(.init(sequence: probe.sequence &+ 1, held: .zero), &path))
    #expect(!received(.init(sequence: probe.sequence &- 1, held: .zero), &path))
    #expect(!received(.init(sequence: probe.sequence, held: .milliseconds(51)), &path))
    #expect(path.monitor.state == .connecting)
    _ = path.monitor.probe(now: at(40))
    #expect(received(.init(sequence: 1, held: .milliseconds(10)), &path))
    #expect(path.monitor.state == .up)
  }

  @Test func `a pause of our own is no latency of the path`() {
    for (pause, isMeasured) in [(250, true), (251, false)] {
      var path = PathUnderTest(.up)
      _ = path.hearSteadily(from: 1020, to: 2000)
      let count = path.monitor.roundTrips.histogram.count
      let before = path.monitor.probe(now: at(2000))
      let back = at(2000 + pause)
      path.sequence &+= 1
      _ = path.monitor.received(
        .init(sequence: path.sequence, echo: .init(sequence: before.sequence, held: .zero)),
        now: back)
      #expect(path.monitor.roundTrips.histogram.count == count + (isMeasured ? 1 : 0))
      _ = path.monitor.tick(witness: true, now: back)
      _ = path.hear(now: back + .milliseconds(40))
      #expect(path.monitor.roundTrips.histogram.count == count + (isMeasured ? 2 : 1))
    }
  }

  @Test func `an echo is sent with the time it was held, and not after 600 ms`() {
    var path = PathUnderTest()
    path.sequence = 77
    #expect(path.monitor.probe(now: at(0)) == .init(sequence: 0, echo: nil))
    _ = path.hear(.none, now: at(100))
    #expect(
      path.monitor.probe(now: at(700))
        == .init(sequence: 1, echo: .init(sequence: 77, held: .milliseconds(600))))
    #expect(path.monitor.probe(now: at(701)) == .init(sequence: 2, echo: nil))
  }

  @Test func `measuring goes on when both sequences wrap`() {
    var path = PathUnderTest(.up)
    path.sequence = 65_530
    for _ in 0..<65_530 { _ = path.monitor.probe(now: at(1000)) }
    path.monitor = {
      var monitor = path.monitor
      _ = monitor.received(.init(sequence: 65_528, echo: nil), now: at(1000))
      _ = monitor.received(.init(sequence: 65_529, echo: nil), now: at(1000))
      return monitor
    }()
    let before = path.monitor.roundTrips.histogram.count
    _ = path.hearSteadily(from: 1020, to: 3000)
    #expect(path.sequence < 200)
    #expect(path.monitor.roundTrips.histogram.count == before + 100)
    #expect(path.monitor.sequences.missingShare(windows: 5) == 0)
    #expect(path.monitor.state == .up)
  }

  @Test func `S-18 latency is the mean of the last ten round trips, halved`() {
    var trips = RoundTrips()
    for sample in [1000, 1000, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100] {
      trips.record(.milliseconds(sample), now: at(0))
    }
    #expect(trips.mean(now: at(0)) == .milliseconds(55))
    #expect(trips.latency(now: at(0)) == .microseconds(27_500))
  }

  @Test func `L-18 fewer than five samples say nothing`() {
    var trips = RoundTrips()
    for count in 1...5 {
      trips.record(.milliseconds(800), now: at(0))
      #expect((trips.latency(now: at(0)) == nil) == (count < 5))
    }
  }

  @Test func `the smoothed round trip moves by an eighth of the difference`() {
    var trips = RoundTrips()
    trips.record(.milliseconds(80), now: at(0))
    #expect(trips.smoothed == .milliseconds(80))
    trips.record(.milliseconds(160), now: at(0))
    #expect(trips.smoothed == .milliseconds(90))
  }

  @Test func `quantiles below 32 µs are exact`() {
    var histogram = DurationHistogram()
    histogram.record(.microseconds(31))
    #expect(histogram.quantile(1) == .microseconds(31))
  }

  @Test func `quantiles lie within three percent`() {
    var histogram = DurationHistogram()
    #expect(histogram.quantile(0.5) == nil)
    for milliseconds in 1...100 { histogram.record(.milliseconds(milliseconds)) }
    for (share, expected) in [(0.5, 50.0), (0.95, 95.0), (1.0, 100.0), (0.0, 1.0)] {
      let value = histogram.quantile(share)?.milliseconds ?? 0
      #expect(abs(value - expected) <= expected * 0.03)
    }
    histogram.record(.seconds(100_000_000))
    histogram.record(.seconds(-1))
    #expect(histogram.count == 102)
    #expect(histogram.quantile(0) == .zero)
  }
}
