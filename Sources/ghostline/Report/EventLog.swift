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
  private let log: JSONLog?
  private let clock: SystemClock

  /// - Parameter path: Where to write; nothing for no log.
  /// - Throws: `Failure` when the file cannot be made.
  init(path: String?, clock: SystemClock) throws {
    self.clock = clock
    self.path = path ?? ""
    do throws(OutletError) {
      log = try path.map { path throws(OutletError) in
        JSONLog(try .opening(path), label: "ghostline")
      }
    } catch {
      throw Failure(
        .error, "the log \(self.path) cannot be written: \(error.words): check the folder")
    }
  }

  /// Waits a little for the last lines; returns a sentence if any are missing then.
  func close() -> String? {
    log?.close(within: Self.patience).map { loss in
      "\(loss.lines) lines are missing in the log \(path): \(loss.words)"
    }
  }

  /// Logs what a tick did, with the frame it ended at.
  func note(_ events: [MatchEvent], frame: Frame, seat: PlayerIndex) {
    guard let log else { return }
    for event in events {
      let record = event.record
      var fields = record.fields
      fields["frame"] = "\(frame.number)"
      fields["seat"] = "\(seat.number)"
      fields["ms"] = "\(Int(clock.now.nanoseconds / 1_000_000))"
      log.note(record.name, level: record.level.rawValue, fields)
    }
  }
}
