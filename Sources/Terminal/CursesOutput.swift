import CTerminal
import Glibc

/// Keeps what curses writes, and what is sent past it, until it is taken.
@safe struct CursesOutput {
  /// What curses is handed in the place of a terminal.
  let file: UnsafeMutablePointer<FILE>

  init?() {
    guard let file = unsafe ct_memory_open() else { return nil }
    unsafe self.file = file
  }

  /// At once, since curses writes past the buffer of the file.
  func append(_ text: String) {
    unsafe fputs(text, file)
    unsafe fflush(file)
  }

  /// All that was written since the last time.
  func take() -> [UInt8] {
    let count = unsafe ct_memory_count(file)
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, taken in
      taken = unsafe ct_memory_take(file, buffer.baseAddress, count)
    }
  }
}
