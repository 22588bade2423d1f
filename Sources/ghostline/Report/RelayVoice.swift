import Foundation
import Output
import Presentation
import Transport

/// What a relay says: JSON lines where its operator wants a log, and sentences for who started it, unless
/// both would go to one place.
struct RelayVoice: Sendable {
  /// No stranger's text is longer in any line.
  private static let longestValue = 128

  private let log: JSONLog?
  private let isProse: Bool

  /// - Throws: `Failure` when the log cannot be written.
  init(_ journal: RelaySettings.Journal) throws {
    isProse = journal != .standardError
    do throws(OutletError) {
      let outlet: LineOutlet? =
        switch journal {
        case .none: nil
        case .standardError: .standard(STDERR_FILENO)
        case .file(let path): try .opening(path, for: .more)
        }
      log = outlet.map { JSONLog($0, label: "ghostline.relay", longest: Self.longestValue) }
    } catch {
      throw Failure(.error, "the log cannot be written: \(error.words): check its folder")
    }
  }

  /// - Parameter words: The same as a sentence; nothing for what nobody waits for.
  func say(_ record: EventRecord, _ words: String? = nil) {
    let time = Date.now.ISO8601Format(.init(includingFractionalSeconds: true))
    let fields = record.fields.merging(["time": time]) { $1 }
    log?.note(record.name, level: record.level.rawValue, fields)
    if let words, isProse { StandardStream.error.write("relay: \(words)\n") }
  }

  func tell(_ change: CertificateFiles.Change) {
    let level: EventRecord.Level = if case .kept = change { .warning } else { .info }
    say(RelayLogLine.certificate("\(change)", level), "\(change)")
  }

  /// Waits a little for the last lines.
  func close() { _ = log?.close(within: .milliseconds(500)) }
}
