import Netplay
import Relay
import Vocabulary

@testable import Station

/// A lobby that a test drives, and what is known beside it.
struct OutlookSample {
  static let closure = RelayClosure.lost
  static let admittedAt = Instant.zero + .seconds(1)
  static let now = Instant.zero + .seconds(100)

  var lobby: Lobby
  let terms: MatchTerms

  init(seat: Int, of capacity: Int = 2) {
    lobby = Lobby(
      seat: PlayerIndex(seat), capacity: capacity, name: DisplayText("me"), reach: Reachability(),
      identity: GameTerms.identity)
    terms = MatchTerms(
      epoch: 7, seed: 9, players: capacity, hashInterval: 30, frameLimit: nil, game: [0xAA])
  }

  /// A room in which all have sat down and said who they are.
  static func full(seat: Int, of capacity: Int = 2) -> OutlookSample {
    var sample = OutlookSample(seat: seat, of: capacity)
    for other in 0..<capacity where other != seat { sample.arrive(other) }
    return sample
  }

  /// The same room with the summary of a match on our screen.
  static func summary(seat: Int, of capacity: Int = 2) -> OutlookSample {
    var sample = full(seat: seat, of: capacity)
    sample.play()
    _ = sample.lobby.finished(nil)
    return sample
  }

  // MARK: Events

  mutating func join(_ other: Int, after seconds: Int = 2) {
    _ = lobby.joined(PlayerIndex(other), now: .zero + .seconds(seconds))
  }

  mutating func arrive(_ other: Int) {
    join(other)
    hello(other)
  }

  mutating func hello(_ other: Int, _ wish: LobbyMessage.Wish = .match) {
    hear(
      .hello(
        name: DisplayText("player \(other)"), Reachability(), episode: lobby.episode?.terms.epoch,
        wish), from: other)
  }

  mutating func leave(_ other: Int, _ manner: Lobby.Absent.Manner, after seconds: Int) {
    _ = lobby.left(PlayerIndex(other), manner, now: .zero + .seconds(seconds))
  }

  mutating func hear(_ message: LobbyMessage, from other: Int) {
    _ = lobby.received(message.encoded()[...], from: PlayerIndex(other))
  }

  /// Puts terms on the table; nothing while somebody is missing.
  mutating func offer() {
    if lobby.isCreator {
      _ = lobby.offer(terms)
    } else {
      let configuration = lobby.identity.configurationDigest(for: terms)
      hear(.offer(terms, configuration: configuration), from: 0)
    }
  }

  /// From the room to the match, if all are here.
  mutating func play() {
    offer()
    _ = lobby.agreed(digest: 5)
    let agreement = LobbyMessage.Agreement(
      configuration: lobby.identity.configurationDigest(for: terms), initialState: 5)
    if lobby.isCreator {
      for member in lobby.members {
        hear(.accept(epoch: terms.epoch, agreement), from: member.seat.number)
      }
    } else {
      hear(.start(epoch: terms.epoch), from: 0)
    }
  }

  // MARK: What is told

  func notices(
    _ match: Outlook.MatchOutlook = .none, relayAwaySince: Instant? = nil,
    because closure: RelayClosure? = nil, sleep: (length: Duration, at: Instant)? = nil
  ) -> [Notice] {
    outlook(match, relayAwaySince: relayAwaySince, because: closure, sleep: sleep).notices
  }

  func outlook(
    _ match: Outlook.MatchOutlook = .none, relayAwaySince: Instant? = nil,
    because closure: RelayClosure? = nil, sleep: (length: Duration, at: Instant)? = nil,
    draining: RelayLine.Draining? = nil
  ) -> Outlook {
    Outlook(
      now: Self.now, lobby: lobby, admittedAt: Self.admittedAt, relayAwaySince: relayAwaySince,
      relayClosure: closure, relayFailure: nil, match: match, sleep: sleep,
      draining: draining)
  }
}
