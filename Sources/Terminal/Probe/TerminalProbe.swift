import CTerminal
import Glibc
import Views

/// Asks the terminal what it can do, once, before curses and the game use it.
struct TerminalProbe {
  /// How long to wait for answers. Terminals here take 11 ms at most; a distant one may be late,
  /// and `KeyDecoder` then drops what comes.
  private static let patience = Duration.milliseconds(150)
  /// No more is read than this: the rest is typed, and left for the game.
  private static let maximumBytes = 4096
  /// These print what they do not understand.
  private static let silentTerminals = ["linux", "dumb", ""]

  private(set) var replies: TerminalReplies
  private var byteCount = 0

  /// Asks on standard output and listens on standard input, which must be one terminal that is
  /// remembered; leaves its settings as they were.
  ///
  /// - Parameter samples: What it shall draw, to see how wide that is.
  static func run(_ samples: [WidthSample]) -> TerminalReplies {
    var probe = TerminalProbe(replies: TerminalReplies(samples))
    let name = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? ""
    if !silentTerminals.contains(name) { probe.ask(TerminalReplies.question(samples)) }
    return probe.replies
  }

  private init(replies: TerminalReplies) { self.replies = replies }

  private mutating func ask(_ question: String) {
    // Answers must neither be echoed nor wait for the end of a line.
    unsafe ct_restore_arm(0, "", 0)
    guard ct_terminal_make_raw(0) == 0 else { return }
    if send(question) { listen() }
    ct_terminal_reset(0)
    ct_restore_disarm()
  }

  private func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return unsafe bytes.withUnsafeBytes {
      unsafe write(1, $0.baseAddress, $0.count) == $0.count
    }
  }

  private mutating func listen() {
    let clock = SuspendingClock()
    let deadline = clock.now + Self.patience
    while !replies.isComplete, byteCount < Self.maximumBytes, clock.now < deadline {
      guard hasInput(within: deadline - clock.now) else { continue }
      guard readOnce() else { return }
    }
  }

  private func hasInput(within limit: Duration) -> Bool {
    var polled = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    // One more, for a limit below a millisecond.
    let milliseconds = limit.components.attoseconds / 1_000_000_000_000_000 + 1
    return unsafe poll(&polled, 1, Int32(milliseconds)) > 0
  }

  /// Reads what is there; returns whether there may be more.
  private mutating func readOnce() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe read(0, $0.baseAddress, $0.count)
    }
    guard count > 0 else { return count < 0 && errno == EINTR }
    byteCount += count
    for byte in buffer.prefix(count) { replies.feed(byte) }
    return true
  }
}
