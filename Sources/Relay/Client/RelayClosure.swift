/// Says why there is no connection to the relay, or no longer one.
package enum RelayClosure: Hashable, Sendable {
  case unreachable(host: String, port: UInt16, UnreachableCause)
  /// What answers there, a proxy as a rule, says that it cannot at present: the HTTP status.
  case unavailable(host: String, port: UInt16, status: Int)
  /// Something answers there that speaks no relay protocol of ours.
  case notARelay(host: String, port: UInt16)
  /// TLS did not come about, or should have and was not asked for.
  case tls(host: String, port: UInt16, TLSFailure)
  /// No welcome within the time limit.
  case timedOut(host: String, port: UInt16)
  case refused(RefusalReason)
  /// The connection stood, and the relay or the network ended it; or it was to resume a seat, and
  /// ended without a word before the welcome.
  case lost
  /// The connection stood, and nothing came by it for too long, not even what was asked for.
  case silent

  /// Whether the same request may succeed a little later.
  package func mayPass(for entry: RelayEntry) -> Bool {
    switch self {
    case .unreachable(_, _, let cause): cause.mayPass || entry.isResumption
    case .unavailable, .timedOut, .lost, .silent: true
    // Where our seat was there is a relay, whatever a proxy says while it is away.
    case .notARelay: entry.isResumption
    case .tls(_, _, let failure): failure.mayPass || entry.isResumption
    // Nobody else has our room's number: the relay has yet to notice that our first attempt is lost.
    case .refused(.roomExists): entry.isCreation
    // The relay that comes after it builds the room of a match again.
    case .refused(.draining): entry.isResumption
    // The relay takes a seat for taken until it has heard, or missed for long enough, that its player
    // is gone. Who has lost a seat to somebody else plays on by the direct path, and may have another
    // one after the match; outside of one there is none.
    case .refused(.roomFull): !entry.isResumption || entry.isInMatch
    case .refused(let reason): reason.mayPass
    }
  }

  /// Whether a status of HTTP says that it is about the present, not about us: what a proxy says for a
  /// server that is away (502, 504), that is too busy (429, 503), and every other error of a server
  /// (RFC 9110, 15.6), or that we were too slow or too early (408, 425).
  package static func isPassing(status: Int) -> Bool {
    (500...599).contains(status) || [408, 425, 429].contains(status)
  }
}

extension RelayClosure {
  /// How long the relay has told us to stay away, at most.
  var wait: Wait {
    guard case .refused(let reason) = self else { return .none }
    return min(reason.wait, .longest)
  }
}

package enum UnreachableCause: Hashable, Sendable {
  case connectionRefused
  /// A name server says that there is no such host.
  case unknownHost
  /// No name server answered: whether there is such a host is not known.
  case noNameServer
  case noRoute
  /// The error number of the system, as `errno` has it.
  case system(errno: Int32)
  case unknown
}

extension UnreachableCause {
  fileprivate var mayPass: Bool {
    switch self {
    case .unknownHost: false
    case .connectionRefused, .noNameServer, .noRoute, .system, .unknown: true
    }
  }
}

extension RefusalReason {
  fileprivate var mayPass: Bool {
    switch self {
    case .rateLimited, .tooManyRoomsFromHere, .tooManyRooms, .shuttingDown: true
    case .roomExists, .roomFull: false
    case .noSuchRoom, .versionMismatch, .malformed, .hostLeft, .roomTooLarge, .draining: false
    }
  }
}

/// What became of attempts to connect to a relay.
package enum RelayAnswer: Hashable, Sendable {
  /// How long each connection that stood took to stand, one after the other.
  case answered([Duration])
  case unreachable(UnreachableCause)
  case timedOut
}
