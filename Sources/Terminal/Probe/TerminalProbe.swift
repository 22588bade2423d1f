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

  private let device: TerminalDevice
  private(set) var replies: TerminalReplies
  private var byteCount = 0

  /// Asks a terminal that is remembered, and leaves its settings as they were.
  ///
  /// - Parameter samples: What it shall draw, to see how wide that is.
  static func run(_ samples: [WidthSample], on device: TerminalDevice) -> TerminalReplies {
    var probe = TerminalProbe(device, replies: TerminalReplies(samples))
    let name = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? ""
    if !silentTerminals.contains(name) { probe.ask(TerminalReplies.question(samples)) }
    return probe.replies
  }

  private init(_ device: TerminalDevice, replies: TerminalReplies) {
    self.device = device
    self.replies = replies
  }

  private mutating func ask(_ question: String) {
    // Answers must neither be echoed nor wait for the end of a line.
    unsafe ct_restore_arm(device.descriptor, "", 0)
    guard ct_terminal_make_raw(device.descriptor) == 0 else { return }
    if send(question) { listen() }
    ct_terminal_reset(device.descriptor)
    ct_restore_disarm()
  }

  private func send(_ text: String) -> Bool {
    device.write(Array(text.utf8)[...]) == text.utf8.count
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
    var polled = pollfd(fd: device.descriptor, events: Int16(POLLIN), revents: 0)
    // One more, for a limit below a millisecond.
    let milliseconds = limit.components.attoseconds / 1_000_000_000_000_000 + 1
    return unsafe poll(&polled, 1, Int32(milliseconds)) > 0
  }

  /// Reads what is there; returns whether there may be more.
  private mutating func readOnce() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe read(device.descriptor, $0.baseAddress, $0.count)
    }
    guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
    byteCount += count
    for byte in buffer.prefix(count) { replies.feed(byte) }
    return true
  }
}
