import GridGame
import Netplay
import Rollback
package import Vocabulary

/// What a watch has measured of both paths so far, and what it means for a match.
package struct PathWatch: Hashable, Sendable {
  /// What is at the other end.
  package enum Subject: Hashable, Sendable {
    /// The relay alone: what a match would be like with somebody who is as far from it as we are.
    case relay
    /// The host of a room, there and back.
    case host
  }

  package let subject: Subject
  package let start: Instant
  package internal(set) var probes: PerPath<PathProbe>

  package init(of subject: Subject, every interval: Duration, now: Instant) {
    self.subject = subject
    start = now
    probes = PerPath(repeating: PathProbe(every: interval, now: now))
  }

  mutating func tick(now: Instant) { for path in Path.allCases { probes[path].tick(now: now) } }
}

// MARK: What follows for a match

extension PathWatch {
  /// What two players should expect: we and the host, or two who are as far from the relay as we are.
  package struct Forecast: Hashable, Sendable {
    /// The path that is quicker for 95 of 100.
    package let path: Path
    /// One way between the two, by the median and for 95 of 100.
    package let median: Duration
    package let most: Duration
    /// Frames between a key and its effect.
    package let inputDelay: Int
    /// Frames that stay guessed for 95 of 100.
    package let guessedFrames: Int
  }

  /// Guesses further than that are seen: a tenth of a second.
  private static let fineFrames = 6
  /// What `--input-delay` is without a word.
  private static let usualDelay = 2
  /// A path that loses more than that is not counted on.
  private static let tolerableLoss = 0.1

  /// Nothing while nothing has come back by a path that can be counted on.
  package func forecast(now: Instant) -> Forecast? {
    let usable = Path.allCases.compactMap { path -> (Path, PathProbe.Spread)? in
      guard let spread = probes[path].spread, !probes[path].isDown(now: now),
        probes[path].loss ?? 1 <= Self.tolerableLoss
      else { return nil }
      return (path, spread)
    }
    guard let best = usable.min(by: { $0.1.most < $1.1.most }) else { return nil }
    let ways = (median: oneWay(of: best.1.median), most: oneWay(of: best.1.most))
    let frame = MatchConfiguration.usualFrameDuration.wholeNanoseconds
    let frames = Int((ways.most.wholeNanoseconds + frame - 1) / frame)
    let delay = min(max(frames - Self.fineFrames, Self.usualDelay), Session<Ghostline>.maxDelay)
    return Forecast(
      path: best.0, median: ways.median, most: ways.most, inputDelay: delay,
      guessedFrames: max(0, frames - delay))
  }

  /// One way between the two of a round trip.
  private func oneWay(of roundTrip: Duration) -> Duration {
    switch subject {
    // To the relay and back is as far as to the relay and on to the other.
    case .relay: roundTrip
    case .host: roundTrip.halved
    }
  }
}
