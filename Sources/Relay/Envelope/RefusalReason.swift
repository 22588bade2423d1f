/// Says why the relay turned a client away; the connection ends after it.
package enum RefusalReason: Hashable, Sendable {
  /// The token opens no room that is there. The next such attempt from the same address is looked at
  /// after so long.
  case noSuchRoom(next: Wait)
  case roomFull
  case roomExists
  /// This client sent too much.
  case rateLimited
  /// The relay speaks version `theirs`, as seen by the client.
  case versionMismatch(theirs: UInt8)
  case malformed
  case tooManyRooms
  case shuttingDown
  /// The room's creator has left it for good: nothing begins in it any more.
  case hostLeft
  /// Too many rooms were opened, or built again, from the client's address: try again after so long.
  case tooManyRoomsFromHere(Wait)
  /// A room may have so many seats.
  case roomTooLarge(seats: UInt8)
  /// The relay stops with the last room that it has, and opens none: where else, if it knows.
  case draining(NextRelay?)

  /// The number of each reason on the wire and in the statistics.
  package enum Code: UInt8, CaseIterable, Sendable {
    case noSuchRoom, roomFull, roomExists, rateLimited, versionMismatch, malformed, tooManyRooms
    case shuttingDown, hostLeft, tooManyRoomsFromHere, roomTooLarge, draining
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
    case .tooManyRoomsFromHere: .tooManyRoomsFromHere
    case .roomTooLarge: .roomTooLarge
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

  /// - Parameter detail: The version of a mismatch, seconds to wait, or seats of a room.
  package init(code: Code, detail: UInt8) {
    switch code {
    case .noSuchRoom: self = .noSuchRoom(next: Wait(seconds: detail))
    case .roomFull: self = .roomFull
    case .roomExists: self = .roomExists
    case .rateLimited: self = .rateLimited
    case .versionMismatch: self = .versionMismatch(theirs: detail)
    case .malformed: self = .malformed
    case .tooManyRooms: self = .tooManyRooms
    case .shuttingDown: self = .shuttingDown
    case .hostLeft: self = .hostLeft
    case .tooManyRoomsFromHere: self = .tooManyRoomsFromHere(Wait(seconds: detail))
    case .roomTooLarge: self = .roomTooLarge(seats: detail)
    case .draining: self = .draining(nil)
    }
  }

  /// Everything after the kind byte.
  var encodedFields: [UInt8] {
    let fields = [code.rawValue, detail]
    guard case .draining(let next) = self else { return fields }
    return fields + next.bytes
  }

  /// The version of a mismatch, seconds to wait, or seats of a room; zero for every other reason.
  private var detail: UInt8 {
    switch self {
    case .versionMismatch(let theirs): theirs
    case .noSuchRoom(let wait), .tooManyRoomsFromHere(let wait): wait.seconds
    case .roomTooLarge(let seats): seats
    case .roomFull, .roomExists, .rateLimited, .malformed, .tooManyRooms, .shuttingDown, .hostLeft,
      .draining:
      0
    }
  }

  /// When it is worth trying again, as far as the relay has said.
  var wait: Wait {
    if case .tooManyRoomsFromHere(let wait) = self { wait } else { .none }
  }
}
