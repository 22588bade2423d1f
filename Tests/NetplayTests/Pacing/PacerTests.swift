import Netplay
import Testing
import Vocabulary

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
    var pacer = pacer(ours: 20, theirs: -20, from: 0, to: 17 * 12)
    var skipped = 0
    while pacer.skipsTick() { skipped += 1 }
    #expect(skipped == 20 && pacer.skippedTicks == 20)
    for time in stride(from: 221, to: 600, by: 17) {
      pacer.observed(ours: 20, theirs: -20, roundTrip: .milliseconds(50), now: at(time))
      #expect(pacer.skipsTick() == false)
    }
  }

  @Test func `the side behind skips nothing, and a lead below one frame is not skipped`() {
    var behind = pacer(ours: -20, theirs: 20, from: 0, to: 1900)
    #expect(behind.skipsTick() == false)
    var level = pacer(ours: 1.9, theirs: 0, from: 0, to: 1900)
    #expect(level.skipsTick() == false)
    // What is left of the lead is for the stretching: a skip too many would have to be undone.
    var ahead = pacer(ours: 1.9, theirs: -1.9, from: 0, to: 17 * 12)
    let skips = [ahead.skipsTick(), ahead.skipsTick()]
    #expect(skips == [true, false])
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

  /// Lets a pacer that is past its first two seconds see one lead for two seconds.
  private func pacer(
    leading milliseconds: Double, frame: Duration = .milliseconds(16)
  ) -> Pacer {
    var pacer = Pacer(frame: frame)
    pacer.observed(ours: 0, theirs: 0, roundTrip: .zero, now: at(0))
    keep(&pacer, leading: milliseconds, frame: frame, from: 2000, to: 4000)
    return pacer
  }

  private func keep(
    _ pacer: inout Pacer, leading milliseconds: Double, frame: Duration = .milliseconds(16),
    from start: Int, to end: Int
  ) {
    let frames = milliseconds / frame.milliseconds
    for time in stride(from: start, through: end, by: Int(frame.milliseconds)) {
      pacer.observed(ours: frames, theirs: -frames, roundTrip: .zero, now: at(time))
    }
  }

  @Test func `a lead of two milliseconds is noise, and what is beyond is given up within 4 s`() {
    for (lead, stretch) in [
      (2.0, 0), (-2, 0), (2.4, 100), (-2.4, -100), (6, 1000), (-6, -1000), (32, 7500),
      (-32, -7500), (-60, -7500), (61.6, 14_900), (62, 15_000), (80, 15_000),
    ] {
      let pacer = pacer(leading: lead)
      #expect(abs(pacer.lead * 16 - lead) < 1e-9)
      #expect(pacer.stretch == stretch, "\(lead) ms")
    }
  }

  @Test(arguments: [4, 8, 16, 32, 64])
  func `the same time is corrected alike at every tick rate`(frame: Int) {
    let pacer = pacer(leading: 10, frame: .milliseconds(frame))
    #expect(pacer.stretch == 2000)
    #expect(abs(pacer.lead - 10 / Double(frame)) < 1e-6)
  }

  @Test(arguments: [1.0, -1])
  func `a correction the other way waits ten seconds, one the same way does not`(side: Double) {
    var pacer = pacer(leading: 6 * side)
    #expect(pacer.stretch == Int(1000 * side))
    keep(&pacer, leading: 0, from: 4016, to: 6000)
    #expect(pacer.stretch == 0)
    var again = pacer
    keep(&again, leading: 6 * side, from: 6016, to: 8000)
    #expect(again.stretch == Int(1000 * side))
    // The trimmed mean falls below the noise in the course of the second from 4 s on.
    keep(&pacer, leading: -6 * side, from: 6016, to: 13_900)
    #expect(pacer.stretch == 0)
    keep(&pacer, leading: -6 * side, from: 13_916, to: 15_000)
    #expect(pacer.stretch == -Int(1000 * side))
  }

  @Test func `a lead of more than 25 ms is corrected at once, either way`() {
    var calm = pacer(leading: 6)
    keep(&calm, leading: -25, from: 4016, to: 6000)
    #expect(calm.stretch == 0)
    var urgent = pacer(leading: 6)
    keep(&urgent, leading: -25.1, from: 4016, to: 6000)
    #expect(urgent.stretch == -5775)
  }

  @Test func `frames are stretched only once there is half a second to judge by`() {
    var pacer = Pacer(frame: .milliseconds(16))
    pacer.observed(ours: 0, theirs: 0, roundTrip: .zero, now: at(0))
    keep(&pacer, leading: 10, from: 2000, to: 2432)
    #expect(pacer.stretch == 0)
    keep(&pacer, leading: 10, from: 2448, to: 2464)
    #expect(pacer.stretch == 2000)
  }

  @Test func `a stall in the first two seconds starts the measurement anew`() {
    var pacer = pacer(ours: 20, theirs: -20, from: 0, to: 170)
    pacer.stalled(roundTrip: .milliseconds(50), now: at(180))
    for time in stride(from: 187, through: 400, by: 17) {
      pacer.observed(ours: 20, theirs: -20, roundTrip: .milliseconds(50), now: at(time))
    }
    #expect(pacer.skipsTick() == false)
    for time in stride(from: 417, through: 451, by: 17) {
      pacer.observed(ours: 20, theirs: -20, roundTrip: .milliseconds(50), now: at(time))
    }
    let skips = pacer.skipsTick()
    #expect(skips)
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
