package import Vocabulary

/// What is wrong with one direction of one path.
package struct Impairment: Hashable, Sendable {
  /// One-way delay of every datagram.
  package var latency = Duration.zero
  /// The delay varies evenly by up to this much, up and down.
  package var jitter = Duration.zero
  /// The delay grows by up to this much, seldom by a lot: by half of it for one datagram in twelve.
  package var tail = Duration.zero
  /// Datagrams lost, in percent.
  package var loss = 0.0
  /// Mean length of a run of lost datagrams; 1 is independent losses (Gilbert-Elliott above).
  package var burst = 1.0
  /// Datagrams delivered twice, in percent.
  package var duplicates = 0.0
  /// Datagrams held back behind later ones, in percent.
  package var reordered = 0.0
  /// Datagrams in which one bit is flipped, in percent.
  package var flipped = 0.0
  /// When nothing gets through, since the first frame.
  package var cuts: [Range<Duration>] = []

  package init() {}

  package static let none = Impairment()

  package var isNone: Bool { self == .none }

  package func isCut(at elapsed: Duration) -> Bool { cuts.contains { $0.contains(elapsed) } }
}

/// What is wrong with both paths.
package struct Injection: Hashable, Sendable {
  package var direct = Impairment.none
  package var relay = Impairment.none

  package init() {}

  package static let none = Injection()

  package subscript(path: Path) -> Impairment {
    get {
      switch path {
      case .direct: direct
      case .relay: relay
      }
    }
    set {
      switch path {
      case .direct: direct = newValue
      case .relay: relay = newValue
      }
    }
  }
}
