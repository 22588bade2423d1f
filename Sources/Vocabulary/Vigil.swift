/// Counts time only while this process was awake, so that a gap in our own clock is nobody's silence.
///
/// A process may stand still: suspended by its user, its machine asleep, its thread starved. Whoever
/// judges others by the time in which nothing came from them must not count that. The owner says when
/// it wants to be woken (`willWake`), and what it is woken later than that by more than the tolerance
/// did not happen: its own time, in which all its timers and measures run, goes on where it was.
///
/// ```
///   real     0 ── 16 ── 32 ───────── stopped ───────── 9048 ── 9064
///   own      0 ── 16 ── 32 ──────────────────────────── 48 ──── 64
/// ```
package struct Vigil: Sendable {
  /// How late one may be woken and still count as awake.
  package static let tolerance = Duration.milliseconds(250)

  /// Time that was slept through, in all.
  package private(set) var slept = Duration.zero
  /// The own time now: as of the last call of `woke`.
  package private(set) var now: Instant
  private var newest: Instant
  /// When we asked to be woken, in real time; nothing is promised while it is in the past.
  private var promised: Instant
  /// The newest gap, in real time, and what was slept before it.
  private var gap: (range: Range<Instant>, before: Duration)?

  package init(now real: Instant) {
    now = real
    newest = real
    promised = .distantFuture
  }

  /// Notes that the owner runs.
  ///
  /// - Parameter real: The reading of the clock; never earlier than the last one.
  /// - Returns: How long the owner was asleep before; nothing when it was not.
  package mutating func woke(now real: Instant) -> Duration? {
    let due = max(newest, promised)
    newest = max(newest, real)
    defer { now = max(now, newest - slept) }
    guard real - due > Self.tolerance else { return nil }
    gap = (due..<real, slept)
    slept += real - due
    return real - due
  }

  /// Says when the owner wants to run again; nothing when it waits for others alone.
  package mutating func willWake(at own: Instant?) {
    // Who waits for nothing of its own cannot be late: whatever happens is what it waited for.
    promised = own.map { $0 + slept } ?? .distantFuture
  }

  /// The own time of something that happened at a real time, since the last turn or before it.
  package func own(_ real: Instant) -> Instant {
    guard let gap, real < gap.range.upperBound else { return min(now, real - slept) }
    return min(now, min(real, gap.range.lowerBound) - gap.before)
  }

  /// The real time of an own one.
  package func real(_ own: Instant) -> Instant { own + slept }
}

extension Instant {
  /// Later than everything; far enough from the end of the numbers to be added to.
  package static let distantFuture = Instant(nanoseconds: .max / 4)
}
