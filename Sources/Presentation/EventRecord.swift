package import Netplay
import Rollback
import Views
import Vocabulary

/// One event as a log has it: a name, a level and fields by name. Names never change their meaning.
package struct EventRecord: Hashable, Sendable {
  package enum Level: String, Hashable, Sendable { case debug, info, warning, error }

  package let name: String
  package let level: Level
  package let fields: [String: String]

  init(_ name: String, _ level: Level, _ fields: [String: String]) {
    self.name = name
    self.level = level
    self.fields = fields
  }
}

extension MatchEvent {
  /// The event as a name, a level and fields.
  package var record: EventRecord {
    switch self {
    case .rolledBack(let correction):
      EventRecord(
        "rollback", .debug,
        [
          "from": "\(correction.frame.number)", "depth": "\(correction.depth)",
          "mispredicted": "\(correction.mispredictedInputs)",
        ]
      )
    case .stalled(let seats): EventRecord("stall", .info, ["waitingFor": "\(seats.bits)"])
    case .resumed(let length):
      EventRecord("resumed", .info, ["stalledMs": "\(Int(length.milliseconds))"])
    case .path(let peer, let path, let change):
      EventRecord(
        "path", .info,
        [
          "peer": "\(peer.number)", "path": "\(path)", "from": "\(change.from.word)",
          "to": "\(change.to.word)",
        ]
      )
    case .fallback(let peer, let effect): effect.record(peer)
    case .hash(let peer, let effect): effect.record(peer)
    case .conflict(let peer, let frame, let held, let offered):
      EventRecord(
        "conflict", .error,
        [
          "peer": "\(peer.number)", "inputFrame": "\(frame.number)", "held": "\(held)",
          "offered": "\(offered)",
        ]
      )
    case .silent(let peer): EventRecord("silent", .warning, ["peer": "\(peer.number)"])
    case .heardAgain(let peer, _): EventRecord("heardAgain", .info, ["peer": "\(peer.number)"])
    case .address(let peer, let address):
      EventRecord("address", .info, ["peer": "\(peer.number)", "address": "\(address)"])
    case .noDirectPath(let peer, let obstacle):
      EventRecord(
        "noDirectPath", .warning,
        [
          "peer": "\(peer.number)", "obstacle": "\(obstacle)",
          "words": "\(obstacle.words(about: "the other player"))",
        ]
      )
    case .versionMismatch(let theirs):
      EventRecord("versionMismatch", .error, ["theirs": "\(theirs)"])
    case .finished(let frame): EventRecord("finished", .info, ["finalFrame": "\(frame.number)"])
    case .ended(let reason): EventRecord("ended", .info, ["reason": "\(reason)"])
    }
  }
}

extension FallbackMonitor.Effect {
  fileprivate func record(
    _ peer: PlayerIndex
  ) -> EventRecord {
    switch self {
    case .latched(let latch):
      EventRecord(
        "fallback", .warning,
        [
          "peer": "\(peer.number)", "at": "\(latch.frame.number)", "cause": "\(latch.cause)",
          "latencyMs": "\(latch.latency.map { "\(Int($0.milliseconds))" } ?? "unknown")",
          "status": "\(latch.status)", "note": "relay continues",
        ]
      )
    case .degraded(let event):
      EventRecord("degraded", .info, ["peer": "\(peer.number)", "kind": "\(event.kind.word)"])
    case .recovered: EventRecord("recovered", .info, ["peer": "\(peer.number)"])
    case .proven(let frame):
      EventRecord(
        "fallbackProven", .info, ["peer": "\(peer.number)", "verified": "\(frame.number)"])
    }
  }
}

extension ChecksumLedger.Effect {
  fileprivate func record(
    _ peer: PlayerIndex
  ) -> EventRecord {
    switch self {
    case .matched(let frame, let chain):
      EventRecord(
        "hashMatch", .debug,
        [
          "peer": "\(peer.number)", "hashFrame": "\(frame.number)",
          "ours": "\(Sentences.hex(chain))", "theirs": "\(Sentences.hex(chain))",
        ]
      )
    case .mismatched(let frame, let ours, let theirs):
      EventRecord(
        "hashMismatch", .error,
        [
          "peer": "\(peer.number)", "hashFrame": "\(frame.number)",
          "ours": "\(Sentences.hex(ours))", "theirs": "\(Sentences.hex(theirs))",
        ]
      )
    case .located(let frame, let ours, let theirs):
      EventRecord(
        "desync", .error,
        [
          "peer": "\(peer.number)", "firstBadFrame": "\(frame.number)",
          "ours": "\(Sentences.hex(ours))", "theirs": "\(Sentences.hex(theirs))",
        ]
      )
    case .differs(let frame, let sections):
      EventRecord(
        "desyncSections", .error,
        [
          "peer": "\(peer.number)", "firstBadFrame": "\(frame.number)",
          "sections": "\(sections.joined(separator: " "))",
        ]
      )
    }
  }
}
