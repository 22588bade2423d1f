package import Rollback
package import Vocabulary

/// Judges a path or a peer.
package enum HealthStatus: String, CaseIterable, Hashable, Sendable {
  case good
  case warning
  case critical
  case down

  var role: Role {
    switch self {
    case .good: .good
    case .warning: .warning
    case .critical, .down: .bad
    }
  }
}

/// Names one of the two ways to a peer.
package enum PathKind: Hashable, Sendable {
  case direct
  case relay

  var title: String {
    switch self {
    case .direct: "P2P"
    case .relay: "RELAY"
    }
  }

  var role: Role {
    switch self {
    case .direct: .direct
    case .relay: .relay
    }
  }

  var line: String {
    switch self {
    case .direct: "━"
    case .relay: "╍"
    }
  }
}

/// Tells which paths deliver now.
package enum DeliveryMode: Hashable, Sendable {
  case dual
  case directOnly
  case relayOnly
  case dark

  /// The line of the path that carries it: the relay's only where there is no other.
  var line: (text: String, role: Role) {
    switch self {
    case .dual, .directOnly: (PathKind.direct.line, .direct)
    case .relayOnly: (PathKind.relay.line, .relay)
    case .dark: ("╳", .bad)
    }
  }
}

/// Holds the figures of one path to one peer.
package struct PathModel: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    /// It has not come up yet and is not being tried; `why` is for people.
    case never(why: String?)
    case connecting
    case up
    case suspect
    case down
    case probation
  }

  package var state: State
  /// Inputs sent and received; on both paths every input is sent.
  package var sent: Int
  package var received: Int
  /// Inputs received in the last second.
  package var perSecond: Int
  package var roundTripMilliseconds: Int?
  /// Inputs that this path delivered before the other did.
  package var first: Int
  package var status: HealthStatus

  package init(
    state: State = .never(why: nil), sent: Int = 0, received: Int = 0, perSecond: Int = 0,
    roundTripMilliseconds: Int? = nil, first: Int = 0, status: HealthStatus = .good
  ) {
    self.state = state
    self.sent = sent
    self.received = received
    self.perSecond = perSecond
    self.roundTripMilliseconds = roundTripMilliseconds
    self.first = first
    self.status = status
  }
}

/// Tells whether a peer computes the same states as we do.
package enum HashAgreement: Hashable, Sendable {
  /// Nothing was compared yet, or nothing for a while.
  case waiting
  case match
  /// `frame` is the first that differs.
  case desync(frame: Frame, ours: UInt64, theirs: UInt64)
}

/// Holds what we know about one remote player's machine.
package struct PeerModel: Hashable, Sendable {
  package var seat: PlayerIndex
  /// The newest frame of which we hold the peer's input.
  package var frame: Frame
  package var direct: PathModel
  package var relay: PathModel
  package var mode: DeliveryMode
  /// By which paths the peer hears us, as it says itself.
  package var hearsUs: DeliveryMode
  /// The path whose copies arrive first at present.
  package var leading: PathKind?
  package var agreement: HashAgreement
  package var verifiedFrame: Frame?
  /// Our own hash of the verified frame.
  package var verifiedHash: UInt64?
  package var hashesReceived: Int
  package var hashesCompared: Int
  package var hashMismatches: Int

  package init(seat: PlayerIndex) {
    self.seat = seat
    frame = .zero
    direct = PathModel()
    relay = PathModel()
    mode = .dark
    hearsUs = .dark
    agreement = .waiting
    hashesReceived = 0
    hashesCompared = 0
    hashMismatches = 0
  }

  subscript(path: PathKind) -> PathModel {
    switch path {
    case .direct: direct
    case .relay: relay
    }
  }
}
