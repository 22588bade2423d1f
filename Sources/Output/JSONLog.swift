import Logging
import Vocabulary

/// A log of JSON objects, one a line, through swift-log; never waits for whoever reads them.
package struct JSONLog: Sendable {
  private let writer: LineWriter
  private let logger: Logger

  /// - Parameters:
  ///   - label: Whose it is, in swift-log.
  ///   - longest: Bytes of a value; longer ones are cut, for a stranger may have written them.
  package init(_ outlet: LineOutlet, label: String, longest: Int = .max) {
    let writer = LineWriter(outlet, notice: .json)
    self.writer = writer
    logger = Logger(label: label) { _ in JSONLinesHandler(writer: writer, longest: longest) }
  }

  /// - Parameters:
  ///   - level: As swift-log calls it; info when it does not know the word.
  ///   - fields: Values that are whole numbers are written as such, but those of hashes.
  package func note(_ event: String, level: String, _ fields: [String: String]) {
    logger.log(
      level: Logger.Level(rawValue: level) ?? .info, "\(event)",
      metadata: fields.mapValues { Logger.MetadataValue.string($0) })
  }

  /// Waits a little for the last lines; returns what is missing then.
  package func close(within limit: Duration) -> LineWriter.Loss? { writer.close(within: limit) }

  /// At a boundary of characters.
  package static func cut(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var end = text.startIndex
    var size = 0
    while end < text.endIndex {
      size += text[end].utf8.count
      if size > limit { break }
      end = text.index(after: end)
    }
    return String(text[..<end])
  }
}

/// Formats a record as one JSON object a line.
private struct JSONLinesHandler: LogHandler {
  /// Hashes are text even when all their digits are decimal.
  private static let texts: Set<String> = ["ours", "theirs", "room"]

  let writer: LineWriter
  let longest: Int
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
      let text = JSONLog.cut(value.description, to: longest)
      let number = Self.texts.contains(key) ? nil : Int(text)
      members[key] = number.map { .int($0) } ?? .string(text)
    }
    writer.write(JSONValue.object(members).text + "\n")
  }
}
