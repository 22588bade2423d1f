import Netplay
import Rollback
import Testing
import Vocabulary

struct DirectObstacleTests {
  private static let address = Address(ipv4: 10, 0, 0, 1, port: 9)

  private func path(_ theirs: NetworkKind, candidates: [Address] = [address]) -> DirectPath {
    var path = DirectPath(linkSeed: 1)
    let isTried = path.offered(
      Reachability(candidates: candidates, network: theirs), now: at(0))
    #expect(isTried != candidates.isEmpty)
    _ = path.link.tick(now: at(0))
    return path
  }

  @Test(
    arguments: [
      (.relayOnly, .open, .relayOnlyHere), (.open, .relayOnly, .relayOnlyThere),
      (.blocked, .open, .blockedHere), (.mapped, .blocked, .blockedThere),
      (.strict, .strict, .strictOnBothSides), (.strict, .mapped, .strictHere),
      (.mapped, .strict, .strictThere), (.unknown, .strict, .strictThere),
      (.mapped, .mapped, .noAnswer), (.open, .open, .noAnswer), (.unknown, .unknown, .noAnswer),
      (.relayOnly, .blocked, .relayOnlyHere), (.strict, .unknown, .strictHere),
    ] as [(NetworkKind, NetworkKind, DirectObstacle)])
  func `after 5 s in vain the networks explain it`(
    ours: NetworkKind, theirs: NetworkKind, obstacle: DirectObstacle
  ) {
    var path = path(theirs)
    let told = path.noteObstacle(ours: .known(ours), now: at(5000))
    #expect(told == obstacle)
    #expect(path.obstacle == obstacle)
    let again = path.noteObstacle(ours: .known(ours), now: at(5020))
    #expect(again == nil)
  }

  @Test func `before that the addresses are being tried`() {
    var trying = path(.mapped)
    let nothing = trying.noteObstacle(ours: .known(.mapped), now: at(4999))
    #expect(nothing == nil && trying.obstacle == .trying)
    var refusing = path(.relayOnly)
    let told = refusing.noteObstacle(ours: .known(.mapped), now: at(0))
    #expect(told == .relayOnlyThere)
  }

  @Test func `a peer without addresses is one that has told none`() {
    var path = path(.mapped, candidates: [])
    let told = path.noteObstacle(ours: .known(.open), now: at(9000))
    #expect(told == nil && path.obstacle == .noAddresses)
  }

  @Test func `where there is an address in use nothing is in the way`() throws {
    var path = path(.strict)
    let probe = path.link.tick(now: at(20))
    let isChosen = path.link.answered(
      try #require(probe).nonce, from: Self.address, now: at(21))
    #expect(isChosen)
    let told = path.noteObstacle(ours: .known(.strict), now: at(9000))
    #expect(told == nil && path.obstacle == nil)
  }

  // MARK: One observer

  private static let relay = Address(ipv4: 203, 0, 113, 10, port: 7777)
  private static let silent = OwnNetwork.unanswered(by: .relay, at: [relay])

  @Test func `the silence of the only server that was asked is called just that`() {
    for theirs in [NetworkKind.unknown, .blocked] {
      var path = path(theirs)
      let told = path.noteObstacle(ours: Self.silent, now: at(5000))
      #expect(told == (theirs == .blocked ? .blockedThere : .unansweredHere(by: .relay)))
    }
    var named = path(.unknown)
    let told = named.noteObstacle(
      ours: .unanswered(by: .named, at: [Self.relay]), now: at(5000))
    #expect(told == .unansweredHere(by: .named))
  }

  @Test func `addresses are tried before one server's silence is told`() {
    var path = path(.unknown)
    #expect(path.noteObstacle(ours: Self.silent, now: at(4999)) == nil)
    #expect(path.obstacle == .trying)
  }

  @Test(arguments: [NetworkKind.open, .mapped, .strict])
  func `where the server answers the other side, it is our network`(theirs: NetworkKind) {
    var path = path(theirs)
    let told = path.noteObstacle(ours: Self.silent, now: at(5000))
    #expect(told == .blockedHere)
  }

  /// Its UDP port may be closed to all others.
  @Test func `a server in the peer's own machine is no second opinion`() {
    var path = path(.mapped, candidates: [Self.address, Self.relay.with(port: 9)])
    let told = path.noteObstacle(ours: Self.silent, now: at(5000))
    #expect(told == .unansweredHere(by: .relay))
  }
}
