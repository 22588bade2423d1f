import Netplay
import Synchronization
import Vocabulary

/// The one clock of the process: monotonic, from the start of the process.
///
/// It can be slowed down: then everything that reads it, game, network faults and health alike, is
/// slow together.
final class SystemClock: Sendable {
  private struct Pace {
    var divisor = 1
    /// The real time from which it counts, and what it showed then.
    var since = ContinuousClock.now
    var shown = Instant.zero

    func now(_ real: ContinuousClock.Instant) -> Instant {
      let passed = (real - since).wholeNanoseconds
      return Instant(nanoseconds: shown.nanoseconds + passed / Int64(divisor))
    }
  }

  private let pace = Mutex(Pace())

  var now: Instant {
    let real = ContinuousClock.now
    return pace.withLock { $0.now(real) }
  }

  /// By what time is slowed now; 1 is as ever.
  var slowed: Int { pace.withLock { $0.divisor } }

  /// Lets time pass at one part in `divisor` from now on.
  func slow(by divisor: Int) {
    let real = ContinuousClock.now
    pace.withLock { $0 = Pace(divisor: divisor, since: real, shown: $0.now(real)) }
  }
}
