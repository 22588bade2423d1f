import Foundation
import Glibc

/// A pipe whose reader never reads.
struct StuckPipe {
  let pipe = Pipe()

  /// As full as it gets.
  init() {
    let writing = pipe.fileHandleForWriting.fileDescriptor
    let flags = fcntl(writing, F_GETFL)
    _ = fcntl(writing, F_SETFL, flags | O_NONBLOCK)
    let chunk = [UInt8](repeating: UInt8(ascii: "."), count: 4096)
    while unsafe write(writing, chunk, chunk.count) > 0 {}
    // Whoever gets this end shall wait: the flag is shared.
    _ = fcntl(writing, F_SETFL, flags)
  }

  var isFull: Bool { isFullPipe(pipe.fileHandleForWriting.fileDescriptor) }
}

/// A pipe with a name in a folder of its own.
final class NamedPipe {
  let path: String
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pipe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appendingPathComponent("log").path
    guard unsafe mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit {
    // What is left behind in a temporary folder harms nobody.
    do { try FileManager.default.removeItem(at: folder) } catch {}
  }

  /// Somebody must have it open for reading.
  var isFull: Bool {
    let writing = unsafe open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(writing) }
    return writing >= 0 && isFullPipe(writing)
  }

  /// Opens the reading end, whether there is a writer or not.
  func reader() -> FileHandle {
    FileHandle(
      fileDescriptor: unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), closeOnDealloc: true)
  }
}

extension FileHandle {
  /// What can be read without waiting, as far as it goes.
  func available() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe Glibc.read(fileDescriptor, &buffer, buffer.count)
      guard count > 0 else { return bytes }
      bytes += buffer.prefix(count)
    }
  }
}

/// Whether a writer would have to wait.
private func isFullPipe(_ writing: Int32) -> Bool {
  var polled = pollfd(fd: writing, events: Int16(POLLOUT), revents: 0)
  return unsafe poll(&polled, 1, 0) == 0
}
