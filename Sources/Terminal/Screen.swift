import CNcurses
import CTerminal
import Glibc
package import Views
import Vocabulary

/// Owns the terminal: opens it, shows the newest canvas, reads what is typed, and leaves it as it was.
///
/// Drawing happens on a thread of its own, so that a terminal that takes no more output never
/// holds up the game: pictures are then dropped, the newest one waits. Whose the terminal is is looked
/// at, never assumed (`Tenure`). All methods are for one thread, that of the game.
@safe package final class Screen {
  /// How long to wait for the render thread before output is thrown away, and how often and how long
  /// after that before the terminal is given up.
  private static let patienceMilliseconds = 1200
  private static let discards = 5
  private static let discardMilliseconds = 100
  /// A bell that could not ring within this time tells of something that is long over.
  private static let bellPatience = Duration.seconds(1)
  /// How often we look whose the terminal is, and in which modes, where nothing tells us to.
  private static let lookInterval = Duration.seconds(1)

  /// What the terminal has said about itself when it was opened.
  package let capabilities: TerminalCapabilities

  private let device: TerminalDevice
  private let reportsMouse: Bool
  private let handover = Handover()
  private var tenure = Tenure()
  private var nextLook = Instant.zero
  private var reader: KeyReader
  private var reports = CursorReports()
  private var thread: pthread_t?
  private var lastSize: TerminalSize

  /// Opens the terminal and starts to draw.
  ///
  /// - Parameter reportsMouse: Clicks come as keys; the terminal then no longer selects text by itself.
  /// - Throws: `TerminalError.notATerminal` unless standard output is one, `.unknownTerminal` if curses
  ///   cannot drive it.
  package init(reportsMouse: Bool = false) throws(TerminalError) {
    self.reportsMouse = reportsMouse
    device = try TerminalDevice()
    try Signals.install()
    let code = ct_terminal_remember(device.descriptor)
    if code != 0 { throw .system(call: "tcgetattr", code: code) }
    // Before curses, which asks the C library too. What is no UTF-8 to the user is none to the terminal.
    let takesUTF8 = nc_use_utf8() != 0
    let replies = TerminalProbe.run(takesUTF8 ? WidthSample.allCases : [], on: device)
    let variable = unsafe getenv("COLORFGBG").map { unsafe String(cString: $0) }
    capabilities = TerminalCapabilities(
      replies: replies, variable: variable, library: .ofLibrary())
    reader = KeyReader(descriptor: device.descriptor, typed: replies.typed)
    lastSize = .read()
    // Whatever modes it has now, ours are to come.
    tenure.left()
    look()
    if !tenure.isOurs { handover.locked { $0.wish = .hush } }
    try startThread()
    let failure = handover.wait { contents -> TerminalError?? in
      switch contents.phase {
      case .opening: nil
      case .failed(let error): .some(error)
      case .drawing, .suspended, .closed: .some(nil)
      }
    }
    if let failure {
      joinThread()
      giveBack()
      throw failure
    }
    ct_keep_errors()
  }

  deinit { close() }

  /// The size to draw for; reads it anew after `resized`.
  package var size: TerminalSize { lastSize }

  /// Whether the terminal has any; without them nothing may be told by colour alone.
  package var hasColours: Bool { handover.locked { $0.hasColours } }

  package var counters: ScreenCounters { handover.locked { $0.counters } }

  /// Whether the terminal is ours now; while it is not, nothing is drawn and nothing read.
  package var isOurs: Bool { tenure.isOurs }

  // MARK: Keys

  /// Waits until something is typed, a signal comes, one of `others` can be read, or `timeout` has
  /// passed; zero or less looks without waiting.
  package func poll(timeout: Duration, others: [Int32] = []) -> KeyReader.Wake {
    if TerminalClock.now >= nextLook { look() }
    reader.listens = tenure.isOurs
    let wake = reader.poll(timeout: timeout, others: others)
    note(wake.bytes)
    if wake.isDenied { look() }
    return wake
  }

  /// Takes the answers of the terminal among what was typed.
  private func note(_ bytes: [UInt8]) {
    for byte in bytes where reports.feed(byte) {
      handover.locked { $0.flow.answered(now: TerminalClock.now) }
    }
  }

  // MARK: Pictures

  /// Shows a canvas as soon as the terminal takes it; one that waits already is dropped.
  package func post(_ canvas: Canvas, theme: Theme) {
    handover.locked { contents in
      if contents.picture != nil { contents.counters.dropped += 1 }
      contents.picture = Handover.Picture(canvas: canvas, theme: theme)
    }
  }

  /// Takes note of a new size of the terminal: the next canvas should have it.
  package func resized() {
    lastSize = .read()
    redraw()
  }

  /// Draws everything again with the next canvas.
  package func redraw() { handover.locked { $0.needsRepaint = true } }

  /// Rings the bell once, however often it is called before that; not at all when the terminal takes
  /// no output for a second, or is not ours. Never waits.
  package func bell() {
    let deadline = TerminalClock.now + Self.bellPatience
    handover.locked { if $0.wish == .draw { $0.bellDeadline = deadline } }
  }

  /// Calls the terminal's window `text`, without its control characters, until the terminal is given
  /// back; then it has its own title again. Does nothing where the terminal has no such title, and
  /// never waits: of several titles that were not set yet the newest counts.
  package func setTitle(_ text: String) { handover.locked { $0.title = text } }

  /// Asks the terminal to put `text` where it pastes from; of several texts the newest counts.
  ///
  /// - Returns: Whether it was asked: a terminal that knows no such request might print it.
  package func copy(_ text: String) -> Bool {
    let name = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? ""
    guard TerminalTitle.isKnown(to: name) else { return false }
    handover.locked { $0.copy = text }
    return true
  }

  // MARK: Whose it is

  /// Looks whose the terminal is, and in which modes, and does what follows from it. To be called
  /// when something may have changed: a signal, the window in front again.
  package func look(after cause: Tenure.Cause = .routine) {
    nextLook = TerminalClock.now + Self.lookInterval
    guard let sight = device.sight else { return }
    switch tenure.saw(sight, after: cause) {
    case nil: break
    case .hush:
      handover.locked { contents in
        contents.wish = .hush
        contents.bellDeadline = nil
      }
    case .take(let settings): take(settings)
    }
  }

  private func take(_ settings: Tenure.Settings) {
    if settings == .present { _ = ct_terminal_remember(device.descriptor) }
    guard ct_terminal_make_raw(device.descriptor) == 0 else { return tenure.left() }
    lastSize = .read()
    handover.locked { contents in
      contents.wish = .draw
      // The thread that opens enters by itself.
      contents.needsEntry = contents.phase == .drawing
      contents.needsRepaint = true
    }
  }

  /// Leaves the screen, stops this process until somebody continues it, and comes back as soon as the
  /// terminal is ours again.
  ///
  /// - Returns: Whether it did: where nobody could continue us it does nothing.
  package func suspend() -> Bool {
    guard ct_can_be_continued() else { return false }
    leave()
    ct_stop()
    look(after: .continued)
    return true
  }

  /// Gives the terminal back as it was, until a look finds it ours.
  private func leave() {
    guard tenure.isOurs else { return }
    handover.locked { contents in
      contents.wish = .suspend
      contents.bellDeadline = nil
    }
    if !awaitPhase(.suspended) { ct_restore_now() }
    awaitAnswers()
    giveBack()
    tenure.left()
  }

  /// Leaves the terminal as it was and ends the thread; the second time does nothing.
  package func close() {
    guard let thread = thread else { return }
    handover.locked { $0.wish = .close }
    if awaitPhase(.closed) {
      joinThread()
      awaitAnswers()
    } else {
      ct_restore_now()
      pthread_detach(thread)
      self.thread = nil
    }
    giveBack()
    ct_keep_errors_end()
  }

  private func giveBack() {
    ct_restore_disarm()
    ct_terminal_reset(device.descriptor)
  }

  /// Takes what the terminal still answers: the shell would show it as typed.
  private func awaitAnswers() {
    while device.isOurs, let until = handover.locked({ $0.flow.awaitsAnswerUntil }) {
      let left = until - TerminalClock.now
      guard left > .zero else { return }
      let wake = reader.poll(timeout: left)
      note(wake.bytes)
      if wake.isClosed || wake.isDenied || wake.hasSignal { return }
    }
  }

  /// Waits for the render thread. If it sits in a write that the terminal does not take, what was
  /// to be drawn is thrown away, piece by piece; whether that helped is the result.
  private func awaitPhase(_ phase: Handover.Phase) -> Bool {
    let hasArrived = { (contents: Handover.Contents) in contents.phase == phase }
    if handover.wait(milliseconds: Self.patienceMilliseconds, until: hasArrived) { return true }
    for _ in 0..<Self.discards {
      ct_terminal_discard_output(device.descriptor)
      if handover.wait(milliseconds: Self.discardMilliseconds, until: hasArrived) { return true }
    }
    return false
  }

  private func startThread() throws(TerminalError) {
    var started = pthread_t()
    let work = RenderThread(
      handover, on: device, capabilities: capabilities, reportsMouse: reportsMouse)
    let context = unsafe Unmanaged.passRetained(work).toOpaque()
    let code = unsafe pthread_create(
      &started, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<RenderThread>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context)
    guard code == 0 else {
      unsafe Unmanaged<RenderThread>.fromOpaque(context).release()
      throw .system(call: "pthread_create", code: code)
    }
    thread = started
  }

  private func joinThread() {
    guard let thread = thread else { return }
    pthread_join(thread, nil)
    self.thread = nil
  }
}
