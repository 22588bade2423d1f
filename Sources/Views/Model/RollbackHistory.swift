package import Netplay
import Rollback
import Vocabulary

/// Remembers how often and how deep guesses were taken back in the last ten seconds.
package struct RollbackHistory: Hashable, Sendable {
  private struct Sample: Hashable, Sendable {
    let at: Instant
    let rollbacks: Int
    /// By depth, of the whole match.
    let depths: [Int]
  }

  static let span = Duration.seconds(10)
  /// Readings kept, however often there is one.
  private static let capacity = 128

  private var samples: [Sample] = []

  package init() {}

  /// Takes the numbers of an instant; ones of the same instant as the last change nothing.
  package mutating func note(_ numbers: MatchNumbers) {
    guard samples.last.map({ numbers.at > $0.at }) ?? true else { return }
    let statistics = numbers.rollback
    samples.append(
      Sample(
        at: numbers.at, rollbacks: statistics.rollbacks, depths: statistics.depthHistogram))
    while samples.count > Self.capacity
      || samples.count > 2 && numbers.at - samples[1].at >= Self.span
    {
      samples.removeFirst()
    }
  }

  /// Rollbacks in that time.
  var count: Int { (samples.last?.rollbacks ?? 0) - (samples.first?.rollbacks ?? 0) }

  /// How many of them were of each depth; the index is the depth.
  var depths: [Int] {
    guard let last = samples.last, let first = samples.first else { return [] }
    return last.depths.enumerated().map { depth, count in
      count - (depth < first.depths.count ? first.depths[depth] : 0)
    }
  }

  /// The deepest of them; 0 when there was none.
  var deepest: Int { depths.lastIndex { $0 > 0 } ?? 0 }
}
