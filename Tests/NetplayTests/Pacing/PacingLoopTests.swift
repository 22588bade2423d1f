import Netplay
import Testing
import Vocabulary

/// Two pacers on one made-up clock.
struct PacingLoopTests {
  private static let nominal = MatchConfiguration.usualFrameDuration

  private struct Machine {
    var pacer = Pacer()
    var frame = 0
    var nextTick: Instant
    var lastTick = Instant.zero
    /// The first frame of the other's inputs that is missing, and what the other told of itself.
    var frontier = 0
    var theirLead: Double?
    var wire: [(arrival: Instant, frontier: Int, lead: Double)] = []
    var slowed = false

    init(start: Instant) { nextTick = start }

    var lead: Double { Double(frame - frontier) }

    /// Frames with the part of the present one that has passed.
    func progress(_ now: Instant) -> Double {
      Double(frame) + Double((now - lastTick).wholeNanoseconds)
        / Double(MatchConfiguration.usualFrameDuration.wholeNanoseconds)
    }

    mutating func tick(window: Int, roundTrip: Duration) {
      let now = nextTick
      while let first = wire.first, first.arrival <= now {
        frontier = max(frontier, first.frontier)
        theirLead = first.lead
        wire.removeFirst()
      }
      lastTick = now
      nextTick += pacer.frameDuration(nominal: PacingLoopTests.nominal)
      if !pacer.skipsTick(), frame + 1 - frontier <= window { frame += 1 }
      if let theirLead {
        pacer.observed(ours: lead, theirs: theirLead, roundTrip: roundTrip, now: now)
      }
    }
  }

  private struct Outcome {
    /// Frames by which the first is ahead of where it should be, once per tick, from 3 s on.
    var differences: [Double] = []
    var bothSlowed = 0
    var ticks = 0
  }

  /// - Parameters:
  ///   - there: Frames that a datagram takes from the first machine to the second.
  ///   - back: Frames that it takes from the second to the first.
  private func play(there: Int, back: Int, offset: Int = 30, window: Int = 1000) -> Outcome {
    let frame = Self.nominal
    var one = Machine(start: .zero)
    var other = Machine(start: .zero + frame * offset + .milliseconds(5))
    let begin = other.nextTick + frame * max(there, back)
    var outcome = Outcome()
    while one.nextTick < .zero + .seconds(9) {
      let now = min(one.nextTick, other.nextTick)
      if one.nextTick <= other.nextTick {
        one.tick(window: window, roundTrip: frame * (there + back))
        other.wire.append((now + frame * there, one.frame + 2, one.lead))
      } else {
        other.tick(window: window, roundTrip: frame * (there + back))
        one.wire.append((now + frame * back, other.frame + 2, other.lead))
      }
      outcome.ticks += 1
      if one.pacer.stretch > 0 && other.pacer.stretch > 0 { outcome.bothSlowed += 1 }
      if now > begin + .seconds(3) {
        let target = Double(there - back) / 2
        outcome.differences.append(one.progress(now) - other.progress(now) - target)
      }
    }
    return outcome
  }

  /// How often the difference passes from beyond a quarter frame on one side to the other side.
  private func signChanges(_ differences: [Double]) -> Int {
    var sign = 0.0
    var changes = 0
    for difference in differences where abs(difference) > 0.25 {
      let next = difference < 0 ? -1.0 : 1
      if sign != 0 && next != sign { changes += 1 }
      sign = next
    }
    return changes
  }

  @Test(arguments: [0, 1, 3, 7, 10], [0, 2, 5, 10])
  func `two machines that start 30 frames apart are level after three seconds`(
    there: Int, back: Int
  ) {
    let outcome = play(there: there, back: back)
    let worst = outcome.differences.map(abs).max() ?? .infinity
    #expect(worst < 1, "worst \(worst)")
    #expect(signChanges(outcome.differences) <= 2)
    #expect(outcome.bothSlowed == 0)
  }

  @Test(arguments: [(0, 0), (3, 3), (10, 10), (0, 10), (10, 0)])
  func `a full window in between changes nothing`(there: Int, back: Int) {
    let outcome = play(there: there, back: back, window: 14)
    let worst = outcome.differences.map(abs).max() ?? .infinity
    #expect(worst < 1, "worst \(worst)")
    #expect(signChanges(outcome.differences) <= 2 && outcome.bothSlowed == 0)
  }

  @Test(arguments: [0, 1, 5, 60])
  func `any start offset is levelled`(offset: Int) {
    let outcome = play(there: 3, back: 3, offset: offset, window: 10)
    #expect((outcome.differences.map(abs).max() ?? .infinity) < 1)
  }
}
