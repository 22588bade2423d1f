import GridGame
import Netplay
import Rollback
import Vocabulary

/// Remembers counters of the last second, to show what changes per second.
struct Rates {
  private struct Sample {
    let at: Instant
    let frame: Frame
    /// Per peer, in the order of the endpoints.
    let received: [PerPath<Int>]
    let first: [PerPath<Int>]
  }

  private static let span = Duration.seconds(1)

  private var samples: [Sample] = []
  private var seats: [PlayerIndex] = []

  mutating func sample(_ match: borrowing Match<Ghostline>, now: Instant) {
    seats = match.endpoints.map(\.seat)
    samples.append(
      Sample(
        at: now, frame: match.frame,
        received: match.endpoints.map { endpoint in
          PerPath(
            direct: endpoint.paths.direct.counters.inputs.distinct,
            relay: endpoint.paths.relay.counters.inputs.distinct)
        },
        first: match.endpoints.map { endpoint in
          PerPath(
            direct: endpoint.paths.direct.counters.inputs.first,
            relay: endpoint.paths.relay.counters.inputs.first)
        }))
    while samples.count > 2, now - samples[1].at >= Self.span { samples.removeFirst() }
  }

  /// Inputs received by a path in the last second.
  func perSecond(_ seat: PlayerIndex, _ path: Vocabulary.Path) -> Int {
    Int(rate(seat) { $0.received[$1][path] }.rounded())
  }

  /// The path that brought most inputs first in the last second.
  func leading(_ seat: PlayerIndex) -> Vocabulary.Path? {
    let direct = rate(seat) { $0.first[$1].direct }
    let relay = rate(seat) { $0.first[$1].relay }
    if direct == 0 && relay == 0 { return nil }
    return direct >= relay ? .direct : .relay
  }

  var framesPerSecond: Double {
    guard let span = seconds, let first = samples.first, let last = samples.last else { return 0 }
    return Double(last.frame - first.frame) / span
  }

  private var seconds: Double? {
    guard let first = samples.first, let last = samples.last, last.at > first.at else {
      return nil
    }
    return (last.at - first.at).milliseconds / 1000
  }

  private func rate(_ seat: PlayerIndex, _ count: (Sample, Int) -> Int) -> Double {
    guard let index = seats.firstIndex(of: seat), let seconds, let first = samples.first,
      let last = samples.last
    else { return 0 }
    return Double(count(last, index) - count(first, index)) / seconds
  }
}
