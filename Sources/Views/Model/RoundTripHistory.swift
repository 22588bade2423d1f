package import Netplay
import Vocabulary

/// Remembers the newest round trips of the worst connection, and how each was judged.
package struct RoundTripHistory: Hashable, Sendable {
  /// Holds one reading.
  package struct Sample: Hashable, Sendable {
    package var milliseconds: Int
    package var status: HealthStatus

    package init(milliseconds: Int, status: HealthStatus) {
      self.milliseconds = milliseconds
      self.status = status
    }
  }

  /// More readings than any screen shows are dropped, oldest first.
  package static let capacity = 256

  package private(set) var samples: [Sample] = []

  package init() {}

  /// Takes the round trip of these numbers, if it is known.
  package mutating func note(_ numbers: MatchNumbers) {
    guard let peer = numbers.worstPeer, let roundTrip = peer.paths[peer.bestPath].roundTrip else {
      return
    }
    note(Sample(milliseconds: roundTrip.wholeMilliseconds, status: peer.status))
  }

  package mutating func note(_ sample: Sample) {
    if samples.count == Self.capacity { samples.removeFirst() }
    samples.append(sample)
  }
}
