/// Says why there is no connection to the relay, or no longer one.
package enum RelayClosure: Hashable, Sendable {
  case unreachable(host: String, port: UInt16, UnreachableCause)
  /// Something answers there that speaks no relay protocol of ours.
  case notARelay(host: String, port: UInt16)
  /// No welcome within the time limit.
  case timedOut(host: String, port: UInt16)
  case refused(RefusalReason)
  /// The connection stood, and the relay or the network ended it; or it was to resume a seat, and
  /// ended without a word before the welcome.
  case lost
  /// The connection stood, and nothing came for longer than the relay's pings allow; or the caller
  /// abandoned it for being silent.
  case silent
  /// The caller closed it.
  case closedHere

  /// Whether the same request may succeed a little later.
  package var isTemporary: Bool {
    switch self {
    case .unreachable, .timedOut, .lost, .silent: true
    case .notARelay, .closedHere: false
    case .refused(let reason): reason.isTemporary
    }
  }
}

package enum UnreachableCause: Hashable, Sendable {
  case connectionRefused
  case unknownHost
  case noRoute
  /// The error number of the system, as `errno` has it.
  case system(errno: Int32)
  case unknown
}

extension RefusalReason {
  fileprivate var isTemporary: Bool {
    switch self {
    case .rateLimited, .tooManyRooms, .shuttingDown: true
    case .noSuchRoom, .roomFull, .roomExists, .versionMismatch, .malformed: false
    }
  }
}
