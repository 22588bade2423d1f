import Output
import Presentation
import Station
import Terminal
import Transport
import Views
import Vocabulary

/// Shows what a watch measures until somebody ends it: on a screen, or as a line a second for each path.
final class DoctorWatch {
  private static let picture = Duration.milliseconds(100)
  private static let second = Duration.seconds(1)

  private let relay: HostPort
  private let run: any PathMeasurer
  private let subject: () -> WatchTarget
  private let clock: SystemClock
  private let screen: Screen?
  private let options: ViewOptions?
  private let tables: FigureTables

  /// - Parameter subject: What is measured, and what there is to know of it now.
  init(
    _ relay: HostPort, _ run: any PathMeasurer, of subject: @escaping () -> WatchTarget,
    _ display: DisplayOptions, _ tables: FigureTables,
    clock: SystemClock
  ) throws {
    (self.relay, self.run, self.subject) = (relay, run, subject)
    (self.clock, self.tables) = (clock, tables)
    screen = tables.leavesOutput ? Self.openScreen() : nil
    options = try screen.map {
      try display.viewOptions(on: $0.capabilities, hasColours: $0.hasColours)
    }
    if screen == nil { try Play.installSignals() }
  }

  /// Without a terminal there are lines.
  private static func openScreen() -> Screen? {
    do throws(TerminalError) {
      return try Screen()
    } catch {
      return nil
    }
  }

  /// Measures until q or a signal.
  ///
  /// - Throws: `Failure` when a match could count on no path at the end.
  func untilEnded() throws(Failure) {
    var (nextPicture, nextLine) = (clock.now, clock.now + Self.second)
    while !run.isOver, !isEnded(within: min(run.rest, Self.picture)) {
      run.turn()
      let now = clock.now
      let report = report
      if now >= nextPicture {
        nextPicture = now + Self.picture
        draw(report, now: now)
      }
      if now >= nextLine {
        nextLine = max(nextLine + Self.second, now)
        tables.write(report.rows, report.objects)
        if screen == nil { tables.tell(report.news + report.lines) }
      }
    }
    screen?.close()
    tables.close()
    let report = report
    guard report.hasPath else {
      throw Failure(.connection, (report.news + report.verdict).joined(separator: "\n"))
    }
    tables.tell(report.news + report.verdict)
  }

  private var report: WatchReport { WatchReport(run.paths, of: subject(), now: clock.now) }

  private func draw(_ report: WatchReport, now: Instant) {
    guard let screen, let options else { return }
    let sheet = WatchSheet(
      run.paths, of: report.title(at: relay), premises: report.premises, sentences: report.verdict,
      now: now)
    screen.post(
      sheet.canvas(width: screen.size.columns, height: screen.size.rows, options: options),
      theme: options.theme)
  }

  private func isEnded(within time: Duration) -> Bool {
    var bytes: [UInt8] = []
    if let screen {
      let wake = screen.poll(timeout: time, others: [run.wakeFileDescriptor])
      if wake.isClosed { return true }
      bytes = wake.bytes
    } else {
      run.wait(atMost: time)
    }
    for signal in Signals.take() {
      switch signal {
      case .terminate: return true
      case .resized: screen?.resized()
      case .suspend: _ = screen?.suspend()
      case .continued: screen?.look(after: .continued)
      case .denied: screen?.look()
      }
    }
    return bytes.contains { [UInt8(ascii: "q"), UInt8(ascii: "Q"), 3].contains($0) }
  }
}

extension LineWriter {
  /// A writer to a file, or with `-` to standard output; nothing where nothing was asked for.
  ///
  /// - Throws: `Failure` when the file cannot be made.
  static func opening(_ path: String?, notice: LineQueue.Notice) throws(Failure) -> LineWriter? {
    guard let path else { return nil }
    do throws(OutletError) {
      return LineWriter(path == "-" ? .standard(1) : try .opening(path), notice: notice)
    } catch {
      throw Failure(.error, "\(path) cannot be written: \(error.words): check the folder")
    }
  }
}
