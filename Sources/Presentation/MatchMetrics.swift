import Netplay
import Rollback
package import Station
import Views
package import Vocabulary

/// The lines of `--metrics`: what the screen shows, once a second, for programs; `docs/metrics.md` tells
/// the fields.
package struct MatchMetrics {
  private static let interval = Duration.seconds(1)

  private var next = Instant.zero
  private var last: MatchNumbers?

  package init() {}

  /// The line that is due now, without its end.
  ///
  /// - Parameter now: In real time, since the start of the program.
  package mutating func line(of station: borrowing Station, now: Instant) -> String? {
    guard now >= next else { return nil }
    next = max(next + Self.interval, now)
    let state = station.isTicking ? "playing" : station.isMatchOver ? "over" : "waiting"
    let match = station.withPlaying { playing in
      members(playing.match.numbers, names: playing.names)
    }
    var all: [String: JSONValue] = match ?? [:]
    all["version"] = .int(1)
    all["ms"] = .int(Int(now.nanoseconds / 1_000_000))
    all["state"] = .string(state)
    return JSONValue.object(all).text
  }

  /// All of one match, and what came to it since the line before.
  mutating func members(_ numbers: MatchNumbers, names: [String]) -> [String: JSONValue] {
    let before = last.flatMap { $0.epoch == numbers.epoch ? $0 : nil }
    defer { last = numbers }
    let rollback = numbers.rollback
    return [
      "session": .string(Sentences.hex(numbers.epoch)), "seat": .int(numbers.seat.number),
      "frame": .int(numbers.frame.number), "confirmedFrame": .int(numbers.settledFrame.number),
      "predictedFrames": .int(numbers.predictedFrames), "window": .int(numbers.window),
      "leadFrames": .init(numbers.lead, digits: 2),
      "elapsedMs": .int(numbers.elapsed.wholeMilliseconds),
      "rollbacks": .int(rollback.rollbacks),
      "rollbacksLastSecond": .int(rollback.rollbacks - (before?.rollback.rollbacks ?? 0)),
      "maxDepth": .int(rollback.maxDepth),
      "resimulatedFrames": .int(rollback.resimulatedFrames),
      "stalls": .int(numbers.stalls.count),
      "stallMs": .int(numbers.stalls.total.wholeMilliseconds),
      "missingInputs": .int(numbers.missingInputs),
      "peers": .array(
        numbers.peers.map { peer in
          Self.members(
            peer, name: names[peer.seat.number],
            before: before?.peers.first { $0.seat == peer.seat })
        }),
    ]
  }

  private static func members(
    _ peer: MatchNumbers.Peer, name: String, before: MatchNumbers.Peer?
  ) -> JSONValue {
    .object([
      "seat": .int(peer.seat.number), "name": .string(name), "mode": .string("\(peer.mode)"),
      "status": .string("\(peer.status)"), "silenceMs": .int(peer.silence.wholeMilliseconds),
      "roundTripMs": .init(peer.roundTrip?.milliseconds, digits: 1),
      "agreement": .string(peer.presentAgreement.name),
      "verifiedFrame": .init(peer.verifiedFrame?.number),
      "hashMismatches": .int(peer.hashMismatches),
      "firstBadFrame": .init(peer.firstBadFrame?.number),
      "fallback": .bool(peer.degradation != nil), "fallbacks": .int(fallbacks(peer)),
      "p2p": members(peer.paths.direct, before: before?.paths.direct),
      "relay": members(peer.paths.relay, before: before?.paths.relay),
    ])
  }

  private static func fallbacks(_ peer: MatchNumbers.Peer) -> Int {
    peer.fallbackEvents.count { if case .degraded = $0.kind { true } else { false } }
  }

  private static func members(
    _ path: MatchNumbers.OfPath, before: MatchNumbers.OfPath?
  ) -> JSONValue {
    let inputs = path.counters.inputs
    return .object([
      "state": .string(path.state.word), "status": .string("\(path.status)"),
      "roundTripMs": .init(path.roundTrip?.milliseconds, digits: 1),
      "p50Ms": .init(path.rttMedian?.milliseconds, digits: 1),
      "p95Ms": .init(path.rtt95?.milliseconds, digits: 1),
      "jitterMs": .init(path.jitter?.milliseconds, digits: 1),
      "lossLastSecond": .init(path.judgedLoss, digits: 4), "loss": .init(path.loss, digits: 4),
      "packetsSent": .int(path.counters.packetsSent),
      "packetsReceived": .int(path.counters.packetsReceived),
      "bytesSent": .int(path.counters.bytesSent),
      "bytesReceived": .int(path.counters.bytesReceived),
      "inputsReceived": .int(inputs.distinct), "inputsFirst": .int(inputs.first),
      "inputsLastSecond": .int(inputs.distinct - (before?.counters.inputs.distinct ?? 0)),
      "firstLastSecond": .int(inputs.first - (before?.counters.inputs.first ?? 0)),
    ])
  }
}

extension Agreement {
  fileprivate var name: String {
    switch self {
    case .waiting: "waiting"
    case .match: "match"
    case .desync: "desync"
    }
  }
}
