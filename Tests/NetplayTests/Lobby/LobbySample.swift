import Netplay
import Rollback

enum LobbySample {
  static let address = Address(ipv4: 192, 0, 2, 1, port: 7777)
  static let hello = LobbyMessage.hello(name: DisplayText("Ann"), candidates: [address])
  static let terms = MatchTerms(
    epoch: Sample.epoch, seed: 9, players: 2, hashInterval: 30, frameLimit: Frame(450),
    game: [0xAA, 0xBB])
  static let offer = LobbyMessage.offer(terms)
  static let decline = LobbyMessage.decline(
    epoch: Sample.epoch, .initialState(ours: 1, theirs: 2))

  static let messages: [LobbyMessage] = [
    hello, .hello(name: DisplayText(""), candidates: []), offer,
    .accept(epoch: 1, digest: .max), .start(epoch: .max), decline,
    .decline(epoch: 3, .unplayable), .decline(epoch: 3, .contradiction), .again,
  ]
}
