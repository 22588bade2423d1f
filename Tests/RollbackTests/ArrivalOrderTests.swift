import Rollback
import Testing
import Vocabulary

/// Enumerates every way in which four inputs of the other player can arrive between four ticks.
@Suite struct ArrivalOrderTests {
  private enum Event {
    case tick
    /// The other player's input for this frame arrives.
    case arrival(Int)
  }

  /// Every interleaving of four ticks with every order of four arrivals: 8! / 4! of them.
  private static let schedules: [[Event]] = {
    var found: [[Event]] = []
    func extend(_ schedule: [Event], ticks: Int, open: [Int]) {
      if ticks == 0 && open.isEmpty { found.append(schedule) }
      if ticks > 0 { extend(schedule + [.tick], ticks: ticks - 1, open: open) }
      for frame in open {
        extend(schedule + [.arrival(frame)], ticks: ticks, open: open.filter { $0 != frame })
      }
    }
    extend([], ticks: 4, open: [0, 1, 2, 3])
    return found
  }()

  private struct Outcome {
    var rollbacks = 0
    var maxDepth = 0
    var stalls = 0
    var violations = 0
  }

  /// Plays one schedule and counts what was not as the serial run has it.
  private func play(_ schedule: [Event], theirs: [UInt8], window: Int, into outcome: inout Outcome)
  {
    let ours: [UInt8] = [1, 2, 3, 4]
    let serial = SerialRun(rows: (0..<4).map { [ours[$0], theirs[$0]] }, players: 2)
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: window)
    func tick(_ session: inout Session<Toy>) {
      let now = session.currentFrame.number
      guard now < 4 else { return }
      if case .stalled = session.tick(ours[now]).advance { outcome.stalls += 1 }
      let settled = session.settledFrame
      if settled != min(session.confirmedFrame, session.currentFrame) { outcome.violations += 1 }
      for frame in session.keptFrames.lowerBound...settled
      where session.state(at: frame) != serial.states[frame.number] {
        outcome.violations += 1
      }
      if session.predictedFrames > window { outcome.violations += 1 }
    }
    for event in schedule {
      switch event {
      case .tick: tick(&session)
      case .arrival(let frame):
        if session.hold(theirs[frame], of: seat1, at: Frame(frame)) != .accepted {
          outcome.violations += 1
        }
      }
    }
    for _ in 0..<4 { tick(&session) }
    _ = session.correct()
    if session.settledFrame != Frame(4) || session.present != serial.last {
      outcome.violations += 1
    }
    outcome.rollbacks += session.statistics.rollbacks
    outcome.maxDepth = max(outcome.maxDepth, session.statistics.maxDepth)
  }

  @Test(
    arguments: [0, 1, 2, 4],
    [[0, 0, 0, 0], [9, 9, 9, 9], [9, 0, 0, 9], [1, 2, 3, 4]] as [[UInt8]])
  func `every order of arrival between the ticks ends in the serial state`(
    window: Int, theirs: [UInt8]
  ) {
    var outcome = Outcome()
    for schedule in Self.schedules {
      play(schedule, theirs: theirs, window: window, into: &outcome)
    }
    let isGuessed = theirs == [0, 0, 0, 0]
    #expect(Self.schedules.count == 1680)
    #expect(outcome.violations == 0)
    #expect((outcome.rollbacks == 0) == (isGuessed || window == 0))
    #expect(outcome.maxDepth == (isGuessed ? 0 : window))
    #expect((outcome.stalls == 0) == (window == 4))
  }
}
