import Relay
import Testing

struct ReconnectionTests {
  private static func welcome(ticket: UInt64) -> RelayWelcome {
    RelayWelcome(
      seat: seat(1), capacity: 2, members: SeatSet(),
      ticket: ResumeTicket(high: 0, low: ticket))
  }

  private let first = welcome(ticket: 1)
  private let second = welcome(ticket: 2)

  private func reconnection(seed: UInt64 = 0) -> RelayReconnection {
    RelayReconnection(first, seed: seed, now: .zero)
  }

  /// Loses the connection, or fails an attempt, and begins the next one; returns the time between.
  private func retry(
    _ reconnection: inout RelayReconnection, after closure: RelayClosure, now: inout RelayInstant
  ) -> Duration? {
    guard reconnection.closed(closure, now: now) == nil, let next = reconnection.nextAttempt,
      reconnection.tick(now: next) != nil
    else { return nil }
    defer { now = next }
    return next - now
  }

  // MARK: One transition each

  @Test func `while connected there is nothing to do`() {
    var reconnection = reconnection()
    #expect(reconnection.nextAttempt == nil)
    #expect(reconnection.tick(now: at(100)) == nil)
    let before = reconnection
    reconnection.connected(second, now: at(100))
    #expect(reconnection == before)
  }

  @Test func `a lost connection is tried again when the delay is over, and not before`() throws {
    var reconnection = reconnection()
    #expect(reconnection.closed(.lost, now: at(10)) == nil)
    let next = try #require(reconnection.nextAttempt)
    #expect(reconnection.tick(now: RelayInstant(nanoseconds: next.nanoseconds - 1)) == nil)
    #expect(reconnection.tick(now: next) == .connect(resuming: first))
    #expect(reconnection.nextAttempt == nil)
    #expect(reconnection.tick(now: at(100)) == nil)
  }

  @Test func `while waiting, neither an end nor a welcome changes anything`() {
    var reconnection = reconnection()
    _ = reconnection.closed(.lost, now: at(10))
    let before = reconnection
    #expect(reconnection.closed(.refused(.malformed), now: at(10)) == nil)
    reconnection.connected(second, now: at(10))
    #expect(reconnection == before)
  }

  @Test func `the ticket of the newest welcome is shown`() {
    var reconnection = reconnection()
    var now = at(10)
    #expect(retry(&reconnection, after: .lost, now: &now) != nil)
    reconnection.connected(second, now: now)
    _ = reconnection.closed(.lost, now: now)
    #expect(reconnection.tick(now: at(100)) == .connect(resuming: second))
  }

  static let temporary: [RelayClosure] = [
    .unreachable(host: "h", port: 1, .connectionRefused),
    .unreachable(host: "h", port: 1, .unknownHost), .timedOut(host: "h", port: 1), .lost, .silent,
    .refused(.rateLimited), .refused(.shuttingDown), .refused(.tooManyRooms),
  ]

  @Test(arguments: temporary)
  func `what may pass is tried again, from a connection and from an attempt`(
    closure: RelayClosure
  ) {
    var reconnection = reconnection()
    #expect(reconnection.closed(closure, now: at(10)) == nil)
    #expect(reconnection.tick(now: at(20)) == .connect(resuming: first))
    #expect(reconnection.closed(closure, now: at(20)) == nil)
    #expect(reconnection.tick(now: at(30)) == .connect(resuming: first))
  }

  static let final: [RelayClosure] = [
    .notARelay(host: "h", port: 1), .closedHere, .refused(.noSuchRoom), .refused(.roomFull),
    .refused(.roomExists), .refused(.versionMismatch(theirs: 3)), .refused(.malformed),
  ]

  @Test(arguments: final)
  func `what does not pass is given up with the reason, once`(closure: RelayClosure) {
    var fromConnection = reconnection()
    #expect(fromConnection.closed(closure, now: at(10)) == .giveUp(closure))
    #expect(fromConnection.closed(closure, now: at(10)) == nil)
    #expect(fromConnection.nextAttempt == nil)
    #expect(fromConnection.tick(now: at(100)) == nil)

    var fromAttempt = reconnection()
    var now = at(10)
    #expect(retry(&fromAttempt, after: .lost, now: &now) != nil)
    #expect(fromAttempt.closed(closure, now: now) == .giveUp(closure))
    fromAttempt.connected(second, now: now)
    #expect(fromAttempt.closed(.lost, now: now) == nil)
    #expect(fromAttempt.nextAttempt == nil)
  }

  @Test func `a caller who has enough stops it in every state`() {
    var connected = reconnection()
    connected.stop()
    #expect(connected.closed(.lost, now: at(10)) == nil)
    #expect(connected.nextAttempt == nil)

    var waiting = reconnection()
    _ = waiting.closed(.lost, now: at(10))
    waiting.stop()
    #expect(waiting.tick(now: at(100)) == nil)

    var connecting = reconnection()
    var now = at(10)
    #expect(retry(&connecting, after: .lost, now: &now) != nil)
    connecting.stop()
    #expect(connecting.closed(.refused(.roomFull), now: now) == nil)
    #expect(connecting == waiting)
  }

  // MARK: Delays

  @Test(arguments: UInt64(0)..<50)
  func `delays double from 250 ms to 4 s, a fifth more or less, for ever`(seed: UInt64) throws {
    var reconnection = reconnection(seed: seed)
    var now = at(10)
    for wanted in [250, 500, 1_000, 2_000, 4_000, 4_000] + Array(repeating: 4_000, count: 100) {
      let delay = try #require(retry(&reconnection, after: .lost, now: &now))
      let bounds = Duration.milliseconds(wanted * 8 / 10)...Duration.milliseconds(wanted * 12 / 10)
      #expect(bounds.contains(delay), "seed \(seed)")
    }
  }

  @Test func `clients with other seeds come back at other times, and both fifths are reached`() {
    var delays: Set<Duration> = []
    for seed in UInt64(0)..<500 {
      var reconnection = reconnection(seed: seed)
      var now = at(10)
      if let delay = retry(&reconnection, after: .lost, now: &now) { delays.insert(delay) }
    }
    #expect(delays.count > 200)
    #expect(delays.contains { $0 < .milliseconds(205) })
    #expect(delays.contains { $0 > .milliseconds(295) })
  }

  @Test func `a connection that stood for four seconds starts the delays anew`() throws {
    var reconnection = reconnection()
    var now = at(10)
    for _ in 0..<4 { #expect(retry(&reconnection, after: .lost, now: &now) != nil) }
    reconnection.connected(second, now: now)
    now = now + .seconds(4)
    #expect(try #require(retry(&reconnection, after: .lost, now: &now)) <= .milliseconds(300))
  }

  @Test func `a connection that stood for less is one more failure`() throws {
    var reconnection = reconnection()
    var now = at(10)
    for _ in 0..<4 { #expect(retry(&reconnection, after: .lost, now: &now) != nil) }
    reconnection.connected(second, now: now)
    now = now + (.seconds(4) - .nanoseconds(1))
    #expect(try #require(retry(&reconnection, after: .lost, now: &now)) >= .milliseconds(3_200))
  }

  private func at(_ seconds: Int64) -> RelayInstant {
    RelayInstant(nanoseconds: seconds * 1_000_000_000)
  }
}
