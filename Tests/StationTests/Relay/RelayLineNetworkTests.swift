import Netplay
import Relay
import Testing
import Vocabulary

@testable import Station

/// What is not the relay's doing: names that nobody looks up, and our own addresses that change.
struct RelayLineNetworkTests {
  private static let noNameServer = RelayClosure.unreachable(
    host: LineTrial.relay.host, port: LineTrial.relay.port, .noNameServer)

  // MARK: Looking up

  @Test func `a look-up has its own time, and the relay is not blamed for it`() {
    var trial = LineTrial()
    trial.tick()
    _ = trial.takeEffects()
    #expect(trial.tick(after: RelayLine.Limit.lookUp) == [.hangUp(.abandon)])
    #expect(trial.takeNews() == ["failed: \(Self.noNameServer)"])
    #expect(RelayLine.Limit.lookUp > .seconds(10), "two name servers that are silent for 5 s each")
  }

  @Test func `after a slow look-up the relay has its whole time for the welcome`() {
    var trial = LineTrial()
    trial.tick()
    trial.pass(RelayLine.Limit.lookUp - .nanoseconds(1))
    trial.hear(.lookedUp)
    trial.pass(RelayLine.Limit.welcome - .nanoseconds(1))
    trial.tick()
    trial.hear(.message(.welcome(LineTrial.welcome())))
    #expect(trial.takeNews() == ["admitted to 0 of 2"])
  }

  @Test func `that no name server answers may pass, that there is no such host may not`() {
    for (cause, passes) in [
      (UnreachableCause.noNameServer, true), (.connectionRefused, true), (.noRoute, true),
      (.system(errno: 5), true), (.unknown, true), (.unknownHost, false),
    ] {
      var trial = LineTrial()
      trial.tick()
      let closure = RelayClosure.unreachable(host: "h", port: 1, cause)
      trial.hear(.closed(closure))
      #expect(trial.takeNews() == (passes ? [] : ["failed: \(closure)"]))
    }
  }

  // MARK: Our addresses change

  @Test func `the relay is asked at once, and given up without an answer soon`() {
    var trial = LineTrial.admitted()
    trial.networkChanged()
    #expect(trial.takeEffects() == [.pingRelay])
    #expect(trial.tick(after: RelayLine.Limit.changedAnswer) == [.hangUp(.abandon)])
    #expect(trial.takeNews() == ["lost"])
  }

  /// What was under way comes by the old address for a while, and nothing of ours gets through.
  @Test(arguments: [
    RelayNews.alive, .message(.data(from: PlayerIndex(1), payload: [1])),
    .message(.peerJoined(PlayerIndex(1))),
  ])
  func `what still comes proves nothing, the answer does`(news: RelayNews) {
    for (answer, stays) in [(news, false), (.answered, true)] {
      var trial = LineTrial.admitted(seat: 2, of: 3)
      trial.networkChanged()
      trial.hear(answer)
      _ = trial.takeEffects()
      trial.pass(RelayLine.Limit.changedAnswer)
      trial.tick()
      #expect(trial.line.isConnected == stays)
    }
  }

  @Test func `who waits to try again tries at once`() {
    var trial = LineTrial.admitted()
    for _ in 0..<6 {
      trial.hear(.closed(.lost))
      trial.tickWhenDue()
    }
    trial.hear(.closed(.lost))
    _ = trial.takeEffects()
    trial.networkChanged()
    trial.tick()
    #expect(trial.takeEffects().count == 1)
    #expect(trial.attempt == 8)
  }
}
