import GridGame
import Netplay
import Rollback

/// Judges a finished simulation: what must be true whatever happened in it.
package enum Oracle {
  /// Everything that is wrong, in words; nothing when all is well.
  ///
  /// - Parameter expectsDesync: Whether a state was altered on purpose, so that hashes must differ.
  package static func verdict(
    on simulation: borrowing MatchSimulation, expectsDesync: Bool = false
  ) -> [String] {
    var faults: [String] = []
    if simulation.isExhausted { faults.append("the match did not end") }
    for seat in simulation.peers.indices {
      faults += judge(simulation.peers[seat], simulation.scenario, expectsDesync).map {
        "seat \(seat): \($0)"
      }
    }
    faults += compareInputs(simulation)
    if !expectsDesync { faults += compareWithSerialRun(simulation) }
    return faults
  }

  private static func judge(
    _ peer: borrowing SimulatedPeer, _ scenario: Scenario, _ expectsDesync: Bool
  ) -> [String] {
    let summary = peer.match.summary
    var faults: [String] = []
    func expect(_ holds: Bool, _ fault: @autoclosure () -> String) {
      if !holds { faults.append(fault()) }
    }
    expect(summary.endReason == .completed, "ended by \(String(describing: summary.endReason))")
    expect(
      summary.confirmedFrame == scenario.frames, "confirmed \(summary.confirmedFrame) frames")
    expect(peer.journal.missed == 0, "\(peer.journal.missed) inputs were dropped too early")
    let window = peer.match.configuration.window
    expect(peer.maxPredicted <= window, "predicted \(peer.maxPredicted) frames, window \(window)")
    expect(
      summary.rollback.maxDepth <= window, "rolled back \(summary.rollback.maxDepth), \(window)")
    for other in summary.peers {
      expect(
        (other.hashMismatches > 0) == expectsDesync, "\(other.hashMismatches) hash mismatches")
      expect(
        expectsDesync || other.verifiedFrame == scenario.frames,
        "verified \(String(describing: other.verifiedFrame))")
      let time = other.modeTimes.reduce(Duration.zero, +)
      expect(time <= summary.elapsed, "modes last \(time) of \(summary.elapsed)")
      let applied =
        other.paths.direct.counters.inputs.first + other.paths.relay.counters.inputs.first
      let held = peer.match.session.frontier(of: other.seat).number
      expect(applied == held, "\(applied) first arrivals, \(held) inputs held")
    }
    return faults
  }

  private static func compareInputs(_ simulation: borrowing MatchSimulation) -> [String] {
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

  /// Steps the confirmed inputs once, in order, without ever predicting.
  private static func compareWithSerialRun(_ simulation: borrowing MatchSimulation) -> [String] {
    var state = simulation.scenario.initialState
    var chain = StateChain()
    let rows = simulation.peers[0].journal.inputs
    let everybody = Presence.all(simulation.scenario.players)
    for frame in 0...rows.count {
      chain.append(Ghostline.checksum(state), of: Frame(frame))
      for seat in simulation.peers.indices {
        let chains = simulation.peers[seat].journal.chains
        guard frame < chains.count, chains[frame] != chain.chain(at: Frame(frame)) else { continue }
        return ["seat \(seat) differs from the serial run at frame \(frame)"]
      }
      guard frame < rows.count else { break }
      let inputs = rows[frame].map { Ghostline.Input(byte: $0) }
      Ghostline.step(&state, inputs: inputs.span, presence: everybody)
    }
    return []
  }
}
