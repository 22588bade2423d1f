import Impairment
import Netplay
import Rollback
import Vocabulary

extension Oracle {
  /// All machines hold the same inputs, and the states are those of a run that never predicted, up to
  /// where one was altered.
  static func compareWithSerialRun(_ simulation: borrowing MatchSimulation) -> [String] {
    var faults: [String] = []
    for (seat, verdict) in simulation.referee.verdicts.enumerated() {
      if let frame = verdict.badInputs {
        faults.append("seat \(seat) holds other inputs than the others for frame \(frame)")
      }
      let corruption = simulation.scenario.machines[seat].corruption ?? Frame(Int.max)
      if let frame = verdict.badState, frame < corruption.number {
        faults.append("seat \(seat) differs from the serial run at frame \(frame)")
      }
      if verdict.missed > 0 {
        faults.append("\(verdict.missed) frames of seat \(seat) were not judged")
      }
    }
    return faults
  }

  /// Every ledger names the first frame in which the states really differed, and no other.
  static func compareLedgers(_ simulation: borrowing MatchSimulation) -> [String] {
    var faults: [String] = []
    for seat in simulation.peers.indices {
      for other in simulation.peers[seat].match.numbers.peers {
        let bad = simulation.referee.firstDifference(between: seat, and: other.seat.number)
        let isComplete = simulation.peers[seat].match.endReason == .completed
        if let found = other.firstBadFrame, found != bad {
          faults.append("seat \(seat) names \(found), it was \(String(describing: bad))")
        } else if bad == nil && other.hashMismatches > 0 {
          faults.append("seat \(seat) raised a false alarm")
        } else if let bad, isComplete, other.firstBadFrame == nil {
          faults.append("seat \(seat) did not find \(bad)")
        }
      }
    }
    return faults
  }

  /// What the simulation did, so that a test can tell that it was not idle.
  package static func activity(of simulation: borrowing MatchSimulation) -> Activity {
    var activity = Activity()
    for seat in simulation.peers.indices {
      let summary = simulation.peers[seat].match.numbers
      activity.rollbacks += summary.rollback.rollbacks
      activity.deepRollbacks += summary.rollback.depthHistogram.dropFirst(2).reduce(0, +)
      activity.mispredictedInputs += summary.rollback.mispredictedInputs
      activity.stalls += summary.stalls.count
    }
    for path in Path.allCases {
      let statistics = simulation.statistics(path)
      activity.missing += statistics.lost + statistics.cut
      activity.reordered += statistics.reordered
      activity.duplicated += statistics.duplicated
    }
    activity.leastTurns = simulation.referee.turns.min() ?? 0
    activity.leastCells = simulation.movement.cells.min() ?? 0
    return activity
  }
}
