import NIOCore
import NIOPosix
import Relay
import SecureChannel
import Station
import Transport
import Vocabulary

/// The one event loop of this suite.
let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()

private let start = ContinuousClock.now

@Sendable func clock() -> Instant {
  Instant(nanoseconds: (ContinuousClock.now - start).wholeNanoseconds)
}

func token(_ byte: UInt8 = 7) -> JoinToken {
  guard let secret = InviteSecret(bytes: [UInt8](repeating: byte, count: 16)) else {
    preconditionFailure("16 bytes are a secret")
  }
  return JoinToken(secret: secret)
}

func seat(_ index: Int) -> PlayerIndex { PlayerIndex(index) }

/// - Parameters:
///   - port: 0 for any free one; that of a relay that was stopped, to follow it.
///   - eventLoop: nothing for threads of its own, as those have that players start.
func startRelay(
  _ limits: RelayLimits = RelayLimits(), port: UInt16 = 0, on eventLoop: (any EventLoop)? = loop,
  loops count: Int = 1, behind front: RelayFront = .plain
) throws -> RelayListener {
  try RelayListener.start(
    host: "127.0.0.1", port: port, on: eventLoop, loops: count, behind: front, limits: limits,
    now: clock)
}

/// A relay that will be stopped, and followed by another one on its port: one that the system hands to nobody
/// by itself meanwhile, above the ports of services and below those that it chooses from.
func startRelayToFollow() throws -> RelayListener {
  for _ in 0..<50 {
    do {
      return try startRelay(port: .random(in: 20_000..<32_000))
    } catch RelayListenerError.portInUse {
      continue
    }
  }
  return try startRelay()
}

/// Everything that arrives in one inbox, fetched with a bounded wait.
final class Collector {
  let inbox: Inbox
  private(set) var contents: [Arrival.Content] = []

  init(limits: ArrivalQueue.Limits = ArrivalQueue.Limits()) throws {
    inbox = try Inbox(limits: limits, now: clock)
  }

  /// Waits until a condition on all that arrived holds; returns whether it came to hold.
  func wait(
    atMost limit: Duration = .seconds(10), until isDone: ([Arrival.Content]) -> Bool
  ) -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
      var arrivals: [Arrival] = []
      inbox.drain(into: &arrivals)
      contents += arrivals.map(\.content).filter { content in
        // Every connection begins with it; a test of its own says so.
        if case .relay(_, .lookedUp) = content { false } else { true }
      }
      if isDone(contents) { return true }
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return false }
      _ = inbox.wait(atMost: left)
    }
  }

  func waitFor(_ wanted: Arrival.Content, atMost limit: Duration = .seconds(10)) -> Bool {
    wait(atMost: limit) { $0.contains(wanted) }
  }

  /// The end of the relay connection, once it has come; in the relay's own words if it said any.
  func closure(atMost limit: Duration = .seconds(10)) -> RelayClosure? {
    _ = wait(atMost: limit) { contents in contents.contains { Self.closure(of: $0) != nil } }
    return contents.compactMap(Self.closure).first
  }

  private static func closure(of content: Arrival.Content) -> RelayClosure? {
    switch content {
    case .relay(_, .message(.refused(let reason))): .refused(reason)
    case .relay(_, .closed(let closure)): closure
    case .relay, .direct, .directClosed, .resolved, .localAddresses: nil
    }
  }
}

/// What the first connection to a relay brings.
extension Arrival.Content {
  static let alive = Arrival.Content.relay(attempt: 1, .alive)

  static let answered = Arrival.Content.relay(attempt: 1, .answered)

  static func closed(_ closure: RelayClosure) -> Arrival.Content {
    .relay(attempt: 1, .closed(closure))
  }

  static func joined(_ index: Int) -> Arrival.Content {
    .relay(attempt: 1, .message(.peerJoined(seat(index))))
  }

  static func gone(_ index: Int, _ departure: RelayMessage.Departure) -> Arrival.Content {
    .relay(attempt: 1, .message(.peerLeft(seat(index), departure)))
  }

  static func data(from index: Int, _ bytes: [UInt8]) -> Arrival.Content {
    .relay(attempt: 1, .message(.data(from: seat(index), payload: bytes[...])))
  }

  static func signal(from index: Int, _ bytes: [UInt8]) -> Arrival.Content {
    .relay(attempt: 1, .message(.signal(from: seat(index), payload: bytes[...])))
  }
}

/// One client of a relay with its own inbox.
final class Client {
  let arrivals: Collector
  let connection: RelayConnection

  init(
    _ entry: RelayEntry, port: UInt16, host: String = "127.0.0.1", by link: RelayLink = .plain,
    trusting roots: TrustedRoots = .system, attempt: Int = 1
  ) throws {
    arrivals = try Collector()
    connection = RelayConnection(
      to: HostPort(host: host, port: port), by: link, trusting: roots, attempt: attempt,
      saying: entry.message, on: loop,
      inbox: arrivals.inbox)
  }

  deinit { connection.leave() }

  /// Waits for a welcome with any ticket.
  func waitForWelcome(_ index: Int, of capacity: Int, with others: [Int] = []) -> Bool {
    guard let welcome = welcome() else { return false }
    return welcome
      == RelayWelcome(
        seat: seat(index), capacity: capacity, members: Presence(others.map { seat($0) }),
        ticket: welcome.ticket)
  }

  /// The relay's welcome, once it has come.
  func welcome() -> RelayWelcome? {
    _ = arrivals.wait { contents in contents.contains { Self.welcome(in: $0) != nil } }
    return arrivals.contents.compactMap(Self.welcome).first
  }

  private static func welcome(in content: Arrival.Content) -> RelayWelcome? {
    if case .relay(_, .message(.welcome(let welcome))) = content { welcome } else { nil }
  }
}

/// How a client ends its connection.
enum Goodbye: CaseIterable {
  case leave, abandon

  func end(_ connection: RelayConnection) {
    switch self {
    case .leave: connection.leave()
    case .abandon: connection.abandon()
    }
  }
}

/// Stops an event loop for ten seconds, or until anything is put into the inbox that is returned.
func pauseLoop(_ eventLoop: any EventLoop = loop) throws -> Inbox {
  let pause = try Inbox(now: clock)
  let begun = try Inbox(now: clock)
  eventLoop.execute {
    begun.append(.directClosed)
    _ = pause.wait(atMost: .seconds(10))
  }
  // A loop sees to its sockets before its tasks: until it stands still it may answer yet.
  _ = begun.wait(atMost: .seconds(10))
  return pause
}

/// Waits for something that no inbox announces.
func eventually(
  atMost limit: Duration = .seconds(10), _ condition: () throws -> Bool
) throws -> Bool {
  let pause = try Inbox(now: clock)
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else { return false }
    _ = pause.wait(atMost: .milliseconds(5))
  }
  return true
}
