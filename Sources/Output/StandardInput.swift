import Foundation
import Glibc

/// Reads standard input: a pipe, or lines typed at a terminal.
package enum StandardInput {
  private static let chunkBytes = 1024
  /// How long the rest of what was pasted may take to come.
  private static let pasteTime = 0.1

  /// Whether somebody types it.
  package static var isTerminal: Bool { isatty(0) == 1 }

  /// What comes next, a line of a terminal; nothing at the end, or where it cannot be read.
  package static func next() -> ArraySlice<UInt8> {
    var buffer = [UInt8](repeating: 0, count: chunkBytes)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe Glibc.read(0, $0.baseAddress, $0.count)
      }
      guard count < 0, errno == EINTR else { return buffer.prefix(max(0, count)) }
    }
  }

  /// Throws away what was typed or pasted behind what we have read: it is neither for us nor for the
  /// shell that follows us, which would run it. Does nothing to a pipe.
  package static func discardTyped() {
    guard isTerminal else { return }
    Thread.sleep(forTimeInterval: pasteTime)
    tcflush(0, TCIFLUSH)
  }
}
