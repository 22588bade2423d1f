import GridGame
import Netplay
import Rollback
import Station
import Vocabulary

enum LobbySample {
  static let address = Address(ipv4: 192, 0, 2, 1, port: 7777)
  static let hello = LobbyMessage.hello(name: DisplayText("Ann"), candidates: [address])
  static let terms = MatchTerms(
    epoch: 0x0102_0304_0506_0708, seed: 9, players: 2, hashInterval: 30, frameLimit: Frame(450),
    game: [0xAA, 0xBB])
  static let identity = GameIdentity(of: Ghostline.self, name: "counting", version: 1)
  /// Another version of the same game.
  static let newer = GameIdentity(of: Ghostline.self, name: "counting", version: 2)
  static let configuration = identity.configurationDigest(for: terms)
  static let offer = LobbyMessage.offer(terms, configuration: 0x1122_3344_5566_7788)
  static let decline = LobbyMessage.decline(
    epoch: 0x0102_0304_0506_0708, .initialState(ours: 1, theirs: 2))

  static let measuring = LobbyMessage.hello(
    name: DisplayText("m"), Reachability(), episode: nil, .measurement)
  static let reach = LobbyMessage.reach(Reachability(candidates: [address], network: .strict))

  static let messages: [LobbyMessage] = [
    hello, .hello(name: DisplayText(""), candidates: []), offer,
    .accept(epoch: 1, .init(configuration: 1, initialState: .max)), .start(epoch: .max), decline,
    .decline(epoch: 3, .unplayable), .decline(epoch: 3, .contradiction),
    .decline(epoch: 3, .configuration(ours: 3, theirs: 4)), .again(epoch: 4),
    .over(epoch: 5, isComplete: false),
    .over(epoch: 5, isComplete: true),
    .hello(name: DisplayText("b"), Reachability(network: .relayOnly), episode: 7, .undecided),
    measuring, reach,
  ]

  static func lobby(_ seat: Int, of capacity: Int = 2) -> Lobby {
    Lobby(
      seat: PlayerIndex(seat), capacity: capacity, name: DisplayText("me"), reach: Reachability(),
      identity: identity)
  }

  /// What a program makes of terms whose initial state has this digest.
  static func agreement(
    to terms: MatchTerms = terms, state: UInt64, by identity: GameIdentity = identity
  ) -> LobbyMessage.Agreement {
    .init(configuration: identity.configurationDigest(for: terms), initialState: state)
  }
}

extension LobbyMessage {
  /// The hello of a player who has played nothing yet and knows nothing of its network.
  static func hello(name: DisplayText, candidates: [Address]) -> LobbyMessage {
    .hello(name: name, Reachability(candidates: candidates), episode: nil, .match)
  }
}
