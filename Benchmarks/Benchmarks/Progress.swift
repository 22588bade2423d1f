import Glibc

/// Says on standard error what is being measured: one line, drawn anew on a terminal.
enum Progress {
  static func show(_ text: String) { write(isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n") }

  /// Takes the line away before something is printed.
  static func clear() { if isTerminal { write("\r\u{1B}[K") } }

  private static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      // Progress that cannot be written is not worth stopping for.
      _ = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }
}
