package import NIOCore
package import Station
package import Vocabulary

/// Owns the sockets of a station, hands it what they bring, and does what it asks.
package final class StationShell {
  package var station: Station
  private let inbox: Inbox
  private let eventLoop: any EventLoop
  private let now: @Sendable () -> Instant
  private let socket: DirectSocket?
  private var connection: RelayConnection?
  private var farewell: Farewell?
  private var arrivals: [Arrival] = []
  private var effects: [Effect] = []

  /// - Parameter udpPort: Of the direct path beyond this machine; 0 for any free one.
  package init(
    _ entrance: Entrance, options: StationOptions, udpPort: UInt16 = 0, on eventLoop: any EventLoop,
    now: @escaping @Sendable () -> Instant
  ) throws(DirectSocketError) {
    self.now = now
    self.eventLoop = eventLoop
    inbox = try SurveyRun.inbox(now: now)
    socket = try Self.open(entrance.direct, udpPort, on: eventLoop, inbox: inbox)
    var random = SystemRandomNumberGenerator()
    station = Station(
      entrance, options: options, ownAddresses: socket?.localAddresses() ?? [],
      seed: (0..<Station.seedBytes).map { _ in .random(in: 0...255, using: &random) }, now: now())
  }

  private static func open(
    _ policy: DirectPolicy, _ port: UInt16, on eventLoop: any EventLoop, inbox: Inbox
  ) throws(DirectSocketError) -> DirectSocket? {
    switch policy {
    case .relayOnly: return nil
    case .loopback: return try .open(reach: .loopback, on: eventLoop, inbox: inbox)
    case .everywhere:
      let socket = try DirectSocket.open(
        port: port, reach: .everywhere, on: eventLoop, inbox: inbox)
      socket.watchAddresses()
      return socket
    }
  }

  /// Readable while something has arrived, unless it is not awaited.
  package var wakeFileDescriptor: CInt { inbox.wakeFileDescriptor }

  /// Whether arrivals are to wake the loop.
  package func awaitsArrivals(_ isAwaited: Bool) { inbox.awaits(isAwaited) }

  /// How long nothing is due.
  package var rest: Duration { station.rest().map { max(.zero, $0 - now()) } ?? .seconds(1) }

  /// Takes everything that has arrived, and does what is due.
  package func turn() {
    arrivals.removeAll(keepingCapacity: true)
    inbox.drain(into: &arrivals)
    station.turn(arrivals, backlog: socket?.backlog ?? .none, now: now())
    obey()
  }

  /// Runs one tick if it is due.
  package func tick() -> Station.Ticked? {
    let ticked = station.tick()
    obey()
    return ticked
  }

  package func want(_ intent: Intent) {
    station.want(intent)
    obey()
  }

  /// Waits for up to `limit` for something to arrive, for callers without a keyboard.
  package func wait(atMost limit: Duration) {
    _ = station.rest()
    _ = inbox.wait(atMost: limit)
  }

  /// Leaves, and waits for a moment until the relay has heard it.
  package func close() {
    if station.ending == nil { farewell = connection?.leave() }
    farewell?.wait()
    socket?.close()
  }

  private func obey() {
    station.takeEffects(into: &effects)
    for effect in effects { obey(effect) }
  }

  private func obey(_ effect: Effect) {
    switch effect {
    case .send(let bytes, let address, let receipt):
      if send(bytes, to: address), let receipt { station.sent(receipt) }
    case .connect(let attempt, let hello):
      connection = RelayConnection(
        to: station.entrance.relay, by: station.entrance.link, attempt: attempt, saying: hello,
        on: eventLoop, inbox: inbox)
    case .signal(let bytes, let seat): connection?.sendSignal(bytes, to: seat)
    case .hold(let hold): connection?.send(hold)
    case .pingRelay: connection?.ping()
    case .hangUp(.leave): farewell = connection?.leave()
    case .hangUp(.abandon): connection?.abandon()
    case .resolve(let hosts): HostResolver.resolve(hosts, into: inbox)
    }
  }

  private func send(_ bytes: [UInt8], to address: PeerAddress) -> Bool {
    switch address {
    case .direct(let address): socket?.send(bytes, to: address) ?? false
    case .relay(let seat): connection?.sendData(bytes, to: seat) ?? false
    }
  }
}
