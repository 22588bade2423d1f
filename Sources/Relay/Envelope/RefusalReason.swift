/// Says why the relay turned a client away; the connection ends after it.
package enum RefusalReason: Hashable, Sendable {
  /// The token opens no room that is there. The next such attempt from the same address is looked at
  /// after so long.
  case noSuchRoom(next: Wait)
  case roomFull
  case roomExists
  /// Too many frames from this client, or too many rooms from its address: try again after so long.
  case rateLimited(Wait)
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
    case .noSuchRoom: self = .noSuchRoom(next: Wait(seconds: detail))
    case .roomFull: self = .roomFull
    case .roomExists: self = .roomExists
    case .rateLimited: self = .rateLimited(Wait(seconds: detail))
    case .versionMismatch: self = .versionMismatch(theirs: detail)
    case .malformed: self = .malformed
    case .tooManyRooms: self = .tooManyRooms
    case .shuttingDown: self = .shuttingDown
    case .hostLeft: self = .hostLeft
    }
  }

  /// The version of a mismatch, or seconds to wait; zero for every other reason.
  var detail: UInt8 {
    switch self {
    case .versionMismatch(let theirs): theirs
    case .noSuchRoom(let wait), .rateLimited(let wait): wait.seconds
    case .roomFull, .roomExists, .malformed, .tooManyRooms, .shuttingDown, .hostLeft: 0
    }
  }

  /// When it is worth trying again, as far as the relay has said.
  var wait: Wait {
    if case .rateLimited(let wait) = self { wait } else { .none }
  }
}
