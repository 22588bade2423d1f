import Netplay
import Relay
import Testing
import Vocabulary

@testable import Station

/// How the connection to the relay is made, judged, lost and left.
struct RelayLineTests {
  private static let moment = Duration.nanoseconds(1)

  // MARK: Getting in

  @Test func `it connects at once`() {
    var trial = LineTrial()
    #expect(trial.line.wakeTime == .zero)
    #expect(trial.line.apartSince == .zero)
    trial.tick()
    #expect(
      trial.takeEffects() == [
        .connect(attempt: 1, hello: .joinRoom(LineTrial.token))
      ])
    #expect(!trial.line.isConnected)
    #expect(trial.line.wakeTime == Instant.zero + RelayLine.Limit.lookUp)
    trial.pass(.seconds(4))
    trial.hear(.lookedUp)
    #expect(trial.line.wakeTime == Instant.zero + .seconds(4) + RelayLine.Limit.welcome)
    trial.tick()
    #expect(trial.takeEffects() == [])
  }

  @Test func `the creator asks for a room`() {
    var trial = LineTrial(to: .create(capacity: 3))
    trial.tick()
    let hello = ClientMessage.createRoom(LineTrial.token, capacity: 3)
    #expect(trial.takeEffects() == [.connect(attempt: 1, hello: hello)])
  }

  @Test func `after the welcome it is connected`() {
    var trial = LineTrial()
    trial.tick()
    _ = trial.takeEffects()
    trial.pass(.seconds(1))
    trial.hear(.message(.welcome(LineTrial.welcome())))
    #expect(trial.takeNews() == ["admitted to 0 of 2"])
    #expect(trial.takeEffects() == [])
    #expect(trial.line.isConnected && trial.line.apartSince == nil)
    #expect(trial.line.newestClosure == nil)
  }

  @Test func `a relay that will stop says so, and it is forgotten with its connection`() {
    var trial = LineTrial()
    trial.tick()
    trial.hear(.message(.welcome(LineTrial.welcome())))
    #expect(trial.line.draining == nil)
    trial.pass(.seconds(1))
    let next = NextRelay("ghostline://b:1")
    trial.hear(.message(.draining(next)))
    trial.pass(.seconds(1))
    trial.hear(.message(.draining(next)))
    #expect(trial.line.draining == RelayLine.Draining(next: next, since: .zero + .seconds(1)))
    #expect(trial.line.isConnected)
    trial.hear(.closed(.lost))
    #expect(trial.line.draining == nil)
  }

  @Test func `nothing but a welcome lets it in`() {
    var trial = LineTrial()
    trial.tick()
    _ = trial.takeEffects()
    trial.hear(.alive)
    trial.hear(.answered)
    trial.hear(.message(.peerJoined(PlayerIndex(1))))
    trial.hear(.message(.data(from: PlayerIndex(1), payload: [1])))
    #expect(trial.takeNews() == [] && trial.takeEffects() == [])
    #expect(!trial.line.isConnected)
  }

  @Test func `without a welcome in time an attempt is hung up, and tried once more`() {
    var trial = LineTrial()
    trial.tick()
    _ = trial.takeEffects()
    trial.hear(.lookedUp)
    #expect(trial.tick(after: RelayLine.Limit.welcome) == [.hangUp(.abandon)])
    #expect(trial.takeNews() == [])
    trial.tickWhenDue()
    _ = trial.takeEffects()
    trial.hear(.lookedUp)
    #expect(trial.tick(after: RelayLine.Limit.welcome) == [.hangUp(.abandon)])
    #expect(trial.takeNews() == ["failed: \(LineTrial.timedOut)"])
    #expect(trial.line.wakeTime == nil)
  }

  @Test func `the time for a welcome begins when the relay has said that it will look`() {
    var trial = LineTrial()
    trial.tick()
    _ = trial.takeEffects()
    trial.hear(.message(.slowed(Wait(seconds: 16))))
    #expect(trial.line.slowedUntil == trial.now + .seconds(16))
    #expect(trial.tick(after: .seconds(16) + RelayLine.Limit.welcome - .nanoseconds(1)) == [])
    #expect(trial.tick(after: .nanoseconds(1)) == [.hangUp(.abandon)])
    #expect(trial.line.slowedUntil == nil)
  }

  @Test func `no relay makes us wait for more than a minute, nor once we are in`() {
    var trial = LineTrial()
    trial.tick()
    _ = trial.takeEffects()
    trial.hear(.message(.slowed(Wait(seconds: 255))))
    #expect(trial.line.slowedUntil == trial.now + .seconds(60))
    trial.hear(.message(.welcome(LineTrial.welcome())))
    trial.hear(.message(.slowed(Wait(seconds: 9))))
    #expect(trial.line.slowedUntil == nil && trial.line.isConnected)
  }

  @Test func `without a welcome in time a return is hung up and tried again`() {
    var trial = LineTrial.admitted()
    trial.hear(.closed(.lost))
    trial.tickWhenDue()
    _ = (trial.takeEffects(), trial.takeNews())
    trial.hear(.lookedUp)
    #expect(trial.tick(after: RelayLine.Limit.welcome) == [.hangUp(.abandon)])
    #expect(trial.takeNews() == [])
    #expect(trial.line.newestClosure == LineTrial.timedOut)
    trial.tickWhenDue()
    #expect(trial.takeEffects() == [.connect(attempt: 3, hello: LineTrial.resume())])
  }

  @Test func `what an earlier attempt still brings is ignored`() {
    var trial = LineTrial.admitted()
    trial.hear(.closed(.lost))
    trial.tickWhenDue()
    _ = (trial.takeEffects(), trial.takeNews())
    trial.hear(.message(.welcome(LineTrial.welcome())), by: 1)
    trial.hear(.message(.refused(.noSuchRoom(next: .none))), by: 1)
    trial.hear(.closed(.refused(.noSuchRoom(next: .none))), by: 1)
    #expect(trial.takeNews() == [] && trial.takeEffects() == [])
    #expect(!trial.line.isConnected)
    trial.hear(.message(.welcome(LineTrial.welcome())), by: 2)
    #expect(trial.takeNews() == ["returned to 0 of 2"])
  }

  // MARK: Not getting in

  @Test(arguments: [
    RefusalReason.noSuchRoom(next: .none), .roomExists, .versionMismatch(theirs: 9), .malformed,
    .hostLeft,
  ])
  func `a refusal that cannot pass fails at once`(reason: RefusalReason) {
    var trial = LineTrial()
    trial.tick()
    _ = trial.takeEffects()
    trial.hear(.message(.refused(reason)))
    #expect(trial.takeNews() == ["failed: \(RelayClosure.refused(reason))"])
    #expect(trial.line.wakeTime == nil)
    trial.pass(.seconds(60))
    trial.tick()
    trial.hear(.message(.welcome(LineTrial.welcome())))
    #expect(trial.takeEffects() == [] && trial.takeNews() == [])
  }

  @Test(arguments: [
    LineTrial.unavailable(502), LineTrial.refused, .refused(.rateLimited),
    .refused(.tooManyRooms), .refused(.shuttingDown), .lost,
  ])
  func `what may pass is tried again for a while, and fails then`(closure: RelayClosure) {
    var trial = LineTrial()
    var attempts = 0
    while attempts < 20, trial.isDueAgain {
      attempts += 1
      trial.tickWhenDue()
      trial.hear(.closed(closure))
    }
    #expect(attempts == 7)
    #expect(trial.now - .zero <= RelayReconnection.entryPatience)
    #expect(trial.takeNews() == ["failed: \(closure)"])
    #expect(trial.line.newestClosure == closure)
    #expect(trial.line.apartSince == .zero)
  }

  @Test(arguments: [
    LineTrial.notARelay,
    .unreachable(host: "relay.test", port: 443, .unknownHost),
  ])
  func `where no relay can be the first attempt is the last`(closure: RelayClosure) {
    var trial = LineTrial()
    trial.tick()
    trial.hear(.closed(closure))
    #expect(trial.takeNews() == ["failed: \(closure)"])
    #expect(trial.line.wakeTime == nil)
  }

  // MARK: Judging the connection

  @Test(arguments: [0, 1, 10, 3600])
  func `the relay is asked after silence alone, and given up without an answer`(age: Int) {
    var trial = LineTrial.admitted()
    for _ in 0..<age {
      trial.pass(.seconds(1))
      trial.hear(.alive)
      trial.tick()
    }
    #expect(trial.takeEffects() == [])
    #expect(trial.tick(after: RelayLine.Limit.quiet) == [.pingRelay])
    #expect(trial.line.isConnected)
    #expect(trial.tick(after: RelayLine.Limit.answer) == [.hangUp(.abandon)])
    #expect(trial.takeNews() == ["lost"])
    #expect(trial.line.newestClosure == .silent)
    #expect(trial.line.apartSince == trial.now)
  }

  @Test func `who was not woken for long asks first`() {
    var trial = LineTrial.admitted()
    trial.pass(.seconds(600))
    trial.tick()
    #expect(trial.takeEffects() == [.pingRelay])
    #expect(trial.tick(after: RelayLine.Limit.answer) == [.hangUp(.abandon)])
  }

  @Test(arguments: [
    RelayNews.alive, .answered, .message(.peerJoined(PlayerIndex(1))),
    .message(.peerLeft(PlayerIndex(1), .lost)),
    .message(.data(from: PlayerIndex(1), payload: [1])),
    .message(.signal(from: PlayerIndex(1), payload: [1])),
  ])
  func `any sign of life takes the question back`(news: RelayNews) {
    var trial = LineTrial.admitted(seat: 2, of: 3)
    #expect(trial.tick(after: RelayLine.Limit.quiet) == [.pingRelay])
    trial.pass(RelayLine.Limit.answer - Self.moment)
    trial.hear(news)
    _ = trial.takeEffects()
    let pings = trial.tick(after: RelayLine.Limit.quiet).filter { $0 == .pingRelay }
    #expect(pings == [.pingRelay])
    #expect(trial.line.isConnected)
  }

  @Test func `answers alone keep a line for ten minutes`() {
    var trial = LineTrial.admitted()
    var questions = 0
    for _ in 0..<6000 {
      trial.pass(.milliseconds(100))
      trial.tick()
      let effects = trial.takeEffects()
      #expect(effects.allSatisfy { $0 == .pingRelay })
      guard !effects.isEmpty else { continue }
      questions += 1
      trial.hear(.alive)
    }
    #expect(trial.line.isConnected && trial.takeNews() == [])
    #expect(questions == 400)
  }

  @Test func `what the relay brings is told with who it is from`() {
    var trial = LineTrial.admitted(seat: 1, of: 3)
    trial.hear(.message(.peerJoined(PlayerIndex(0))))
    trial.hear(.message(.data(from: PlayerIndex(0), payload: [1, 2])))
    trial.hear(.message(.peerLeft(PlayerIndex(0), .lost)))
    trial.hear(.message(.peerLeft(PlayerIndex(2), .left)))
    #expect(trial.takeNews() == ["0 joined", "data [1, 2] from 0", "0 lost", "2 left"])
    #expect(trial.takeEffects() == [])
  }

  // MARK: Coming back

  @Test(arguments: [
    LineTrial.unavailable(502), LineTrial.unavailable(504), LineTrial.unavailable(429),
    LineTrial.notARelay, LineTrial.refused, LineTrial.timedOut, .lost, .silent,
    .unreachable(host: "relay.test", port: 443, .unknownHost),
  ])
  func `once in the room it never tires`(closure: RelayClosure) {
    var trial = LineTrial.admitted()
    let lostAt = trial.now
    trial.hear(.closed(closure))
    #expect(trial.takeNews() == ["lost"])
    for attempt in 2..<400 {
      let before = trial.now
      trial.tickWhenDue()
      #expect(trial.now - before <= RelayReconnection.longestDelay * 6 / 5)
      #expect(trial.takeEffects() == [.connect(attempt: attempt, hello: LineTrial.resume())])
      trial.hear(.closed(closure))
    }
    #expect(trial.takeNews() == [])
    #expect(trial.line.apartSince == lostAt && trial.line.newestClosure == closure)
    #expect(trial.now - lostAt > .seconds(600))
    trial.tickWhenDue()
    trial.hear(.message(.welcome(LineTrial.welcome())))
    #expect(trial.takeNews() == ["returned to 0 of 2"])
    #expect(trial.line.isConnected && trial.line.apartSince == nil)
  }

  @Test func `a seat that is no longer ours is not asked for again`() {
    var trial = LineTrial.admitted()
    trial.hear(.closed(.lost))
    trial.tickWhenDue()
    _ = (trial.takeNews(), trial.takeEffects())
    trial.hear(.message(.refused(.roomFull)))
    #expect(trial.takeNews() == ["failed: \(RelayClosure.refused(.roomFull))"])
    #expect(trial.line.wakeTime == nil)
  }

  @Test func `a return asks for the seats of those we play with`() {
    var trial = LineTrial.admitted(of: 3)
    trial.playing(with: [1, 2])
    _ = trial.takeEffects()
    for attempt in 2...4 {
      trial.hear(.closed(.lost))
      trial.tickWhenDue()
      let hello = LineTrial.resume(of: 3, expecting: [1, 2])
      #expect(trial.takeEffects() == [.connect(attempt: attempt, hello: hello)])
      trial.hear(.message(.welcome(LineTrial.welcome(of: 3))))
      #expect(trial.takeEffects() == [.hold(.kept)])
    }
    trial.playing(with: [])
    _ = trial.takeEffects()
    trial.hear(.closed(.lost))
    trial.tickWhenDue()
    #expect(trial.takeEffects() == [.connect(attempt: 5, hello: LineTrial.resume(of: 3))])
  }

  // MARK: Holding the seat

  @Test func `the relay is told when a match begins and when it is over`() {
    var trial = LineTrial.admitted()
    trial.playing(with: [1])
    #expect(trial.takeEffects() == [.hold(.kept)])
    trial.playing(with: [])
    #expect(trial.takeEffects() == [.hold(.open)])
  }

  @Test func `nobody is told while there is no connection`() {
    var trial = LineTrial.admitted()
    trial.hear(.closed(.lost))
    trial.playing(with: [1])
    trial.playing(with: [])
    #expect(trial.takeEffects() == [])
  }

  // MARK: Leaving

  @Test func `a member who leaves hangs up once, and nothing follows`() {
    var trial = LineTrial.admitted()
    trial.leave()
    #expect(trial.takeEffects() == [.hangUp(.leave)])
    trial.leave()
    trial.pass(.seconds(60))
    trial.tick()
    trial.hear(.alive)
    trial.hear(.closed(.lost))
    #expect(trial.takeEffects() == [] && trial.takeNews() == [])
    #expect(!trial.line.isConnected && trial.line.wakeTime == nil)
  }

  @Test func `who leaves before the welcome hangs up`() {
    var trial = LineTrial()
    trial.tick()
    _ = trial.takeEffects()
    trial.leave()
    trial.leave()
    #expect(trial.takeEffects() == [.hangUp(.leave)])
    trial.hear(.message(.welcome(LineTrial.welcome())))
    #expect(trial.takeNews() == [] && !trial.line.isConnected)
  }

  @Test func `who leaves without a connection says nothing, and makes none`() {
    var trial = LineTrial.admitted()
    trial.hear(.closed(.lost))
    trial.leave()
    trial.pass(.seconds(60))
    trial.tick()
    #expect(trial.takeEffects() == [] && trial.line.wakeTime == nil)
  }
}
