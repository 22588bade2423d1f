/// Says why the relay turned a client away; the connection ends after it.
package enum RefusalReason: Hashable, Sendable {
  /// The room is unknown, or the token is not the room's: the two are never told apart.
  case noSuchRoom
  case roomFull
  case roomExists
  /// Too many frames, rooms or failed joins from this client or its address: wait and try again.
  case rateLimited
  /// The relay speaks version `theirs`, as seen by the client.
  case versionMismatch(theirs: UInt8)
  case malformed
  case tooManyRooms
  case shuttingDown
  /// The room's creator has left it for good: nothing begins in it any more.
  case hostLeft

  /// The number of each reason on the wire and in the statistics.
  package enum Code: UInt8, CaseIterable, Sendable {
    case noSuchRoom, roomFull, roomExists, rateLimited, versionMismatch, malformed, tooManyRooms
    case shuttingDown, hostLeft
  }

  package var code: Code {
    switch self {
    case .noSuchRoom: .noSuchRoom
    case .roomFull: .roomFull
    case .roomExists: .roomExists
    case .rateLimited: .rateLimited
    case .versionMismatch: .versionMismatch
    case .malformed: .malformed
    case .tooManyRooms: .tooManyRooms
    case .shuttingDown: .shuttingDown
    case .hostLeft: .hostLeft
    }
  }

  init(code: Code, detail: UInt8) {
    switch code {
    case .noSuchRoom: self = .noSuchRoom
    case .roomFull: self = .roomFull
    case .roomExists: self = .roomExists
    case .rateLimited: self = .rateLimited
    case .versionMismatch: self = .versionMismatch(theirs: detail)
    case .malformed: self = .malformed
    case .tooManyRooms: self = .tooManyRooms
    case .shuttingDown: self = .shuttingDown
    case .hostLeft: self = .hostLeft
    }
  }

  /// The version of a mismatch; zero for every other reason.
  var detail: UInt8 {
    if case .versionMismatch(let theirs) = self { theirs } else { 0 }
  }
}
