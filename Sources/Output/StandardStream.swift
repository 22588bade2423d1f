import Glibc

/// Writes to standard output and standard error; neither a reader who has gone nor one who is stuck
/// is a reason to stop a match.
///
/// Nothing is written at once: whoever ends the process, or needs the order of both streams, has to
/// `flush` or `close`.
package enum StandardStream {
  case output
  case error

  /// How long other things wait for a reader who is not needed for them.
  private static let patience = Duration.milliseconds(500)
  /// How long a command that has nothing left but its answer waits for somebody to take it.
  package static let untilTaken = Duration.seconds(24 * 3600)

  private static let outputWriter = LineWriter(.standard(1), notice: .none)
  private static let errorWriter = LineWriter(.standard(2), notice: .prose)

  /// Puts `/dev/null` where the process was started without one of the three streams: whoever
  /// closed it wants nothing from it, and no socket or file may get its number.
  package static func fillClosed() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is the one that is missing.
      _ = unsafe open("/dev/null", O_RDWR)
    }
  }

  private var writer: LineWriter {
    switch self {
    case .output: Self.outputWriter
    case .error: Self.errorWriter
    }
  }

  package func write(_ text: String) { writer.write(text) }

  /// Waits a little until all is written, if it can be.
  package func flush() { writer.flush(within: Self.patience) }

  /// Waits at most `limit` until all is written; nothing can be written after that.
  ///
  /// - Returns: A sentence about what is in the way, if something is missing then.
  package func close(within limit: Duration = untilTaken) -> String? {
    writer.close(within: limit).map { loss in
      let name =
        switch self {
        case .output: "output"
        case .error: "error"
        }
      return "standard \(name) cannot be written: \(loss.words)"
    }
  }
}
