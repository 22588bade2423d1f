import NIOCore
import SecureChannel
import Transport

/// Complete players and their relay in one process, over real loopback sockets.
struct LoopbackRoom {
  private let listener: RelayListener
  /// By seat: the relay seats them in the order in which they come.
  let stations: [Station]

  /// - Parameter players: The first creates the room, and chooses the terms.
  init(_ players: [StationOptions], on eventLoop: any EventLoop, clock: SystemClock) throws {
    var random = SystemRandomNumberGenerator()
    let room = RoomCode(randomBits: random.next())
    let secret = InviteSecret.drawn(from: &random)
    let token = JoinToken(secret: secret, room: room)
    listener = try Play.listen(host: "127.0.0.1", port: 0, on: eventLoop, clock: clock)
    var stations: [Station] = []
    do {
      for (seat, options) in players.enumerated() {
        let entrance = Station.Entrance(
          location: RelayLocation(host: "127.0.0.1", port: listener.boundPort),
          entry: seat == 0
            ? .create(room, token, capacity: players.count) : .join(room, token),
          room: room, secret: secret, direct: .loopback)
        let station = try Station(entrance, options: options, clock: clock, on: eventLoop)
        stations.append(station)
        try station.waitUntilConnected()
      }
    } catch {
      for station in stations { station.close() }
      listener.stop()
      throw error
    }
    self.stations = stations
  }

  func close() {
    for station in stations { station.close() }
    listener.stop()
  }
}
