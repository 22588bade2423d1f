import Relay
import Testing
import Vocabulary

struct ReconnectionTests {
  private static func welcome(ticket number: UInt64) -> RelayWelcome {
    RelayWelcome(seat: seat(1), capacity: 2, members: .none, ticket: ticket(number))
  }

  private let first = welcome(ticket: 1)
  private let second = welcome(ticket: 2)
  private let entry = RelayEntry.join(token())

  /// One that is to make its first attempt, from second 10 on.
  private func beginning(seed: UInt64 = 0) -> RelayReconnection {
    RelayReconnection(entering: entry, seed: seed, now: at(10))
  }

  /// One that makes its first attempt.
  private func entering(seed: UInt64 = 0) -> RelayReconnection {
    var reconnection = beginning(seed: seed)
    #expect(reconnection.tick(now: at(10)) == .connect(entry))
    return reconnection
  }

  /// One that is in the room.
  private func connected(seed: UInt64 = 0) -> RelayReconnection {
    var reconnection = entering(seed: seed)
    reconnection.connected(first, now: at(10))
    return reconnection
  }

  /// Loses the connection, or fails an attempt, and begins the next one; returns the time between.
  private func retry(
    _ reconnection: inout RelayReconnection, after closure: RelayClosure, now: inout Instant
  ) -> Duration? {
    guard reconnection.closed(closure, now: now) == nil, let next = reconnection.nextAttempt,
      reconnection.tick(now: next) != nil
    else { return nil }
    defer { now = next }
    return next - now
  }

  // MARK: One transition each

  @Test func `the first attempt is due at once`() {
    var reconnection = beginning()
    #expect(reconnection.nextAttempt == at(10))
    #expect(reconnection.tick(now: at(10)) == .connect(entry))
    #expect(reconnection.nextAttempt == nil)
    #expect(reconnection.tick(now: at(100)) == nil)
  }

  @Test func `while connected there is nothing to do`() {
    var reconnection = connected()
    #expect(reconnection.nextAttempt == nil)
    #expect(reconnection.tick(now: at(100)) == nil)
    let before = reconnection
    reconnection.connected(second, now: at(100))
    #expect(reconnection == before)
  }

  @Test func `a lost connection is tried again when the delay is over, and not before`() throws {
    var reconnection = connected()
    #expect(reconnection.closed(.lost, now: at(20)) == nil)
    let next = try #require(reconnection.nextAttempt)
    #expect(reconnection.tick(now: next - .nanoseconds(1)) == nil)
    #expect(reconnection.tick(now: next) == .connect(entry.resuming(first)))
    #expect(reconnection.nextAttempt == nil)
    #expect(reconnection.tick(now: at(100)) == nil)
  }

  @Test func `while waiting, neither an end nor a welcome changes anything`() {
    var reconnection = connected()
    _ = reconnection.closed(.lost, now: at(20))
    let before = reconnection
    #expect(reconnection.closed(.refused(.malformed), now: at(20)) == nil)
    reconnection.connected(second, now: at(20))
    #expect(reconnection == before)
  }

  @Test func `the ticket of the newest welcome is shown`() {
    var reconnection = connected()
    var now = at(20)
    #expect(retry(&reconnection, after: .lost, now: &now) != nil)
    reconnection.connected(second, now: now)
    _ = reconnection.closed(.lost, now: now)
    #expect(reconnection.tick(now: at(100)) == .connect(entry.resuming(second)))
  }

  @Test func `an attempt that failed is made again as it was`() {
    var reconnection = entering()
    #expect(reconnection.closed(.lost, now: at(10)) == nil)
    #expect(reconnection.tick(now: at(11)) == .connect(entry))
  }

  // MARK: The others of a match

