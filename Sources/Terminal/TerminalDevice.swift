import CTerminal
import Glibc
import Views

/// Holds the terminal that standard output leads to, opened anew: nothing that is read or written
/// there waits for anybody.
struct TerminalDevice: Sendable {
  let descriptor: Int32

  /// - Throws: `TerminalError.notATerminal` when standard output leads elsewhere.
  init() throws(TerminalError) {
    guard isatty(1) == 1 else { throw .notATerminal }
    descriptor = ct_terminal_open(1)
    guard descriptor >= 0 else { throw .system(call: "open", code: errno) }
  }

  /// Whose it is now; nothing when it is gone.
  var sight: Tenure.Sight? {
    switch ct_terminal_ground(descriptor) {
    case CT_FOREGROUND: ct_terminal_is_raw(descriptor) ? .oursInOurModes : .oursInOtherModes
    case CT_BACKGROUND: .background
    default: nil
    }
  }

  var isOurs: Bool { ct_terminal_ground(descriptor) == CT_FOREGROUND }

  /// Writes what is taken now; returns how much that was, and nothing when the terminal is gone.
  func write(_ bytes: ArraySlice<UInt8>) -> Int? {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    if count >= 0 { return count }
    return errno == EAGAIN || errno == EINTR ? 0 : nil
  }

  /// Waits a moment for room.
  func awaitRoom(milliseconds: Int32) {
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&polled, 1, milliseconds)
  }
}
