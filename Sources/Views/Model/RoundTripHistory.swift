package import Netplay
package import Vocabulary

/// Remembers the newest round trips of the worst connection, how each was judged, and what happened
/// to the paths meanwhile.
package struct RoundTripHistory: Hashable, Sendable {
  /// Holds one reading.
  package struct Sample: Hashable, Sendable {
    package var at: Instant
    package var milliseconds: Int
    package var status: HealthStatus

    package init(at: Instant, milliseconds: Int, status: HealthStatus) {
      self.at = at
      self.milliseconds = milliseconds
      self.status = status
    }
  }

  /// Names what changed at a moment.
  package struct Mark: Hashable, Sendable {
    package enum Event: Hashable, Sendable {
      /// Another path brings the inputs first.
      case carrier(Path)
      case lost
      /// It still delivers, and too badly to count on.
      case degraded
      case restored
      /// Other faults are injected than before, as `150±10 ms`; nothing when none is any more.
      case network(String?)
    }

    package var at: Instant
    package var event: Event
  }

  /// What a mark is made of when it changes.
  private struct Scene: Hashable, Sendable {
    var mode: Mode?
    var isDegraded = false
    var injection: String?
  }

  /// More readings than any screen shows are dropped, oldest first: at ten a second, 25 s.
  package static let capacity = 256
  /// Marks kept; no graph has room for more.
  private static let markCapacity = 16

  package private(set) var samples: [Sample] = []
  package private(set) var marks: [Mark] = []
  private var scene = Scene()

  package init() {}

  /// Takes the round trip of these numbers, if it is known, and what has changed since the last ones.
  package mutating func note(_ numbers: MatchNumbers, injection: String? = nil) {
    guard let peer = numbers.worstPeer else { return }
    noteScene(peer, at: numbers.at, injection: injection)
    guard let roundTrip = peer.paths[peer.bestPath].roundTrip else { return }
    note(Sample(at: numbers.at, milliseconds: roundTrip.wholeMilliseconds, status: peer.status))
  }

  package mutating func note(_ sample: Sample) {
    if samples.count == Self.capacity { samples.removeFirst() }
    samples.append(sample)
  }

  /// The gravest change of an instant is marked: all have one place.
  private mutating func noteScene(_ peer: MatchNumbers.Peer, at: Instant, injection: String?) {
    let next = Scene(
      mode: peer.mode, isDegraded: peer.degradation != nil, injection: injection)
    defer { scene = next }
    guard let mode = scene.mode else { return }
    if next.isDegraded != scene.isDegraded {
      let event: Mark.Event = peer.paths.direct.isDelivering ? .degraded : .lost
      mark(next.isDegraded ? event : .restored, at)
    } else if next.injection != scene.injection {
      mark(.network(injection), at)
    } else if mode != peer.mode, let carrier = peer.mode.carrier, carrier != mode.carrier {
      mark(.carrier(carrier), at)
    }
  }

  private mutating func mark(_ event: Mark.Event, _ at: Instant) {
    if marks.count == Self.markCapacity { marks.removeFirst() }
    marks.append(Mark(at: at, event: event))
  }
}

extension Mode {
  /// The path that carries the match: the relay only where there is no other.
  fileprivate var carrier: Path? {
    switch self {
    case .dual, .directOnly: .direct
    case .relayOnly: .relay
    case .dark: nil
    }
  }
}