  @Test func `whoever plays names the others when it comes back, until the match is over`() {
    let others = Presence([seat(0), seat(2)])
    var reconnection = connected()
    reconnection.playing(with: others)
    _ = reconnection.closed(.lost, now: at(20))
    #expect(
      reconnection.tick(now: at(30))
        == .connect(entry.resuming(first).keepingSeats(of: others)))
    reconnection.connected(second, now: at(30))
    _ = reconnection.closed(.lost, now: at(40))
    #expect(
      reconnection.tick(now: at(50))
        == .connect(entry.resuming(second).keepingSeats(of: others)))
    reconnection.playing(with: .none)
    _ = reconnection.closed(.lost, now: at(50))
    #expect(reconnection.tick(now: at(60)) == .connect(entry.resuming(second)))
  }

  @Test func `before the room there is nobody to name`() {
    var reconnection = entering()
    reconnection.playing(with: Presence([seat(0)]))
    reconnection.connected(first, now: at(10))
    _ = reconnection.closed(.lost, now: at(20))
    #expect(reconnection.tick(now: at(30)) == .connect(entry.resuming(first)))
  }

  @Test func `an entry asks for its room, and for its seat once it has one`() {
    let creation = RelayEntry.create(token(), capacity: 2)
    #expect(creation.message == create())
    #expect(entry.message == join())
    #expect(!creation.isResumption && !entry.isResumption)
    for resumption in [creation.resuming(first), entry.resuming(first)] {
      #expect(resumption.isResumption)
      #expect(resumption.message == resume(at: 1, with: 1))
      #expect(
        resumption.keepingSeats(of: Presence([seat(0)])).message
          == resume(at: 1, with: 1, expecting: [0]))
    }
    #expect(entry.keepingSeats(of: Presence([seat(0)])) == entry)
  }

  // MARK: What may pass

  static let passing: [RelayClosure] = [
    .unreachable(host: "h", port: 1, .connectionRefused),
    .unreachable(host: "h", port: 1, .noRoute), .unavailable(host: "h", port: 1, status: 502),
    .tls(host: "h", port: 1, .cut), .timedOut(host: "h", port: 1), .lost, .silent,
    .refused(.rateLimited), .refused(.shuttingDown), .refused(.tooManyRooms),
    .refused(.tooManyRoomsFromHere(.none)),
  ]

  /// What proves that there is no relay, except to who has a seat there.
  static let strange: [RelayClosure] = [
    .unreachable(host: "h", port: 1, .unknownHost), .notARelay(host: "h", port: 1),
    .tls(host: "h", port: 1, .pinDiffers), .tls(host: "h", port: 1, .expired(at: 0)),
  ]

  static let final: [RelayClosure] = [
    .refused(.noSuchRoom(next: .none)), .refused(.hostLeft),
    .refused(.versionMismatch(theirs: 3)), .refused(.malformed), .refused(.roomTooLarge(seats: 2)),
  ]

  @Test func `a relay that drains is no place for a new room, and one to come back to`() {
    let closure = RelayClosure.refused(.draining(nil))
    #expect(!closure.mayPass(for: .create(token(), capacity: 2)))
    #expect(!closure.mayPass(for: entry))
    #expect(closure.mayPass(for: entry.resuming(first)))
  }

  @Test(arguments: passing)
  func `what may pass is tried again by who would enter`(closure: RelayClosure) {
    var reconnection = entering()
    #expect(reconnection.closed(closure, now: at(10)) == nil)
    #expect(reconnection.tick(now: at(11)) == .connect(entry))
    #expect(reconnection.closed(closure, now: at(11)) == nil)
    #expect(reconnection.tick(now: at(12)) == .connect(entry))
  }

  @Test(arguments: passing + strange)
  func `what may pass is tried again from the room, and from an attempt to come back`(
    closure: RelayClosure
  ) {
    var reconnection = connected()
    #expect(reconnection.closed(closure, now: at(20)) == nil)
    #expect(reconnection.tick(now: at(30)) == .connect(entry.resuming(first)))
    #expect(reconnection.closed(closure, now: at(30)) == nil)
    #expect(reconnection.tick(now: at(40)) == .connect(entry.resuming(first)))
  }

  @Test(arguments: final + strange)
  func `what does not pass is given up at once by who would enter`(closure: RelayClosure) {
    var reconnection = entering()
    #expect(reconnection.closed(closure, now: at(10)) == .giveUp(closure))
    #expect(reconnection.closed(closure, now: at(10)) == nil)
    #expect(reconnection.nextAttempt == nil)
    #expect(reconnection.tick(now: at(100)) == nil)
  }

  @Test func `who is told how long to stay away stays away so long, and no longer than a minute`() {
    for (told, waited) in [(UInt8(6), 6), (60, 60), (255, 60)] {
      var reconnection = connected()
      let closure = RelayClosure.refused(.tooManyRoomsFromHere(Wait(seconds: told)))
      #expect(reconnection.closed(closure, now: at(20)) == nil)
      #expect(reconnection.nextAttempt == at(20) + .seconds(waited))
    }
  }

  @Test func `who would enter waits as long as it is told once, and gives up on a longer wait`() {
    var reconnection = entering()
    let passing = RelayClosure.refused(.tooManyRoomsFromHere(Wait(seconds: 6)))
    #expect(reconnection.closed(passing, now: at(10)) == nil)
    #expect(reconnection.tick(now: at(16)) == .connect(entry))
    #expect(reconnection.closed(passing, now: at(16)) == .giveUp(passing))
  }

  /// A room that is full may have been left a moment ago, and one that exists be our own.
  static let occupied: [RelayClosure] = [.refused(.roomFull), .refused(.roomExists)]

  @Test func `whoever would join asks a full room again for a while`() {
    var joining = entering()
    #expect(joining.closed(.refused(.roomFull), now: at(10)) == nil)
    #expect(joining.tick(now: at(11)) == .connect(entry))
    #expect(
      joining.closed(.refused(.roomFull), now: at(21)) == .giveUp(.refused(.roomFull)))
  }

  @Test func `whoever lost the seat in a match asks again, and after it takes none for an answer`()
  {
    var playing = connected()
    playing.playing(with: Presence([seat(0)]))
    var now = at(20)
    #expect(retry(&playing, after: .lost, now: &now) != nil)
    for _ in 0..<20 { #expect(retry(&playing, after: .refused(.roomFull), now: &now) != nil) }
    playing.playing(with: .none)
    #expect(
      playing.closed(.refused(.roomFull), now: now) == .giveUp(.refused(.roomFull)))
  }

  /// A match gives a player up after ten seconds, and a person takes one to start the program again.
  @Test(arguments: UInt64(0)..<50)
  func `a full room is asked until a match that lost its player can be over`(seed: UInt64) {
    var joining = entering(seed: seed)
    var now = at(10)
    var attempts = 1
    while let delay = retry(&joining, after: .refused(.roomFull), now: &now) {
      attempts += 1
      #expect(delay <= .milliseconds(2_400))
    }
    #expect((at(18)...at(21)).contains(now) && (7...10).contains(attempts), "seed \(seed)")
  }

  @Test(arguments: final + occupied)
  func `what does not pass is given up with the reason, once`(closure: RelayClosure) {
    var fromConnection = connected()
    #expect(fromConnection.closed(closure, now: at(20)) == .giveUp(closure))
    #expect(fromConnection.closed(closure, now: at(20)) == nil)
    #expect(fromConnection.nextAttempt == nil)
    #expect(fromConnection.tick(now: at(100)) == nil)

    var fromAttempt = connected()
    var now = at(20)
    #expect(retry(&fromAttempt, after: .lost, now: &now) != nil)
    #expect(fromAttempt.closed(closure, now: now) == .giveUp(closure))
    fromAttempt.connected(second, now: now)
    #expect(fromAttempt.closed(.lost, now: now) == nil)
    #expect(fromAttempt.nextAttempt == nil)
  }

  @Test func `a caller who has enough stops it in every state`() {
    var beginning = beginning()
    beginning.stop()
    #expect(beginning.nextAttempt == nil)
    #expect(beginning.tick(now: at(10)) == nil)

    var connected = connected()
    connected.stop()
    #expect(connected.closed(.lost, now: at(20)) == nil)
    #expect(connected.nextAttempt == nil)

    var waiting = self.connected()
    _ = waiting.closed(.lost, now: at(20))
    waiting.stop()
    #expect(waiting.tick(now: at(100)) == nil)

    var connecting = self.connected()
    var now = at(20)
    #expect(retry(&connecting, after: .lost, now: &now) != nil)
    connecting.stop()
    #expect(connecting.closed(.refused(.roomFull), now: now) == nil)
    #expect(connecting == waiting)
  }

  // MARK: Patience

  @Test(arguments: UInt64(0)..<50)
  func `whoever would enter tries some times within the patience, and is told why`(seed: UInt64) {
    var reconnection = entering(seed: seed)
    var now = at(10)
    let closure = RelayClosure.unavailable(host: "h", port: 1, status: 502)
    var attempts = 1
    while retry(&reconnection, after: closure, now: &now) != nil { attempts += 1 }
    #expect((5...7).contains(attempts), "seed \(seed)")
    #expect(now - at(10) <= RelayReconnection.entryPatience)
    #expect(reconnection.nextAttempt == nil)
  }

  @Test func `an attempt is made at the end of the patience, and none after it`() throws {
    var probe = entering()
    _ = probe.closed(.lost, now: at(10))
    let delay = try #require(probe.nextAttempt) - at(10)
    let last = at(10) + RelayReconnection.entryPatience - delay

    var inTime = entering()
    #expect(inTime.closed(.lost, now: last) == nil)
    #expect(inTime.nextAttempt == at(10) + RelayReconnection.entryPatience)
    var late = entering()
    #expect(late.closed(.lost, now: last + .nanoseconds(1)) == .giveUp(.lost))
  }

  @Test func `an attempt that took all the patience is the last`() {
    var reconnection = entering()
    let closure = RelayClosure.timedOut(host: "h", port: 1)
    let end = at(10) + RelayReconnection.entryPatience
    #expect(reconnection.closed(closure, now: end) == .giveUp(closure))
  }

  // MARK: Delays

  @Test(arguments: UInt64(0)..<50)
  func `delays grow from 250 ms to 4 s, a fifth more or less, and no match ends between two`(
    seed: UInt64
  ) throws {
    var reconnection = connected(seed: seed)
    var now = at(10)
    for wanted in [250, 500, 1_000, 2_000, 2_000, 2_000] + Array(repeating: 4_000, count: 100) {
      let delay = try #require(retry(&reconnection, after: .lost, now: &now))
      let bounds = Duration.milliseconds(wanted * 8 / 10)...Duration.milliseconds(wanted * 12 / 10)
      #expect(bounds.contains(delay), "seed \(seed)")
    }
  }

  @Test func `clients with other seeds come back at other times, and both fifths are reached`() {
    var delays: Set<Duration> = []
    for seed in UInt64(0)..<500 {
      var reconnection = connected(seed: seed)
      var now = at(10)
      if let delay = retry(&reconnection, after: .lost, now: &now) { delays.insert(delay) }
    }
    #expect(delays.count > 200)
    #expect(delays.contains { $0 < .milliseconds(205) })
    #expect(delays.contains { $0 > .milliseconds(295) })
  }

  @Test func `a connection that stood for four seconds starts the delays anew`() throws {
    var reconnection = connected()
    var now = at(10)
    for _ in 0..<4 { #expect(retry(&reconnection, after: .lost, now: &now) != nil) }
    reconnection.connected(second, now: now)
    now = now + .seconds(4)
    #expect(try #require(retry(&reconnection, after: .lost, now: &now)) <= .milliseconds(300))
  }

  @Test func `a connection that stood for less is one more failure`() throws {
    var reconnection = connected()
    var now = at(10)
    for _ in 0..<4 { #expect(retry(&reconnection, after: .lost, now: &now) != nil) }
    reconnection.connected(second, now: now)
    now = now + (.seconds(4) - .nanoseconds(1))
    #expect(try #require(retry(&reconnection, after: .lost, now: &now)) >= .milliseconds(1_600))
  }

  private func at(_ seconds: Int64) -> Instant {
    Instant(nanoseconds: seconds * 1_000_000_000)
  }
}
