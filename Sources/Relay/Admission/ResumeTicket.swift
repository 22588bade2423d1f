/// Proves that its holder was at a seat: the relay's welcome brings it, a resume shows it.
///
/// The shell draws it, 128 bits for each connection; the hub only compares. A resumed seat keeps
/// its ticket: were it replaced, a client whose welcome was lost on the way could never come back.
package struct ResumeTicket: Sendable {
  package static let byteCount = 16

  private let high: UInt64
  private let low: UInt64

  /// - Parameters: both halves from a source that nobody can guess.
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Returns nothing unless there are exactly 16 bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  package var bytes: [UInt8] {
    [high, low].flatMap { half in
      (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) }
    }
  }
}

extension ResumeTicket: Hashable {
  /// Looks at both halves whatever the first one says: the time tells nothing about where they differ.
  package static func == (a: ResumeTicket, b: ResumeTicket) -> Bool {
    (a.high ^ b.high) | (a.low ^ b.low) == 0
  }
}

extension ResumeTicket: CustomStringConvertible, CustomReflectable {
  package var description: String { "ResumeTicket(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
