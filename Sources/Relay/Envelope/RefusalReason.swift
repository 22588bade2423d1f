/// Says why the relay turned a client away; the connection ends after it.
package enum RefusalReason: Hashable, Sendable {
  /// The room is unknown, or the token is not the room's: the two are never told apart. The next
  /// attempt from the same address is looked at after so long.
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
  /// The relay stops with the last room that it has, and opens none: where else, if it knows.
  case draining(NextRelay?)

  /// The number of each reason on the wire and in the statistics.
  package enum Code: UInt8, CaseIterable, Sendable {
    case noSuchRoom, roomFull, roomExists, rateLimited, versionMismatch, malformed, tooManyRooms
    case shuttingDown, hostLeft, draining
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
    case .draining: .draining
    }
  }

  /// Everything after the kind byte.
  init(_ reader: inout EnvelopeReader) throws(EnvelopeError) {
    let byte = try reader.byte()
    guard let code = Code(rawValue: byte) else { throw .refusalCode(byte) }
    let detail = try reader.byte()
    if code == .draining {
      self = .draining(try reader.nextRelay())
    } else {
      try reader.requireCount(3)
      self.init(code: code, detail: detail)
    }
  }

  private init(code: Code, detail: UInt8) {
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
    case .draining: self = .draining(nil)
    }
  }

  /// Everything after the kind byte.
  var encodedFields: [UInt8] {
    let fields = [code.rawValue, detail]
    guard case .draining(let next) = self else { return fields }
    return fields + next.bytes
  }

  /// The version of a mismatch, or seconds to wait; zero for every other reason.
  private var detail: UInt8 {
    switch self {
    case .versionMismatch(let theirs): theirs
    case .noSuchRoom(let wait), .rateLimited(let wait): wait.seconds
    case .roomFull, .roomExists, .malformed, .tooManyRooms, .shuttingDown, .hostLeft, .draining: 0
    }
  }

  /// When it is worth trying again, as far as the relay has said.
  var wait: Wait {
    if case .rateLimited(let wait) = self { wait } else { .none }
  }
}
