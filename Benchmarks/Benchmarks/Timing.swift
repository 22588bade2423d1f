import Vocabulary

/// The rounds of one measurement: the best counts, the others tell how noisy the machine is.
struct Timing {
  /// Of the best round, per unit (a frame, a tick, a call).
  private(set) var best = Double.infinity
  private(set) var worst = 0.0

  /// Runs one round; `body` returns how many units it did.
  mutating func round(_ body: () -> Int) {
    let began = ThreadClock.nanoseconds
    let units = body()
    let share = Double(ThreadClock.nanoseconds - began) / Double(max(1, units))
    best = min(best, share)
    worst = max(worst, share)
  }

  /// By how much the worst round was slower than the best.
  var noise: Double { worst / best - 1 }
}
