import GridGame
import Netplay
import Rollback
import Vocabulary

/// Judges a finished simulation: what must be true whatever happened in it.
package enum Oracle {
  /// The longest datagram that is allowed, in bytes.
  package static let maxDatagram = 1200
  /// Events that a match may have beside those that each tick may bring.
  package static let maxEvents = 200
  /// How long ten frames may take after the faults have stopped.
  package static let recovery = Duration.seconds(3)

  /// Everything that is wrong, in words; nothing when all is well.
  ///
  /// - Parameter expectsDesync: Whether a state was altered on purpose, so that hashes must differ.
  package static func verdict(
    on simulation: borrowing MatchSimulation, expectsDesync: Bool = false
  ) -> [String] {
    var faults = safety(of: simulation) + liveness(of: simulation)
    for seat in simulation.peers.indices {
      let peers = simulation.peers[seat].match.numbers.peers
      if peers.contains(where: { $0.hashMismatches > 0 }) != expectsDesync {
        faults.append("seat \(seat): a desync was \(expectsDesync ? "expected" : "not expected")")
      }
    }
    return faults
  }

  /// What must hold even for a match that could not go on: nothing false was ever recorded.
  package static func safety(of simulation: borrowing MatchSimulation) -> [String] {
    var faults: [String] = []
    for seat in simulation.peers.indices {
      faults += bounds(simulation.peers[seat]).map { "seat \(seat): \($0)" }
      for other in simulation.peers[seat].match.numbers.peers {
        faults += counters(of: other, at: seat, in: simulation).map {
          "seat \(seat) of \(other.seat): \($0)"
        }
      }
    }
    return faults + consistency(of: simulation)
  }

  /// Whether all machines hold the same inputs, the states that follow from them, and true ledgers.
  package static func consistency(of simulation: borrowing MatchSimulation) -> [String] {
    compareWithSerialRun(simulation) + compareLedgers(simulation)
  }

  /// What must hold for a match that nothing prevented from reaching its end.
  package static func liveness(of simulation: borrowing MatchSimulation) -> [String] {
    if simulation.isExhausted { return ["the match did not end"] }
    var faults: [String] = []
    for seat in simulation.peers.indices {
      faults += completion(simulation.peers[seat], simulation.scenario).map {
        "seat \(seat): \($0)"
      }
    }
    return faults
  }

  // MARK: One machine

  private static func bounds(_ peer: borrowing SimulatedPeer) -> [String] {
    var faults: [String] = []
    func expect(_ holds: Bool, _ fault: @autoclosure () -> String) {
      if !holds { faults.append(fault()) }
    }
    let summary = peer.match.numbers
    let window = peer.match.configuration.window
    let seen = peer.extremes
    expect(peer.journal.missed == 0, "\(peer.journal.missed) inputs were dropped too early")
    expect(seen.predicted <= window, "predicted \(seen.predicted) frames, window \(window)")
    expect(seen.unsettledTicks == 0, "\(seen.unsettledTicks) ticks left a known input unused")
    expect(seen.datagram <= maxDatagram, "a datagram of \(seen.datagram) bytes")
    // A rollback, a stall or its end, and one matching hash per peer.
    let perTick = 2 + summary.peers.count
    expect(peer.eventCount <= perTick * peer.ticks + maxEvents, "\(peer.eventCount) events")
    expect(
      summary.rollback.maxDepth <= window, "rolled back \(summary.rollback.maxDepth), \(window)")
    for other in summary.peers {
      let time = other.modeTimes.reduce(Duration.zero, +)
      expect(time == summary.elapsed, "modes last \(time) of \(summary.elapsed)")
    }
    return faults
  }

  private static func completion(
    _ peer: borrowing SimulatedPeer, _ scenario: Scenario
  ) -> [String] {
    var faults: [String] = []
    func expect(_ holds: Bool, _ fault: @autoclosure () -> String) {
      if !holds { faults.append(fault()) }
    }
    let summary = peer.match.numbers
    expect(summary.endReason == .completed, "ended by \(String(describing: summary.endReason))")
    expect(
      summary.settledFrame == Frame(scenario.frames),
      "confirmed \(summary.settledFrame.number) frames")
    expect(
      scenario.calmAfter == nil || peer.recovery.map { $0 <= recovery } ?? true,
      "ten frames took \(String(describing: peer.recovery)) after the faults")
    expect(
      !scenario.relayOutages.isEmpty || summary.inputs.sent.relay == scenario.frames,
      "sent \(summary.inputs.sent.relay) inputs to the relay")
    for other in summary.peers {
      expect(
        other.hashMismatches > 0 || other.verifiedFrame == Frame(scenario.frames),
        "verified \(String(describing: other.verifiedFrame))")
      let owed = max(0, scenario.frames / scenario.hashInterval - 1)
      expect(other.hashesSent >= owed, "\(other.hashesSent) hashes sent")
    }
    return faults
  }

  /// Compares a machine's counters with what the network itself counted.
  private static func counters(
    of other: MatchNumbers.Peer, at seat: Int, in simulation: borrowing MatchSimulation
  ) -> [String] {
    var faults: [String] = []
    for path in Path.allCases {
      let counters = other.paths[path].counters
      let carried = simulation.delivered(from: other.seat, to: PlayerIndex(seat), by: path)
      if counters.inputs.received != carried.inputs {
        faults.append("\(path) brought \(carried.inputs) inputs, not \(counters.inputs.received)")
      }
      if counters.packetsReceived != carried.packets || counters.bytesReceived != carried.bytes {
        faults.append("\(path) brought \(carried), not \(counters)")
      }
    }
    let applied = other.paths.direct.counters.inputs.first + other.paths.relay.counters.inputs.first
    let held = simulation.peers[seat].match.session.frontier(of: other.seat).number
    if applied != held { faults.append("\(applied) first arrivals, \(held) inputs held") }
    return faults
  }
}
