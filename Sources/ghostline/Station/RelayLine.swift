import NIOCore
import Netplay
import Relay
import Rollback
import SecureChannel
import Transport

/// Our way to the relay: one connection after the other, and everything said through it to the other
/// members sealed. It obeys `RelayReconnection` and `Signalling`, and translates for the station.
struct RelayLine {
  /// What the station has to know.
  enum News {
    /// The relay let us in for the first time.
    case admitted(RelayWelcome)
    /// We have our seat again after the connection was lost.
    case returned(RelayWelcome)
    case joined(PlayerIndex)
    case left(PlayerIndex)
    /// A member said this; it is genuine.
    case signal([UInt8], from: PlayerIndex)
    case incompatible(PlayerIndex, version: UInt8)
    /// The connection is gone, and comes back if it can.
    case lost
    /// There is none, and trying again is no use.
    case failed(RelayClosure)
  }

  /// How often handshakes without an answer are begun again.
  private static let reminder = Duration.seconds(1)
  /// A connection is given up when nothing came by it for this long, while we play.
  private static let patience = Duration.seconds(4)

  private let entrance: Station.Entrance
  private let eventLoop: any EventLoop
  private let inbox: Inbox
  private var connection: RelayConnection
  private var reconnection: RelayReconnection?
  private var signalling: Signalling?
  private var random = SystemRandomNumberGenerator()
  private var nextReminder: Instant?
  private var connectedAt: Instant?

  init(_ entrance: Station.Entrance, on eventLoop: any EventLoop, inbox: Inbox) {
    self.entrance = entrance
    self.eventLoop = eventLoop
    self.inbox = inbox
    connection = RelayConnection(
      to: entrance.location, entering: entrance.entry, on: eventLoop, inbox: inbox)
  }

  /// Whether the relay carries what we give it.
  var isConnected: Bool { connectedAt != nil }

  /// The root of the keys for datagrams to and from a member; nothing before it was agreed.
  func secret(of seat: PlayerIndex) -> ChannelSecret? {
    signalling?.secret(seat: seat.number)
  }

  /// When `tick` has something to do.
  var wakeTime: Instant? {
    let attempt = reconnection?.nextAttempt.map { Instant(nanoseconds: $0.nanoseconds) }
    return [attempt, nextReminder].compactMap(\.self).min()
  }

  // MARK: Sending

  func send(_ datagram: [UInt8], to seat: PlayerIndex) -> Bool {
    connection.sendData(datagram, to: RelaySeat(seat.number))
  }

  /// Says something to a member; it waits until the keys are agreed.
  mutating func signal(_ message: LobbyMessage, to seat: PlayerIndex) {
    obey(signalling?.send(message.encoded(), seat: seat.number) ?? [])
  }

  /// Takes the connection down and makes another, when nothing has come by it for long.
  ///
  /// - Parameter since: When the newest datagram came by the relay, from anyone; the beginning of
  ///   the match before any did, since nobody sends one earlier.
  func noteSilence(since: Instant, now: Instant) {
    guard let connectedAt, now - max(connectedAt, since) > Self.patience else { return }
    connection.abandon()
  }

  func close() { connection.close() }

  // MARK: Events

  mutating func tick(now: Instant) -> [News] {
    if case .connect(let welcome)? = reconnection?.tick(now: Self.instant(now)) {
      connection = RelayConnection(
        to: entrance.location, entering: entrance.entry.resuming(welcome), on: eventLoop,
        inbox: inbox)
    }
    guard let due = nextReminder, now >= due else { return [] }
    nextReminder = now + Self.reminder
    return obey(signalling?.reminded() ?? [])
  }

  mutating func received(_ event: RelayEvent, now: Instant) -> [News] {
    switch event {
    case .connected(let welcome): return connected(welcome, now: now)
    case .peerJoined(let seat): return greet(seat).map { [.joined($0)] } ?? []
    case .peerLeft(let seat):
      guard let peer = Self.player(seat) else { return [] }
      signalling?.left(seat: peer.number)
      return [.left(peer)]
    case .closed(let closure): return closed(closure, now: now)
    }
  }

  /// A member said something; what it means is told when it is genuine.
  mutating func received(_ signal: [UInt8], from seat: RelaySeat) -> [News] {
    guard let peer = Self.player(seat) else { return [] }
    return obey(signalling?.received(signal[...], seat: peer.number) ?? [])
  }

  private mutating func connected(_ welcome: RelayWelcome, now: Instant) -> [News] {
    connectedAt = now
    nextReminder = now + Self.reminder
    let isReturn = reconnection != nil
    if isReturn {
      reconnection?.connected(welcome, now: Self.instant(now))
    } else {
      reconnection = RelayReconnection(welcome, seed: random.next(), now: Self.instant(now))
      signalling = Signalling(
        version: Envelope.version, secret: entrance.secret, room: entrance.room,
        ownSeat: welcome.seat.index)
    }
    for seat in 0..<Presence.maxPlayers { signalling?.left(seat: seat) }
    for seat in welcome.members.seats { _ = greet(seat) }
    return [isReturn ? .returned(welcome) : .admitted(welcome)]
  }

  private mutating func closed(_ closure: RelayClosure, now: Instant) -> [News] {
    let wasConnected = isConnected
    connectedAt = nil
    nextReminder = nil
    guard reconnection != nil else { return [.failed(closure)] }
    if case .giveUp(let reason)? = reconnection?.closed(closure, now: Self.instant(now)) {
      return [.failed(reason)]
    }
    return wasConnected ? [.lost] : []
  }

  /// Agrees keys with a member.
  private mutating func greet(_ seat: RelaySeat) -> PlayerIndex? {
    guard let peer = Self.player(seat) else { return nil }
    obey(signalling?.joined(seat: peer.number, ephemeral: .drawn(from: &random)) ?? [])
    return peer
  }

  @discardableResult
  private func obey(_ effects: [Signalling.Effect]) -> [News] {
    var news: [News] = []
    for effect in effects {
      switch effect {
      case .send(let bytes, let seat): connection.sendSignal(bytes, to: RelaySeat(seat))
      case .received(let bytes, let seat): news.append(.signal(bytes, from: PlayerIndex(seat)))
      case .incompatible(let version, let seat):
        news.append(.incompatible(PlayerIndex(seat), version: version))
      }
    }
    return news
  }

  static func player(_ seat: RelaySeat) -> PlayerIndex? {
    seat.index < Presence.maxPlayers ? PlayerIndex(seat.index) : nil
  }

  private static func instant(_ now: Instant) -> RelayInstant {
    RelayInstant(nanoseconds: now.nanoseconds)
  }
}

extension EphemeralKey {
  /// A fresh key.
  fileprivate static func drawn(from random: inout SystemRandomNumberGenerator) -> EphemeralKey {
    let bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
    guard let key = EphemeralKey(bytes: bytes) else { preconditionFailure("32 bytes drawn") }
    return key
  }
}
