import Glibc

/// Keeps notes of running processes in a folder that is closed to everybody else.
///
/// A note lives as long as its process: who leaves it holds a lock on it, which the system takes away
/// with the process, however that ends. A note whose lock is free is removed by whoever finds it.
package struct NoteFolder: Sendable {
  /// Holds what a note says.
  package struct Note: Hashable, Sendable {
    package let text: String
    /// How long ago it was left.
    package let age: Duration
  }

  /// More files than this are not looked at.
  private static let mostNotes = 64
  /// How often a name is taken when somebody sweeps it away at that moment.
  private static let attempts = 8
  private static let suffix = ".room"

  private let path: String

  /// - Parameter path: Absolute; made when a note is left, if what it lies in is there.
  package init(_ path: String) { self.path = path }

  /// Leaves a note, until `LeftNote.remove` or the end of the process.
  ///
  /// - Throws: What is in the way: no such place, or a folder that others may look into (`EPERM`).
  package func leave(_ text: String) throws(OutletError) -> LeftNote {
    if unsafe mkdir(path, 0o700) != 0, errno != EEXIST { throw OutletError(number: errno) }
    let folder = try open()
    for attempt in 0..<Self.attempts {
      let name = "\(getpid())-\(attempt)\(Self.suffix)"
      let file = unsafe openat(
        folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else {
        guard errno == EEXIST else { break }
        continue
      }
      // Before it is locked it looks like one that was left behind, and may be swept away.
      if flock(file, LOCK_EX | LOCK_NB) == 0, Self.status(file)?.st_nlink == 1 {
        do throws(OutletError) {
          var rest = Array(text.utf8)[...]
          while !rest.isEmpty { rest = rest.dropFirst(try LineOutlet.write(rest, to: file)) }
        } catch {
          LeftNote(folder: folder, name: name, file: file).remove()
          throw error
        }
        return LeftNote(folder: folder, name: name, file: file)
      }
      Glibc.close(file)
    }
    let number = errno
    Glibc.close(folder)
    throw OutletError(number: number)
  }

  /// The notes of processes that run, the newest first; none where the folder is not ours alone.
  package func notes(atMost limit: Int) -> [Note] {
    guard let folder = try? open() else { return [] }
    defer { Glibc.close(folder) }
    return Self.names(in: folder).compactMap { Self.read($0, in: folder, atMost: limit) }
      .sorted { $0.age < $1.age }
  }

  /// The folder, if it is one, ours, and closed to others.
  private func open() throws(OutletError) -> Int32 {
    let folder = unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { throw OutletError(number: errno) }
    guard let status = Self.status(folder), status.st_uid == geteuid(),
      status.st_mode & 0o077 == 0
    else {
      Glibc.close(folder)
      throw OutletError(number: EPERM)
    }
    return folder
  }

  private static func status(_ file: Int32) -> stat? {
    var status = stat()
    return unsafe fstat(file, &status) == 0 ? status : nil
  }

  private static func names(in folder: Int32) -> [String] {
    let copy = unsafe openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while names.count < mostNotes, let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { place in
        unsafe place.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasSuffix(suffix) { names.append(name) }
    }
    return names
  }

  /// What a note says; nothing, and the note is gone, when its process is.
  private static func read(_ name: String, in folder: Int32, atMost limit: Int) -> Note? {
    let file = unsafe openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { Glibc.close(file) }
    guard let status = status(file), status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid()
    else { return nil }
    guard flock(file, LOCK_SH | LOCK_NB) != 0 else {
      _ = unsafe unlinkat(folder, name, 0)
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe Glibc.read(file, $0.baseAddress, $0.count)
    }
    guard (1...limit).contains(count) else { return nil }
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    let left = status.st_mtim
    let age =
      Duration.seconds(now.tv_sec - left.tv_sec) + .nanoseconds(now.tv_nsec - left.tv_nsec)
    return Note(text: String(decoding: bytes.prefix(count), as: UTF8.self), age: max(.zero, age))
  }
}

/// Holds a note that was left: removed when there is no more use for it.
package struct LeftNote: Sendable {
  fileprivate let folder: Int32
  fileprivate let name: String
  fileprivate let file: Int32

  /// To be called once.
  package func remove() {
    _ = unsafe unlinkat(folder, name, 0)
    Glibc.close(file)
    Glibc.close(folder)
  }
}
