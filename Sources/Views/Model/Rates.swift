package import Netplay
import Rollback
import Vocabulary

/// Remembers the numbers of the last second, to show what changes per second.
package struct Rates: Hashable, Sendable {
  private struct Sample: Hashable, Sendable {
    let at: Instant
    /// Per peer, by its place among the peers.
    let received: [PerPath<Int>]
    let first: [PerPath<Int>]
  }

  private static let span = Duration.seconds(1)

  private var samples: [Sample] = []

  package init() {}

  /// Takes the numbers of an instant; ones of the same instant as the last change nothing.
  package mutating func sample(_ numbers: MatchNumbers) {
    guard samples.last.map({ numbers.at > $0.at }) ?? true else { return }
    samples.append(
      Sample(
        at: numbers.at, received: numbers.peers.map { $0.counts(\.distinct) },
        first: numbers.peers.map { $0.counts(\.first) }))
    while samples.count > 2, numbers.at - samples[1].at >= Self.span { samples.removeFirst() }
  }

  /// Inputs received by a path from the peer at `index` in the last second.
  func perSecond(_ index: Int, _ path: Path) -> Int {
    Int(rate { $0.received.count > index ? $0.received[index][path] : 0 }.rounded())
  }

  /// The path that brought most inputs of that peer first in the last second.
  func leading(_ index: Int) -> Path? {
    func first(_ path: Path) -> Double {
      rate { $0.first.count > index ? $0.first[index][path] : 0 }
    }
    if first(.direct) == 0 && first(.relay) == 0 { return nil }
    return first(.direct) >= first(.relay) ? .direct : .relay
  }

  private func rate(_ count: (Sample) -> Int) -> Double {
    guard let first = samples.first, let last = samples.last, last.at > first.at else { return 0 }
    return Double(count(last) - count(first)) * 1000 / (last.at - first.at).milliseconds
  }
}

extension MatchNumbers.Peer {
  fileprivate func counts(_ count: (PathCounters.Inputs) -> Int) -> PerPath<Int> {
    PerPath(
      direct: count(paths.direct.counters.inputs), relay: count(paths.relay.counters.inputs))
  }
}
