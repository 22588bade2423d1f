import Vocabulary

/// Which rooms a hub has of a relay with several event loops: each room is on one of them, by its name, so
/// that what its members say to each other never leaves its thread.
package struct RoomShare: Hashable, Sendable {
  package static let loopLimit = 64
  /// Every room: there is one loop alone.
  package static let all = RoomShare(0, of: 1, .handedOver)

  /// What becomes of somebody who asks here for a room that another loop has.
  package enum Visitors: Hashable, Sendable {
    /// The shell gives the connection to that loop.
    case handedOver
    /// It cannot: the keys of TLS stay. Clients of ours say a `RoomHint`, and are never here.
    case refused
  }

  /// Of the own loop, from 0.
  package let index: Int
  package let count: Int
  let visitors: Visitors

  package init(_ index: Int, of count: Int, _ visitors: Visitors) {
    precondition((1...Self.loopLimit).contains(count), "\(count) loops")
    precondition((0..<count).contains(index), "loop \(index) of \(count)")
    self.index = index
    self.count = count
    self.visitors = visitors
  }

  /// Whose a room is; nothing when it is ours.
  func otherLoop(of room: RoomCode) -> Int? {
    let loop = RoomHint(of: room).loop(among: count)
    return loop == index ? nil : loop
  }
}

/// What somebody who is handed over to another loop asks for there.
package struct HandOver: Hashable, Sendable {
  package let loop: Int
  let address: ClientAddress
  let message: ClientMessage
}

extension RelayLimits {
  /// What one of several loops has of it: what is so many in the whole relay is divided, and all that is
  /// for one address, connection or room holds on each loop by itself.
  package func divided(among loops: Int) -> RelayLimits {
    var limits = self
    limits.connections = max(1, connections / loops)
    limits.lingering = max(1, lingering / loops)
    limits.rooms = max(1, rooms / loops)
    return limits
  }
}
