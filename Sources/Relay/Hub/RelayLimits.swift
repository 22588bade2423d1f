/// Everything that the relay bounds; the defaults are for a relay open to strangers.
package struct RelayLimits: Hashable, Sendable {
  // Connections
  package var connections = 4_096
  package var connectionsPerAddress = 32
  /// What an address may have when three quarters of all connections are taken: the rest is for those
  /// who have few.
  package var modestConnections = 4
  /// Attempts to connect, all of them at once if need be: a household of 32 comes back from a restart
  /// and fails a few times. A handshake costs as much as some hundred datagrams.
  package var connectionsPerMinute = 120
  /// How many times the limits of an address an IPv6 /48 has, which is what one site gets: it is
  /// 65,536 addresses as we count them.
  package var siteFactor = 8
  /// Sockets beyond `connections` that may be open for a moment, to say why there is no more.
  package var lingering = 256
  /// The whole request, its end included.
  package var headerBytes = 8_192
  /// Frames of any kind before it is in a room: one is enough.
  package var strangerFrames = 8
  /// From the TCP connection to the end of the WebSocket handshake.
  package var handshake = Duration.seconds(5)
  /// From the handshake to a room.
  package var authentication = Duration.seconds(3)
  package var pingInterval = Duration.seconds(5)
  /// A connection that sent nothing for this long, not even a pong, is dead.
  package var silence = Duration.seconds(15)
  /// How long a client may leave its bytes unread.
  package var unwritable = Duration.seconds(2)
  /// What may be said to it meanwhile that nothing newer replaces: signals, who comes and goes.
  package var owedBytes = 16_384

  // Rates per connection
  /// All opcodes count. Four players send 3 x 60 datagrams a second each.
  package var framesPerSecond = 300
  package var bytesPerSecond = 96_000
  package var signalsPerSecond = 20
  /// A client this many times over its burst is closed; below it, frames are dropped: after a pause of
  /// the network a client's backlog arrives at once, and must not cost it the connection.
  package var abuseFactor = 5

  // Rooms
  package var rooms = 1_000
  /// Four players and eight spectators.
  package var roomCapacity = 12
  package var roomLifetime = Duration.seconds(12 * 3_600)
  /// How long a room without members can be joined again, unless seats in it are kept.
  package var roomIdle = Duration.seconds(10)
  package var roomsPerMinute = 10
  /// Rooms without members that an address may leave behind; the oldest goes for another.
  package var emptyRoomsPerAddress = 4
  /// How often one seat is taken in a minute; all of that may come at once. A client that is torn out
  /// again and again comes back 15 times a minute (`RelayReconnection`); one that did nothing else came
  /// back 1,700 times a second, of which all others heard twice.
  package var seatingsPerMinute = 20
  /// How long the seat of a lost connection is kept for its ticket.
  package var resumeGrace = Duration.seconds(30)

  // Guessing
  /// Tokens of no room that cost an address nothing: people come too early, or too late.
  package var failuresForgiven = 5
  /// How long each of them is remembered, one after the other.
  package var failureMemory = Duration.seconds(12)
  /// What the next one from there waits after one more; doubled with each. At the longest there are two a
  /// second, by 32 connections; whose room is there waits for none of it.
  package var firstDelay = Duration.seconds(1)
  package var longestDelay = Duration.seconds(16)
  /// More than these are not remembered, so that the delay is gone two minutes after the last.
  package var mostFailures = 10

  /// Addresses remembered for their rates; when full, those without a connection are forgotten.
  package var addresses = 16_384

  package init() {}
}

extension RelayLimits {
  /// Descriptors that are not for clients: event loops, ports, files, and a player's own where a host
  /// runs the relay.
  static let reservedDescriptors = 32

  /// Those of an event loop more: three of its own, and one of a connection on its way to another loop.
  static let reservedDescriptorsOfLoop = 4

  /// No more connections than the system has descriptors for, so that whoever is one too many is told.
  package func fitting(descriptors: Int, loops: Int = 1) -> RelayLimits {
    var limits = self
    let reserved = Self.reservedDescriptors + (loops - 1) * Self.reservedDescriptorsOfLoop
    let available = max(2, descriptors - reserved)
    limits.lingering = min(lingering, max(1, available / 8))
    limits.connections = min(connections, available - limits.lingering)
    return limits
  }
}
