import Netplay
import Rollback
import Views
package import Vocabulary

/// The summary for programs: keys never change their meaning.
extension SummaryReport {
  package var json: JSONValue {
    .object([
      "version": .int(1), "session": .string(Sentences.hex(numbers.epoch)),
      "seat": .int(numbers.seat.number), "seed": .init(Int(exactly: seed), or: "\(seed)"),
      "map": .string(map), "frames": .int(numbers.frame.number),
      "confirmedFrame": .int(numbers.settledFrame.number),
      "finalChecksum": .init(numbers.finalChecksum.map(Sentences.hex)),
      "chain": .init(numbers.chain.map(Sentences.hex)), "endReason": .string(endReason),
      "inputs": inputs, "fallback": fallback, "rollback": rollback, "ignored": ignored,
      "peers": .array(numbers.peers.map(peer)),
    ])
  }

  private var endReason: String {
    switch numbers.endReason {
    case .completed: "completed"
    case .left: "left"
    case .peerLost, .givenUp: "peerLost"
    case nil: "left"
    }
  }

  private var inputs: JSONValue {
    let inputs = numbers.inputs
    return .object([
      "sentViaP2P": .int(inputs.sent.direct), "sentViaRelay": .int(inputs.sent.relay),
      "receivedViaP2P": .int(inputs.received.direct),
      "receivedViaRelay": .int(inputs.received.relay),
      "p2pReceiveRatio": .init(inputs.directShare, digits: 4),
      "p2pFirstShare": .init(inputs.directFirstShare, digits: 4),
    ])
  }

  private var fallback: JSONValue {
    .object([
      "triggered": .bool(numbers.fallback != nil),
      "frame": .init(numbers.fallback?.frame.number),
      "cause": .init(numbers.fallback?.cause.rawValue),
      "proven": .bool(numbers.fallbackProvenThrough != nil),
      "provenThroughFrame": .init(numbers.fallbackProvenThrough?.number),
      "events": .array(numbers.fallbackEvents.map(event)),
    ])
  }

  private func event(_ event: FallbackMonitor.Event) -> JSONValue {
    var members: [String: JSONValue] = [
      "frame": .int(event.frame.number), "at": .int(milliseconds(event.at - startedAt)),
    ]
    switch event.kind {
    case .degraded(let cause):
      members["kind"] = .string("degraded")
      members["cause"] = .string(cause.rawValue)
    case .recovered: members["kind"] = .string("recovered")
    }
    return .object(members)
  }

  private var ignored: JSONValue {
    .object([
      "forged": .int(numbers.ignored.forged), "unkeyed": .int(numbers.ignored.unkeyed),
      "replayed": .int(numbers.ignored.replayed),
      "otherSession": .int(numbers.ignored.otherSession), "own": .int(numbers.ignored.own),
      "stranger": .int(numbers.ignored.stranger), "malformed": .int(numbers.ignored.malformed),
      "otherVersion": .int(numbers.ignored.otherVersion),
    ])
  }

  private var rollback: JSONValue {
    let rollback = numbers.rollback
    return .object([
      "count": .int(rollback.rollbacks),
      "mispredictedInputs": .int(rollback.mispredictedInputs),
      "resimulatedFrames": .int(rollback.resimulatedFrames),
      "maxDepth": .int(rollback.maxDepth),
      "depthHistogram": .array(
        rollback.depthHistogram.prefix(rollback.maxDepth + 1).map { .int($0) }),
      "stalls": .int(numbers.stalls.count),
      "stallMilliseconds": .int(milliseconds(numbers.stalls.total)),
    ])
  }

  private func peer(_ peer: MatchNumbers.Peer) -> JSONValue {
    let modes = peer.modeTimes.map { JSONValue.int(milliseconds($0)) }
    return .object([
      "seat": .int(peer.seat.number), "name": .string(names[peer.seat.number]),
      "verifiedFrame": .init(peer.verifiedFrame?.number), "hashesSent": .int(peer.hashesSent),
      "hashesReceived": .int(peer.hashesReceived), "hashesCompared": .int(peer.hashesCompared),
      "hashMismatches": .int(peer.hashMismatches),
      "firstBadFrame": .init(peer.firstBadFrame?.number),
      "p2pObstacle": .init(peer.obstacle.map { "\($0)" }),
      "modes": .object([
        "dual": modes[Mode.dual.rawValue], "directOnly": modes[Mode.directOnly.rawValue],
        "relayOnly": modes[Mode.relayOnly.rawValue], "dark": modes[Mode.dark.rawValue],
      ]),
      "paths": .object(["p2p": path(peer.paths.direct), "relay": path(peer.paths.relay)]),
    ])
  }

  private func path(_ path: MatchNumbers.OfPath) -> JSONValue {
    let counters = path.counters
    return .object([
      "state": .string(path.state.word), "packetsSent": .int(counters.packetsSent),
      "packetsReceived": .int(counters.packetsReceived), "bytesSent": .int(counters.bytesSent),
      "bytesReceived": .int(counters.bytesReceived),
      "inputs": .object([
        "received": .int(counters.inputs.received), "first": .int(counters.inputs.first),
        "later": .int(counters.inputs.later), "duplicate": .int(counters.inputs.duplicate),
        "rejected": .int(counters.inputs.rejected),
      ]),
      "rtt": .object([
        "p50": .init(path.rttMedian?.milliseconds, digits: 1),
        "p95": .init(path.rtt95?.milliseconds, digits: 1),
      ]),
      "jitter": .init(path.jitter?.milliseconds, digits: 1), "loss": .init(path.loss, digits: 4),
    ])
  }

  private func milliseconds(_ duration: Duration) -> Int { Int(duration.milliseconds.rounded()) }
}

extension JSONValue {
  /// A number, or text where the number does not fit.
  fileprivate init(_ number: Int?, or text: String) {
    self = number.map { .int($0) } ?? .string(text)
  }
}
