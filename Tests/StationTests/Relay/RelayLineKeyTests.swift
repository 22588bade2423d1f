import Netplay
import Relay
import SecureChannel
import Testing
import Vocabulary

@testable import Station

/// What two lines say to each other by a relay that only carries.
struct RelayLineKeyTests {
  private static let word = LobbyMessage.again(epoch: 7)
  private var lines = [
    LineTrial.admitted(seat: 0, seed: 1), LineTrial.admitted(seat: 1, seed: 2),
  ]

  /// Carries what is said until nobody says anything more; returns what else was asked for.
  private mutating func carry() -> [Effect] {
    var others: [Effect] = []
    var isQuiet = false
    while !isQuiet {
      isQuiet = true
      for own in lines.indices {
        for effect in lines[own].takeEffects() {
          guard case .signal(let bytes, let seat) = effect else {
            others.append(effect)
            continue
          }
          isQuiet = false
          lines[seat.number].hear(
            .message(.signal(from: PlayerIndex(own), payload: bytes[...])))
        }
      }
    }
    return others
  }

  private mutating func meet() {
    for own in lines.indices {
      lines[own].hear(.message(.peerJoined(PlayerIndex(1 - own))))
      _ = lines[own].takeNews()
    }
  }

  private var secrets: [ChannelSecret?] {
    lines.indices.map { lines[$0].line.secret(of: PlayerIndex(1 - $0)) }
  }

  @Test mutating func `two who meet agree a secret, and hear what was said before it`() {
    meet()
    lines[0].say(Self.word, to: 1)
    lines[1].say(Self.word, to: 0)
    #expect(secrets == [nil, nil])
    #expect(carry() == [])
    #expect(secrets[0] != nil && secrets[0] == secrets[1])
    #expect(lines[0].takeNews() == ["signal \(Self.word.encoded()) from 1"])
    #expect(lines[1].takeNews() == ["signal \(Self.word.encoded()) from 0"])
  }

  @Test mutating func `who is in the room before us is greeted with the welcome`() {
    lines[0] = LineTrial(seed: 3)
    lines[0].tick()
    _ = lines[0].takeEffects()
    lines[0].hear(.message(.welcome(LineTrial.welcome(with: [1]))))
    lines[1].hear(.message(.peerJoined(PlayerIndex(0))))
    #expect(carry() == [])
    #expect(secrets[0] != nil && secrets[0] == secrets[1])
  }

  @Test mutating func `a handshake whose beginning was lost is begun again`() {
    meet()
    _ = lines[0].takeEffects()
    lines[0].pass(RelayLine.Limit.reminder - .nanoseconds(1))
    lines[0].tick()
    #expect(carry() == [])
    #expect(secrets == [nil, nil])
    lines[0].pass(.nanoseconds(1))
    lines[0].tick()
    #expect(carry() == [])
    #expect(secrets[0] != nil && secrets[0] == secrets[1])
  }

  @Test(arguments: [0, 1])
  mutating func `either of two agrees keys anew, and both are told`(own: Int) {
    meet()
    #expect(carry() == [])
    let before = secrets[0]
    lines[own].rekey(with: 1 - own)
    #expect(carry() == [])
    #expect(secrets[0] != nil && secrets[0] == secrets[1] && secrets[0] != before)
    #expect(lines[0].takeNews() == ["rekeyed with 1"])
    #expect(lines[1].takeNews() == ["rekeyed with 0"])
    lines[0].say(Self.word, to: 1)
    #expect(carry() == [])
    #expect(lines[1].takeNews() == ["signal \(Self.word.encoded()) from 0"])
  }

  @Test mutating func `a return agrees keys anew`() {
    meet()
    #expect(carry() == [])
    let before = secrets[0]
    lines[0].hear(.closed(.lost))
    lines[0].pass(RelayReconnection.longestDelay)
    lines[0].tick()
    _ = lines[0].takeEffects()
    lines[0].hear(.message(.welcome(LineTrial.welcome(with: [1]))))
    lines[1].hear(.message(.peerJoined(PlayerIndex(0))))
    #expect(secrets == [nil, nil])
    #expect(carry() == [.hold(.open)])
    #expect(secrets[0] != nil && secrets[0] == secrets[1] && secrets[0] != before)
  }

  @Test mutating func `with a seat that is empty nothing is agreed and nothing said`() {
    lines[0].say(Self.word, to: 1)
    lines[0].rekey(with: 1)
    #expect(lines[0].takeEffects() == [])
    #expect(secrets == [nil, nil])
  }
}
