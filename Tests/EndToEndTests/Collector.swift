import Foundation

/// Gathers what a pipe brings while a process runs, so that a full pipe never blocks it.
///
/// On a thread that waits for it: a `readabilityHandler` is a source of libdispatch, whose list of
/// sources is used after it is freed when handlers come and go on many threads.
final class Collector: @unchecked Sendable {  // All state is guarded by `condition`.
  let pipe = Pipe()
  private let condition = NSCondition()
  private var data = Data()
  private var isAtEnd = false

  init() {
    let reading = pipe.fileHandleForReading
    Thread.detachNewThread { [self] in
      while true {
        let chunk = reading.availableData
        take(chunk)
        guard !chunk.isEmpty else { return }
      }
    }
  }

  /// Ends what nobody else has been given to write to.
  func close() {
    // Closed already is as well.
    try? pipe.fileHandleForWriting.close()
  }

  private func take(_ chunk: Data) {
    condition.lock()
    defer { condition.unlock() }
    data.append(chunk)
    if chunk.isEmpty { isAtEnd = true }
    condition.broadcast()
  }

  /// Waits for a whole line that `matches`.
  func line(within limit: TimeInterval, _ matches: (Substring) -> Bool) -> String? {
    var found: String?
    wait(within: limit) { text in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      found = lines.first(where: matches).map(String.init)
      return found != nil
    }
    return found
  }

  /// Waits until all that has come so far `matches`, or nothing comes any more.
  func wait(within limit: TimeInterval, _ matches: (String) -> Bool) {
    let deadline = Date().addingTimeInterval(limit)
    condition.lock()
    defer { condition.unlock() }
    while !matches(String(decoding: data, as: UTF8.self)), !isAtEnd,
      condition.wait(until: deadline)
    {}
  }

  /// All that came, once the other side has closed.
  func finish() -> String {
    let deadline = Date().addingTimeInterval(5)
    condition.lock()
    defer { condition.unlock() }
    while !isAtEnd, condition.wait(until: deadline) {}
    return String(decoding: data, as: UTF8.self)
  }
}
