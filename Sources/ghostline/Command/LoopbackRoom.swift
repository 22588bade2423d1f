import NIOCore
import Relay
import SecureChannel
import Station
import Transport
import Vocabulary

/// Complete players and their relay in one process, over real loopback sockets.
struct LoopbackRoom {
  private let listener: RelayListener
  /// By seat: the relay seats them in the order in which they come.
  let shells: [StationShell]

  /// - Parameter players: The first creates the room, and chooses the terms.
  init(_ players: [StationOptions], on eventLoop: any EventLoop, clock: SystemClock) throws {
    var random = SystemRandomNumberGenerator()
    let secret = InviteSecret.drawn(from: &random)
    listener = try Play.listen(host: "127.0.0.1", port: 0, clock: clock)
    var shells: [StationShell] = []
    do {
      for (seat, var options) in players.enumerated() {
        options.occasion = .lab
        let entrance = Entrance(
          relay: HostPort(host: "127.0.0.1", port: listener.boundPort),
          to: seat == 0 ? .create(capacity: players.count) : .join, by: secret,
          direct: .loopback)
        let shell = try Play.shell(entrance, options: options, clock: clock, on: eventLoop)
        shells.append(shell)
        try Play.waitUntilAdmitted(shell)
      }
    } catch {
      for shell in shells { shell.close() }
      listener.stop()
      throw error
    }
    self.shells = shells
  }

  func close() {
    for shell in shells { shell.close() }
    listener.stop()
  }
}
