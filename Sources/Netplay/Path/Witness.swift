package import Vocabulary

/// What the other path to the same peer knows when one of them is judged.
///
/// What neither path brings is nobody's fault: the peer paused, or the network that both share did.
package struct Witness: Hashable, Sendable {
  /// When this path brought something, the first time and the last.
  package let firstArrival: Instant
  package let lastArrival: Instant
  /// The newest interruption of its arrivals, up to now while it lasts.
  package let interruption: Range<Instant>?
  /// Zero while it is unknown.
  package let roundTripNanoseconds: Int64
  /// The 95th percentile of the times between its arrivals; zero while it is unknown.
  package let usualGapNanoseconds: Int64

  package init(
    firstArrival: Instant = .zero, lastArrival: Instant, interruption: Range<Instant>? = nil,
    roundTripNanoseconds: Int64 = 0, usualGapNanoseconds: Int64 = 0
  ) {
    self.firstArrival = firstArrival
    self.lastArrival = lastArrival
    self.interruption = interruption
    self.roundTripNanoseconds = roundTripNanoseconds
    self.usualGapNanoseconds = usualGapNanoseconds
  }

  /// How long this path has been delivering since `time`, interruption apart, in nanoseconds.
  package func delivered(since time: Instant) -> Int64 {
    let start = max(time, firstArrival)
    guard lastArrival > start else { return 0 }
    let whole = lastArrival.nanoseconds(since: start)
    guard let interruption else { return whole }
    let part = interruption.clamped(to: start..<lastArrival)
    return whole - part.upperBound.nanoseconds(since: part.lowerBound)
  }

  /// Whether this path was interrupted when another one was, or so close before or after it that
  /// the times for which the two travel may explain it.
  package func sharesInterruption(_ other: Range<Instant>, within tolerance: Int64) -> Bool {
    guard let interruption else { return false }
    return other.lowerBound.nanoseconds(since: interruption.upperBound) <= tolerance
      && interruption.lowerBound.nanoseconds(since: other.upperBound) <= tolerance
  }
}
