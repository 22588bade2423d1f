import Logging
import Netplay
import Output
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
      let record = event.record
      var metadata = record.fields.mapValues { Logger.MetadataValue.string($0) }
      metadata["frame"] = "\(frame.number)"
      metadata["seat"] = "\(seat.number)"
      metadata["ms"] = "\(Int(clock.now.nanoseconds / 1_000_000))"
      logger.log(level: Logger.Level(record.level), "\(record.name)", metadata: metadata)
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

extension Logger.Level {
  fileprivate init(_ level: EventRecord.Level) {
    switch level {
    case .debug: self = .debug
    case .info: self = .info
    case .warning: self = .warning
    case .error: self = .error
    }
  }
}
