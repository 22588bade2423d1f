import GridGame
import Netplay
import Rollback

extension Oracle {
  /// All machines hold the same inputs.
  static func compareInputs(_ simulation: borrowing MatchSimulation) -> [String] {
    let reference = simulation.peers[0].journal.inputs
    var faults: [String] = []
    for seat in simulation.peers.indices {
      let inputs = simulation.peers[seat].journal.inputs
      let count = min(inputs.count, reference.count)
      if let frame = (0..<count).first(where: { inputs[$0] != reference[$0] }) {
        faults.append("seat \(seat) holds other inputs than seat 0 for frame \(frame)")
      }
    }
    return faults
  }

  /// Every machine's states are those of a run that never predicted, up to where one was altered.
  static func compareWithSerialRun(_ simulation: borrowing MatchSimulation) -> [String] {
    var serial = SerialRun(simulation.scenario)
    let rows = longestJournal(simulation)
    var faults: [String] = []
    var isWrong = [Bool](repeating: false, count: simulation.scenario.players)
    for frame in 0...rows.count {
      for seat in simulation.peers.indices where !isWrong[seat] {
        let chains = simulation.peers[seat].journal.chains
        let corruption = simulation.scenario.machines[seat].corruption ?? Frame(Int.max)
        guard frame < chains.count, frame < corruption.number, chains[frame] != serial.chain
        else { continue }
        isWrong[seat] = true
        faults.append("seat \(seat) differs from the serial run at frame \(frame)")
      }
      if frame < rows.count { serial.step(rows[frame]) }
    }
    return faults
  }

  /// Every ledger names the first frame in which the states really differed, and no other.
  static func compareLedgers(_ simulation: borrowing MatchSimulation) -> [String] {
    var faults: [String] = []
    for seat in simulation.peers.indices {
      for other in simulation.peers[seat].match.summary.peers {
        let ours = simulation.peers[seat].journal.chains
        let theirs = simulation.peers[other.seat.number].journal.chains
        let bad = zip(ours, theirs).enumerated().first { $1.0 != $1.1 }?.offset
        let isComplete = simulation.peers[seat].match.endReason == .completed
        if let found = other.firstBadFrame, found != bad {
          faults.append("seat \(seat) names frame \(found), it was \(String(describing: bad))")
        } else if bad == nil && other.hashMismatches > 0 {
          faults.append("seat \(seat) raised a false alarm")
        } else if let bad, isComplete, other.firstBadFrame == nil {
          faults.append("seat \(seat) did not find frame \(bad)")
        }
      }
    }
    return faults
  }

  /// What the simulation did, so that a test can tell that it was not idle.
  package static func activity(of simulation: borrowing MatchSimulation) -> Activity {
    var activity = Activity()
    for seat in simulation.peers.indices {
      let summary = simulation.peers[seat].match.summary
      activity.rollbacks += summary.rollback.rollbacks
      activity.deepRollbacks += summary.rollback.depthHistogram.dropFirst(2).reduce(0, +)
      activity.mispredictedInputs += summary.rollback.mispredictedInputs
      activity.stalls += summary.stalls
    }
    for path in Path.allCases {
      let statistics = simulation.statistics(path)
      activity.missing += statistics.lost + statistics.cut
      activity.reordered += statistics.reordered
      activity.duplicated += statistics.duplicated
    }
    let movement = SerialRun.movement(simulation.scenario, longestJournal(simulation))
    activity.leastTurns = movement.turns.min() ?? 0
    activity.leastCells = movement.cells.min() ?? 0
    return activity
  }

  private static func longestJournal(_ simulation: borrowing MatchSimulation) -> [[UInt8]] {
    var longest: [[UInt8]] = []
    for seat in simulation.peers.indices {
      let inputs = simulation.peers[seat].journal.inputs
      if inputs.count > longest.count { longest = inputs }
    }
    return longest
  }
}
