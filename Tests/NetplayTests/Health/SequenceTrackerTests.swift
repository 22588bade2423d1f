import Netplay
import Rollback
import Testing
import Vocabulary

struct SequenceTrackerTests {
  private let spacing = Duration.milliseconds(20)

  private func received(_ sequences: [UInt16], _ tracker: inout SequenceTracker)
    -> [SequenceTracker.Arrival]
  {
    sequences.map { tracker.received($0, spacing: spacing, now: at(0)) }
  }

  @Test func `arrivals are new, late or repeated`() {
    var tracker = SequenceTracker()
    #expect(
      received([10, 11, 13, 12, 12, 13, 10, 9], &tracker)
        == [.new, .new, .new, .late, .repeated, .repeated, .repeated, .late])
    #expect(tracker.reordered == 2)
  }

  @Test func `63 behind is late and 64 behind is too old to tell`() {
    var tracker = SequenceTracker()
    #expect(received([100, 37, 36], &tracker) == [.new, .late, .repeated])
  }

  @Test func `after a step of 64 nothing before is remembered as seen`() {
    var tracker = SequenceTracker()
    #expect(received([100, 163, 100], &tracker) == [.new, .new, .repeated])
    var other = SequenceTracker()
    #expect(received([100, 164, 101], &other) == [.new, .new, .late])
  }

  @Test func `the missing share is what the gaps expected and nobody brought`() {
    var tracker = SequenceTracker()
    _ = received([0, 1, 2, 3, 5, 6, 7, 9], &tracker)
    #expect(abs(tracker.missingShare(windows: 1) - 0.2) < 1e-9)
    _ = received([4], &tracker)
    #expect(abs(tracker.missingShare(windows: 1) - 0.1) < 1e-9)
    _ = received([8], &tracker)
    #expect(tracker.missingShare(windows: 1) == 0)
    #expect(tracker.totalMissingShare == 0)
  }

  @Test func `loss leaves the judged second after five windows and the shown one after 25`() {
    var tracker = SequenceTracker()
    _ = received([0, 9], &tracker)
    for window in 1...30 {
      tracker.closeWindow()
      _ = received([UInt16(9 + window)], &tracker)
      #expect((tracker.missingShare(windows: 5) > 0) == (window < 5))
      #expect((tracker.missingShare(windows: 25) > 0) == (window < 25))
      #expect(tracker.totalMissingShare > 0)
    }
  }

  @Test func `five windows are judged and twenty-five shown`() {
    #expect(SequenceTracker.judgedWindows == 5 && SequenceTracker.shownWindows == 25)
  }

  @Test func `a window without an arrival was not heard`() {
    var tracker = SequenceTracker()
    #expect(!tracker.heardInWindow && tracker.missingShare(windows: 5) == 0)
    _ = received([0], &tracker)
    #expect(tracker.heardInWindow)
    tracker.closeWindow()
    #expect(!tracker.heardInWindow)
  }

  @Test func `counting goes on over the wrap at 65,535`() {
    var tracker = SequenceTracker()
    #expect(
      received([65_533, 65_535, 0, 2, 65_534, 1, 1], &tracker)
        == [.new, .new, .new, .new, .late, .late, .repeated])
    #expect(tracker.newest?.sequence == 65_538)
    #expect(tracker.missingShare(windows: 1) == 0)
  }

  @Test func `one damaged number does not make all that follow look old`() {
    var tracker = SequenceTracker()
    _ = received([10, 11, 30_000, 12, 13], &tracker)
    #expect(tracker.newest?.sequence == 13)
    #expect(tracker.missingShare(windows: 1) == 0)
  }

  @Test func `a jump is believed when the next datagram goes on from it`() {
    for jump in [5000, 30_000, 40_000, 60_000] {
      var tracker = SequenceTracker()
      let start = UInt16(truncatingIfNeeded: 100 + jump)
      #expect(
        received([100, start, start &+ 1, start &+ 2], &tracker)
          == [.new, .repeated, .new, .new])
      #expect(Wrapping.narrow(tracker.newest?.sequence ?? 0) == start &+ 2)
    }
  }

  @Test func `a jump of 4,096 is believed at once`() {
    var tracker = SequenceTracker()
    #expect(received([100, 4196], &tracker) == [.new, .new])
    var other = SequenceTracker()
    #expect(received([100, 4197], &other) == [.new, .repeated])
  }

  @Test func `jitter of an even stream is nothing`() {
    var tracker = SequenceTracker()
    for index in 0..<50 {
      _ = tracker.received(UInt16(index), spacing: spacing, now: at(1000 + index * 20))
    }
    #expect(tracker.jitter == .zero)
  }

  @Test func `jitter moves by a sixteenth of the deviation, gaps taken into account`() {
    var tracker = SequenceTracker()
    _ = tracker.received(0, spacing: spacing, now: at(0))
    _ = tracker.received(1, spacing: spacing, now: at(36))
    #expect(tracker.jitter == .milliseconds(1))
    _ = tracker.received(4, spacing: spacing, now: at(96))
    #expect(tracker.jitter == .microseconds(937) + .nanoseconds(500))
  }

  @Test func `jitter of an uneven stream settles at its mean deviation`() {
    var tracker = SequenceTracker()
    for index in 0..<400 {
      _ = tracker.received(
        UInt16(index), spacing: spacing, now: at(index * 20 + (index % 2) * 6))
    }
    #expect(abs(tracker.jitter.milliseconds - 6) < 0.1)
  }
}
