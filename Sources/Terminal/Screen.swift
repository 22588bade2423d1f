import CNcurses
import CTerminal
import Glibc
package import Views

/// Owns the terminal: opens it, shows the newest canvas, and leaves it as it was.
///
/// Drawing happens on a thread of its own, so that a terminal that takes no more output never
/// holds up the game: pictures are then dropped, the newest one waits. All methods are for one
/// thread, that of the game.
@safe package final class Screen {
  /// How long to wait for the render thread before output is thrown away, and how often and how long
  /// after that before the terminal is given up.
  private static let patienceMilliseconds = 1000
  private static let discards = 10
  private static let discardMilliseconds = 100
  /// A bell that could not ring within this time tells of something that is long over.
  private static let bellPatience = Duration.seconds(1)

  /// What the terminal has said about itself when it was opened.
  package let capabilities: TerminalCapabilities
  /// What was typed meanwhile; begin with it: `KeyReader(typed:)`.
  package let typedEarly: [UInt8]

  private let reportsMouse: Bool
  private let handover = Handover()
  private var thread: pthread_t?
  private var lastSize: TerminalSize

  /// Opens the terminal and starts to draw.
  ///
  /// - Parameter reportsMouse: Clicks come as keys; the terminal then no longer selects text by itself.
  /// - Throws: `TerminalError.notATerminal` unless standard input and output are one,
  ///   `.unknownTerminal` if curses cannot drive it.
  package init(reportsMouse: Bool = false) throws(TerminalError) {
    self.reportsMouse = reportsMouse
    guard isatty(0) == 1, isatty(1) == 1 else { throw .notATerminal }
    try Signals.install()
    let code = ct_terminal_remember(0)
    if code != 0 { throw .system(call: "tcgetattr", code: code) }
    // Before curses, which asks the C library too. What is no UTF-8 to the user is none to the terminal.
    let takesUTF8 = nc_use_utf8() != 0
    let replies = TerminalProbe.run(takesUTF8 ? WidthSample.allCases : [])
    let variable = unsafe getenv("COLORFGBG").map { unsafe String(cString: $0) }
    capabilities = TerminalCapabilities(
      replies: replies, variable: variable, library: .ofLibrary())
    typedEarly = replies.typed
    lastSize = .read()
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
      throw failure
    }
  }

  deinit { close() }

  /// The size to draw for; reads it anew after `resized`.
  package var size: TerminalSize { lastSize }

  package var counters: ScreenCounters { handover.locked { $0.counters } }

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
  /// no output for a second, or is given back. Never waits.
  package func bell() {
    let deadline = SuspendingClock().now + Self.bellPatience
    handover.locked { if $0.wish == .draw { $0.bellDeadline = deadline } }
  }

  /// Calls the terminal's window `text`, without its control characters, until the terminal is given
  /// back; then it has its own title again. Does nothing where the terminal has no such title, and
  /// never waits: of several titles that were not set yet the newest counts.
  package func setTitle(_ text: String) { handover.locked { $0.title = text } }

  /// Leaves the screen, stops this process until somebody continues it, and comes back.
  package func suspend() {
    leave()
    raise(SIGSTOP)
    resume()
  }

  /// Gives the terminal back as it was, for a while.
  package func leave() {
    handover.locked { contents in
      contents.wish = .suspend
      contents.bellDeadline = nil
    }
    if !awaitPhase(.suspended) { ct_restore_now() }
  }

  /// Takes the terminal again after `leave`.
  package func resume() {
    lastSize = .read()
    handover.locked { $0.wish = .draw }
  }

  /// Leaves the terminal as it was and ends the thread; the second time does nothing.
  package func close() {
    guard let thread = thread else { return }
    handover.locked { $0.wish = .close }
    if awaitPhase(.closed) {
      joinThread()
    } else {
      ct_restore_now()
      pthread_detach(thread)
      self.thread = nil
    }
  }

  /// Waits for the render thread. If it sits in a write that the terminal does not take, what was
  /// to be drawn is thrown away, piece by piece; whether that helped is the result.
  private func awaitPhase(_ phase: Handover.Phase) -> Bool {
    let hasArrived = { (contents: Handover.Contents) in contents.phase == phase }
    if handover.wait(milliseconds: Self.patienceMilliseconds, until: hasArrived) { return true }
    for _ in 0..<Self.discards {
      ct_terminal_discard_output(1)
      if handover.wait(milliseconds: Self.discardMilliseconds, until: hasArrived) { return true }
    }
    return false
  }

  private func startThread() throws(TerminalError) {
    var started = pthread_t()
    let work = RenderThread(
      handover, capabilities: capabilities, reportsMouse: reportsMouse)
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
