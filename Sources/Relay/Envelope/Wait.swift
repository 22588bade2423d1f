/// How long a client has to wait for the relay, in whole seconds: what fits into one byte of an answer.
package struct Wait: Hashable, Comparable, Sendable {
  package static let none = Wait(seconds: 0)
  /// What a client believes at most, whatever a relay says.
  package static let longest = Wait(seconds: 60)

  package let seconds: UInt8

  package init(seconds: UInt8) { self.seconds = seconds }

  /// Rounds up, so that nobody comes back too early.
  package init(atLeast duration: Duration) {
    let (whole, rest) = duration.components
    seconds = UInt8(clamping: max(0, whole + (rest > 0 ? 1 : 0)))
  }

  package static func < (a: Wait, b: Wait) -> Bool { a.seconds < b.seconds }

  package var duration: Duration { .seconds(Int(seconds)) }
}
