import Netplay
import Testing

struct PacerTests {
  private func pacer(ours: Double, theirs: Double, from start: Int, to end: Int) -> Pacer {
    var pacer = Pacer()
    for time in stride(from: start, through: end, by: 17) {
      pacer.observed(ours: ours, theirs: theirs, roundTrip: .milliseconds(50), now: at(time))
    }
    return pacer
  }

  @Test func `nothing happens before there is something to measure`() {
    var pacer = Pacer()
    #expect(!pacer.skipsTick() && pacer.stretch == 0)
    pacer.observed(ours: 20, theirs: 0, roundTrip: .zero, now: at(0))
    #expect(pacer.skipsTick() == false)
    #expect(pacer.frameDuration(nominal: .milliseconds(16)) == .milliseconds(16))
  }

  @Test func `in the first two seconds half the difference of the leads is skipped, once`() {
    var pacer = pacer(ours: 20, theirs: -20, from: 0, to: 17 * 11)
    var skipped = 0
    while pacer.skipsTick() { skipped += 1 }
    #expect(skipped == 20 && pacer.skippedTicks == 20)
    for time in stride(from: 200, to: 600, by: 17) {
      pacer.observed(ours: 20, theirs: -20, roundTrip: .milliseconds(50), now: at(time))
      #expect(pacer.skipsTick() == false)
    }
  }

  @Test func `the side behind skips nothing, and a lead below one frame is not skipped`() {
    var behind = pacer(ours: -20, theirs: 20, from: 0, to: 1900)
    #expect(behind.skipsTick() == false)
    var level = pacer(ours: 1.9, theirs: 0, from: 0, to: 1900)
    #expect(level.skipsTick() == false)
  }

  @Test func `after two seconds nothing is skipped and frames are stretched by 1.5 % at most`() {
    var ahead = Pacer()
    ahead.observed(ours: 0, theirs: 0, roundTrip: .zero, now: at(0))
    for time in stride(from: 2000, to: 4000, by: 17) {
      ahead.observed(ours: 30, theirs: -30, roundTrip: .zero, now: at(time))
      #expect(ahead.skipsTick() == false)
    }
    #expect(ahead.stretch == 15_000)
    #expect(ahead.frameDuration(nominal: .milliseconds(10)) == .microseconds(10_150))
  }

  @Test func `frames are shortened by 0.75 % at most`() {
    var behind = Pacer()
    behind.observed(ours: 0, theirs: 0, roundTrip: .zero, now: at(0))
    for time in stride(from: 2000, to: 4000, by: 17) {
      behind.observed(ours: -30, theirs: 30, roundTrip: .zero, now: at(time))
    }
    #expect(behind.stretch == -7500)
    #expect(behind.frameDuration(nominal: .milliseconds(10)) == .microseconds(9925))
  }

  @Test func `a lead of a quarter frame is noise and more is not`() {
    for (lead, stretch) in [(0.25, 0), (-0.25, 0), (0.5, 3000), (-0.5, -3000), (1, 6000)] {
      var pacer = Pacer()
      pacer.observed(ours: 0, theirs: 0, roundTrip: .zero, now: at(0))
      for time in stride(from: 2000, to: 4000, by: 17) {
        pacer.observed(ours: lead, theirs: -lead, roundTrip: .zero, now: at(time))
      }
      #expect(pacer.lead == lead && pacer.stretch == stretch)
    }
  }

  @Test(arguments: [30.0, -30])
  func `L-43 a sixth of wild samples on either side moves nothing`(wild: Double) {
    var pacer = Pacer()
    pacer.observed(ours: 0, theirs: 0, roundTrip: .zero, now: at(0))
    for index in 0..<120 {
      let ours = index % 6 == 0 ? wild : 0
      pacer.observed(ours: ours, theirs: 0, roundTrip: .zero, now: at(2000 + index * 17))
    }
    #expect(pacer.lead == 0 && pacer.stretch == 0)
  }
}
