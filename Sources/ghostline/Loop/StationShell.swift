import NIOCore
import Presentation
import SecureChannel
import Station
import Transport
import Vocabulary

/// Owns the sockets of a station, hands it what they bring, and does what it asks.
final class StationShell {
  var station: Station
  private let inbox: Inbox
  private let eventLoop: any EventLoop
  private let clock: SystemClock
  private let socket: DirectSocket?
  private var connection: RelayConnection?
  private var farewell: Farewell?
  private var arrivals: [Arrival] = []
  private var effects: [Effect] = []

  /// - Parameter udpPort: Of the direct path beyond this machine; 0 for any free one.
  /// - Throws: A `Failure` when there can be no socket.
  init(
    _ entrance: Entrance, options: StationOptions, udpPort: UInt16 = 0, clock: SystemClock,
    on eventLoop: any EventLoop
  ) throws {
    self.clock = clock
    self.eventLoop = eventLoop
    inbox = try Inbox(now: { clock.now })
    socket = try Self.open(entrance.direct, udpPort, on: eventLoop, inbox: inbox)
    station = Station(
      entrance, options: options, ownAddresses: socket?.localAddresses() ?? [],
      seed: .drawn(count: SecretDice.seedBytes), now: clock.now)
  }

  private static func open(
    _ policy: DirectPolicy, _ port: UInt16, on eventLoop: any EventLoop, inbox: Inbox
  ) throws -> DirectSocket? {
    do throws(DirectSocketError) {
      switch policy {
      case .relayOnly: return nil
      case .loopback:
        return try DirectSocket.open(reach: .loopback, on: eventLoop, inbox: inbox)
      case .everywhere:
        let socket = try DirectSocket.open(
          port: port, reach: .everywhere, on: eventLoop, inbox: inbox)
        socket.watchAddresses()
        return socket
      }
    } catch {
      guard case .portInUse = error else {
        throw Failure(.error, "no UDP socket for the direct path: \(error)")
      }
      throw Failure(.error, "UDP port \(port) is in use: name another with --udp-port, or none")
    }
  }

  /// Readable while something has arrived, unless it is not awaited.
  var wakeFileDescriptor: CInt { inbox.wakeFileDescriptor }

  /// Whether arrivals are to wake the loop.
  func awaitsArrivals(_ isAwaited: Bool) { inbox.awaits(isAwaited) }

  /// Takes everything that has arrived, and does what is due.
  func turn() {
    arrivals.removeAll(keepingCapacity: true)
    inbox.drain(into: &arrivals)
    station.turn(arrivals, backlog: socket?.backlog ?? .none, now: clock.now)
    obey()
  }

  /// Runs one tick if it is due.
  func tick() -> Station.Ticked? {
    let ticked = station.tick()
    obey()
    return ticked
  }

  func want(_ intent: Intent) {
    station.want(intent)
    obey()
  }

  /// Waits for up to `limit` for something to arrive, for callers without a keyboard.
  func wait(atMost limit: Duration) {
    _ = station.rest()
    _ = inbox.wait(atMost: limit)
  }

  /// Leaves, and waits for a moment until the relay has heard it.
  func close() {
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

extension [UInt8] {
  /// Bytes from the system's dice.
  static func drawn(count: Int) -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
  }
}
