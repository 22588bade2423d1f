import NIOCore
import NIOPosix
import Netplay
import Relay
import SecureChannel
import Transport

/// The one event loop of this suite.
let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()

private let start = ContinuousClock.now

@Sendable func clock() -> Instant {
  Instant(nanoseconds: (ContinuousClock.now - start).wholeNanoseconds)
}

let room = RoomCode(randomBits: 0x1_2345_6789_ABCD)

func token(_ byte: UInt8 = 7) -> JoinToken {
  guard let secret = InviteSecret(bytes: [UInt8](repeating: byte, count: 16)) else {
    preconditionFailure("16 bytes are a secret")
  }
  return JoinToken(secret: secret, room: room)
}

func seat(_ index: Int) -> RelaySeat { RelaySeat(index) }

/// - Parameter port: 0 for any free one; that of a relay that was stopped, to follow it.
func startRelay(
  _ limits: RelayLimits = RelayLimits(), port: UInt16 = 0, on eventLoop: any EventLoop = loop
) throws -> RelayListener {
  try RelayListener.start(host: "127.0.0.1", port: port, on: eventLoop, limits: limits, now: clock)
}

/// Everything that arrives in one inbox, fetched with a bounded wait.
final class Collector {
  let inbox: Inbox
  private(set) var contents: [Arrival.Content] = []

  init(limits: Inbox.Limits = Inbox.Limits()) throws {
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
      contents += arrivals.map(\.content)
      if isDone(contents) { return true }
      let left = deadline - ContinuousClock.now
      guard left > .zero else { return false }
      _ = inbox.wait(atMost: left)
    }
  }

  func waitFor(_ wanted: Arrival.Content, atMost limit: Duration = .seconds(10)) -> Bool {
    wait(atMost: limit) { $0.contains(wanted) }
  }

  /// The end of the relay connection, once it has come.
  func closure(atMost limit: Duration = .seconds(10)) -> RelayClosure? {
    _ = wait(atMost: limit) { contents in contents.contains { Self.closure(of: $0) != nil } }
    return contents.compactMap(Self.closure).first
  }

  private static func closure(of content: Arrival.Content) -> RelayClosure? {
    if case .relay(.closed(let closure)) = content { closure } else { nil }
  }
}

/// One client of a relay with its own inbox.
final class Client {
  let arrivals: Collector
  let connection: RelayConnection

  init(
    _ entry: RelayEntry, port: UInt16, host: String = "127.0.0.1",
    deadlines: RelayConnection.Deadlines = RelayConnection.Deadlines()
  ) throws {
    arrivals = try Collector()
    connection = RelayConnection(
      to: RelayLocation(host: host, port: port), entering: entry, on: loop, inbox: arrivals.inbox,
      deadlines: deadlines)
  }

  deinit { connection.close() }

  /// Waits for a welcome with any ticket.
  func waitForWelcome(_ index: Int, of capacity: Int, with others: [Int] = []) -> Bool {
    guard let welcome = welcome() else { return false }
    return welcome
      == RelayWelcome(
        seat: seat(index), capacity: capacity, members: SeatSet(others.map { seat($0) }),
        ticket: welcome.ticket)
  }

  /// The relay's welcome, once it has come.
  func welcome() -> RelayWelcome? {
    _ = arrivals.wait { contents in contents.contains { Self.welcome(in: $0) != nil } }
    return arrivals.contents.compactMap(Self.welcome).first
  }

  private static func welcome(in content: Arrival.Content) -> RelayWelcome? {
    if case .relay(.connected(let welcome)) = content { welcome } else { nil }
  }
}

/// Stops an event loop for ten seconds, or until anything is put into the inbox that is returned.
func pauseLoop(_ eventLoop: any EventLoop = loop) throws -> Inbox {
  let pause = try Inbox(now: clock)
  eventLoop.execute { _ = pause.wait(atMost: .seconds(10)) }
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
