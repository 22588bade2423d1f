@testable import Simulation

extension RoomPlan {
  /// A relay elsewhere, networks that are all good, and calm people.
  static func calm(players: Int, frames: Int) -> RoomPlan {
    var plan = RoomPlan(seed: 1)
    plan.relay = .elsewhere
    plan.relayRestart = nil
    plan.frames = frames
    plan.seats = (0..<players).map { index in
      var seat = plan.seats[0]
      seat.person = .calm(seat: index)
      seat.nat = (.endpoint, .addressAndPort)
      seat.blocksUDP = false
      seat.relayLatency = .milliseconds(20)
      seat.directLatency = .milliseconds(10)
      seat.loss = 0
      seat.isRelayOnly = false
      return seat
    }
    return plan
  }
}
