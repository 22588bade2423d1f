import Testing
import Vocabulary

/// Own time beside real time: awake, asleep, and at the edge between the two.
struct VigilTests {
  private static let tolerance = Vigil.tolerance

  private func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

  /// Awake from 0 to 32, asleep from there to 9,048, where it wanted to be woken at 48.
  private func rested() -> Vigil {
    var vigil = Vigil(now: at(0))
    for time in [16, 32] {
      vigil.willWake(at: at(time))
      _ = vigil.woke(now: at(time))
    }
    vigil.willWake(at: at(48))
    _ = vigil.woke(now: at(9048))
    return vigil
  }

  // MARK: Awake

  @Test func `awake ticks lose nothing`() {
    var vigil = Vigil(now: at(0))
    for tick in 1...1000 {
      vigil.willWake(at: at(tick * 16))
      #expect(vigil.woke(now: at(tick * 16)) == nil)
      #expect(vigil.now == at(tick * 16))
    }
    #expect(vigil.slept == .zero)
  }

  @Test func `ticks that are late within the tolerance lose nothing`() {
    var vigil = Vigil(now: at(0))
    var real = at(0)
    for _ in 0..<100 {
      vigil.willWake(at: vigil.now + .milliseconds(16))
      real += .milliseconds(16) + Self.tolerance
      #expect(vigil.woke(now: real) == nil)
      #expect(vigil.now == real)
    }
    #expect(vigil.slept == .zero)
  }

  @Test func `who is woken before it wanted to be has not slept`() {
    var vigil = Vigil(now: at(0))
    vigil.willWake(at: at(10_000))
    #expect(vigil.woke(now: at(3000)) == nil)
    #expect(vigil.woke(now: at(10_000)) == nil)
    #expect(vigil.now == at(10_000) && vigil.slept == .zero)
  }

  @Test func `who promised nothing is never late`() {
    var vigil = Vigil(now: at(0))
    vigil.willWake(at: nil)
    #expect(vigil.woke(now: at(3_600_000)) == nil)
    #expect(vigil.now == at(3_600_000) && vigil.slept == .zero)
  }

  @Test func `a promise in the past is one for now`() {
    var vigil = Vigil(now: at(1000))
    vigil.willWake(at: at(0))
    #expect(vigil.woke(now: at(1000) + Self.tolerance) == nil)
    #expect(vigil.slept == .zero)
  }

  // MARK: Asleep

  @Test func `what is slept through did not happen, and the own time goes on where it was`() {
    var vigil = rested()
    #expect(vigil.slept == .milliseconds(9000))
    #expect(vigil.now == at(48))
    vigil.willWake(at: at(64))
    #expect(vigil.woke(now: at(9064)) == nil)
    #expect(vigil.now == at(64))
  }

  @Test func `exactly at the tolerance one is awake`() {
    var vigil = Vigil(now: at(0))
    vigil.willWake(at: at(16))
    let real = at(16) + Self.tolerance
    #expect(vigil.woke(now: real) == nil)
    #expect(vigil.slept == .zero && vigil.now == real)
  }

  @Test func `one nanosecond past the tolerance all of the delay was slept through`() {
    var vigil = Vigil(now: at(0))
    vigil.willWake(at: at(16))
    let late = Self.tolerance + .nanoseconds(1)
    #expect(vigil.woke(now: at(16) + late) == late)
    #expect(vigil.slept == late && vigil.now == at(16))
  }

  @Test func `a sleep is told once`() {
    var vigil = Vigil(now: at(0))
    vigil.willWake(at: at(16))
    #expect(vigil.woke(now: at(5016)) == .seconds(5))
    #expect(vigil.woke(now: at(5016)) == nil)
    #expect(vigil.slept == .seconds(5))
  }

  @Test func `two sleeps add up`() {
    var vigil = rested()
    vigil.willWake(at: at(64))
    #expect(vigil.woke(now: at(10_064)) == .seconds(1))
    #expect(vigil.slept == .seconds(10))
    #expect(vigil.now == at(64))
  }

  // MARK: Times of others

  @Test func `a time after the sleep is as far from now in both times`() {
    var vigil = rested()
    vigil.willWake(at: at(64))
    _ = vigil.woke(now: at(9064))
    #expect(vigil.own(at(9060)) == at(60))
    #expect(vigil.own(at(9064)) == at(64))
  }

  @Test func `what comes before, in and after a gap keeps its order and is never in the future`() {
    let vigil = rested()
    let times = stride(from: 0, through: 9200, by: 4).map { vigil.own(at($0)) }
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(times.allSatisfy { $0 <= vigil.now })
    #expect(times.last == vigil.now)
  }

  @Test func `an own time names a real one and back again`() {
    var vigil = rested()
    vigil.willWake(at: at(64))
    for time in stride(from: 12_064, through: 12_160, by: 16) {
      _ = vigil.woke(now: at(time))
      vigil.willWake(at: vigil.now + .milliseconds(16))
    }
    for time in 12_064...12_160 {
      #expect(vigil.real(vigil.own(at(time))) == at(time))
    }
    #expect(vigil.real(vigil.now) == at(12_160) && vigil.slept == .seconds(12))
  }

  // MARK: Anything

  @Test(arguments: UInt64(0)..<100)
  func `own and real time always differ by what was slept`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var vigil = Vigil(now: at(0))
    var real = at(0)
    var slept = Duration.zero
    for _ in 0..<200 {
      let before = vigil.now
      vigil.willWake(at: dice.next(below: 5) == 0 ? nil : vigil.now + .milliseconds(16))
      real += .milliseconds(dice.next(below: 10) == 0 ? dice.next(below: 5000) : 16)
      if let gap = vigil.woke(now: real) {
        #expect(gap > Self.tolerance)
        slept += gap
      }
      #expect(vigil.now >= before)
      #expect(vigil.now == real - slept)
    }
    #expect(vigil.slept == slept && slept > .zero)
  }
}
