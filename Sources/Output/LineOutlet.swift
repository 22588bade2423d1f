import Foundation
import Glibc

/// Names what the system has against a write.
package struct OutletError: Error, Hashable {
  package let number: Int32

  package var words: String { unsafe String(cString: strerror(number)) }
}

/// Where lines go. What is opened stays what it is: a link, a pipe or a device is not replaced.
package enum LineOutlet: Sendable {
  /// Open since the start of the process, and left open.
  case standard(Int32)
  case open(Int32)
  /// A pipe by name that nobody reads yet: opening it waits for a reader.
  case unread(path: String)

  /// What becomes of what a file holds already.
  package enum Purpose: Sendable {
    case anew
    case more
  }

  /// Opens a file, without ever waiting.
  ///
  /// - Throws: What is in the way: no such folder, no permission.
  package static func opening(
    _ path: String, for purpose: Purpose = .anew
  ) throws(OutletError) -> LineOutlet {
    let purposeFlag = purpose == .anew ? O_TRUNC : O_APPEND
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | purposeFlag
    let descriptor = unsafe Glibc.open(path, flags | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else {
      let number = errno
      guard number == ENXIO, isPipe(path) else { throw OutletError(number: number) }
      return .unread(path: path)
    }
    // From here on waiting is right: a thread that does nothing else does it.
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    return .open(descriptor)
  }

  /// The descriptor to write to; waits for a reader of a pipe.
  func descriptor() throws(OutletError) -> Int32 {
    switch self {
    case .standard(let descriptor), .open(let descriptor): return descriptor
    case .unread(let path):
      let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw OutletError(number: errno) }
      return descriptor
    }
  }

  func close(_ descriptor: Int32) {
    switch self {
    case .standard: break
    case .open, .unread: _ = Glibc.close(descriptor)
    }
  }

  /// Writes as much as is taken, at least a byte; waits until that is possible.
  static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) throws(OutletError) -> Int {
    while true {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      // Whoever shares the terminal with us may have set it so.
      case EAGAIN: awaitRoom(descriptor)
      case let number: throw OutletError(number: number)
      }
    }
  }

  private static func awaitRoom(_ descriptor: Int32) {
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&polled, 1, -1)
  }

  private static func isPipe(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }
}
