import Logging
import Netplay
import Presentation
import Rollback
import Views
import Vocabulary

/// Writes events as JSON lines, one object each, through swift-log.
///
/// Never waits for whoever reads them. Lines that were dropped are told of in their place, once
/// others can be written: `{"event":"dropped","lines":17}`.
struct EventLog {
  /// How long the end of a match may wait for the last lines.
  private static let patience = Duration.milliseconds(500)

  private let path: String
  private let writer: LineWriter?
  private let logger: Logger?
  private let clock: SystemClock

  /// - Parameter path: Where to write; nothing for no log.
  /// - Throws: `Failure` when the file cannot be made.
  init(path: String?, clock: SystemClock) throws {
    self.clock = clock
    self.path = path ?? ""
    guard let path else {
      writer = nil
      logger = nil
      return
    }
    do throws(OutletError) {
      let writer = LineWriter(try .opening(path), notice: .json)
      self.writer = writer
      logger = Logger(label: "ghostline") { _ in JSONLinesHandler(writer: writer) }
    } catch {
      throw Failure(.error, "the log \(path) cannot be written: \(error.words): check the folder")
    }
  }

  /// Waits a little for the last lines; returns a sentence if any are missing then.
  func close() -> String? {
    writer?.close(within: Self.patience).map { loss in
      "\(loss.lines) lines are missing in the log \(path): \(loss.words)"
    }
  }

  /// Logs what a tick did, with the frame it ended at.
  func note(_ events: [MatchEvent], frame: Frame, seat: PlayerIndex) {
    guard let logger else { return }
    for event in events {
      let line = event.logLine
      var metadata = line.fields
      metadata["frame"] = "\(frame.number)"
      metadata["seat"] = "\(seat.number)"
      metadata["ms"] = "\(Int(clock.now.nanoseconds / 1_000_000))"
      logger.log(level: line.level, "\(line.name)", metadata: metadata)
    }
  }
}

/// Formats a log record as one JSON object a line.
private struct JSONLinesHandler: LogHandler {
  /// Hashes are text even when all their digits are decimal.
  private static let texts: Set<String> = ["ours", "theirs"]

  let writer: LineWriter
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.debug

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var members: [String: JSONValue] = [
      "event": .string(event.message.description), "level": .string(event.level.rawValue),
    ]
    for (key, value) in event.metadata ?? [:] {
      let text = value.description
      let number = Self.texts.contains(key) ? nil : Int(text)
      members[key] = number.map { .int($0) } ?? .string(text)
    }
    writer.write(JSONValue.object(members).text + "\n")
  }
}

extension MatchEvent {
  /// The event as a name, a level and fields.
  fileprivate var logLine: (name: String, level: Logger.Level, fields: Logger.Metadata) {
    switch self {
    case .rolledBack(let correction):
      (
        "rollback", .debug,
        [
          "from": "\(correction.frame.number)", "depth": "\(correction.depth)",
          "mispredicted": "\(correction.mispredictedInputs)",
        ]
      )
    case .stalled(let seats): ("stall", .info, ["waitingFor": "\(seats.bits)"])
    case .resumed(let length): ("resumed", .info, ["stalledMs": "\(Int(length.milliseconds))"])
    case .path(let peer, let path, let change):
      (
        "path", .info,
        [
          "peer": "\(peer.number)", "path": "\(path)", "from": "\(change.from.word)",
          "to": "\(change.to.word)",
        ]
      )
    case .fallback(let peer, let effect): effect.logLine(peer)
    case .hash(let peer, let effect): effect.logLine(peer)
    case .conflict(let peer, let frame, let held, let offered):
      (
        "conflict", .error,
        [
          "peer": "\(peer.number)", "inputFrame": "\(frame.number)", "held": "\(held)",
          "offered": "\(offered)",
        ]
      )
    case .silent(let peer): ("silent", .warning, ["peer": "\(peer.number)"])
    case .heardAgain(let peer, _): ("heardAgain", .info, ["peer": "\(peer.number)"])
    case .address(let peer, let address):
      ("address", .info, ["peer": "\(peer.number)", "address": "\(address)"])
    case .noDirectPath(let peer, let obstacle):
      (
        "noDirectPath", .warning,
        [
          "peer": "\(peer.number)", "obstacle": "\(obstacle)",
          "words": "\(obstacle.words(about: "the other player"))",
        ]
      )
    case .versionMismatch(let theirs): ("versionMismatch", .error, ["theirs": "\(theirs)"])
    case .finished(let frame): ("finished", .info, ["finalFrame": "\(frame.number)"])
    case .ended(let reason): ("ended", .info, ["reason": "\(reason)"])
    }
  }
}

extension FallbackMonitor.Effect {
  fileprivate func logLine(
    _ peer: PlayerIndex
  ) -> (name: String, level: Logger.Level, fields: Logger.Metadata) {
    switch self {
    case .latched(let latch):
      (
        "fallback", .warning,
        [
          "peer": "\(peer.number)", "at": "\(latch.frame.number)", "cause": "\(latch.cause)",
          "latencyMs": "\(latch.latency.map { "\(Int($0.milliseconds))" } ?? "unknown")",
          "status": "\(latch.status)", "note": "relay continues",
        ]
      )
    case .degraded(let event):
      ("degraded", .info, ["peer": "\(peer.number)", "kind": "\(event.kind.word)"])
    case .recovered: ("recovered", .info, ["peer": "\(peer.number)"])
    case .proven(let frame):
      ("fallbackProven", .info, ["peer": "\(peer.number)", "verified": "\(frame.number)"])
    }
  }
}

extension ChecksumLedger.Effect {
  fileprivate func logLine(
    _ peer: PlayerIndex
  ) -> (name: String, level: Logger.Level, fields: Logger.Metadata) {
    switch self {
    case .matched(let frame, let chain):
      (
        "hashMatch", .debug,
        [
          "peer": "\(peer.number)", "hashFrame": "\(frame.number)",
          "ours": "\(Sentences.hex(chain))", "theirs": "\(Sentences.hex(chain))",
        ]
      )
    case .mismatched(let frame, let ours, let theirs):
      (
        "hashMismatch", .error,
        [
          "peer": "\(peer.number)", "hashFrame": "\(frame.number)",
          "ours": "\(Sentences.hex(ours))", "theirs": "\(Sentences.hex(theirs))",
        ]
      )
    case .located(let frame, let ours, let theirs):
      (
        "desync", .error,
        [
          "peer": "\(peer.number)", "firstBadFrame": "\(frame.number)",
          "ours": "\(Sentences.hex(ours))", "theirs": "\(Sentences.hex(theirs))",
        ]
      )
    case .differs(let frame, let sections):
      (
        "desyncSections", .error,
        [
          "peer": "\(peer.number)", "firstBadFrame": "\(frame.number)",
          "sections": "\(sections.joined(separator: " "))",
        ]
      )
    }
  }
}
