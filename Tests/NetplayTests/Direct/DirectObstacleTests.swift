import Netplay
import Rollback
import Testing
import Vocabulary

struct DirectObstacleTests {
  private static let address = Address(ipv4: 10, 0, 0, 1, port: 9)

  private func endpoint(_ theirs: NetworkKind, candidates: [Address] = [address]) -> Endpoint {
    var endpoint = Endpoint(
      seat: PlayerIndex(1), limits: HealthLimits(), spacing: .milliseconds(16), linkSeed: 1,
      now: at(0))
    endpoint.reach = Reachability(candidates: candidates, network: theirs)
    endpoint.link.offered(candidates, now: at(0))
    _ = endpoint.link.tick(now: at(0))
    return endpoint
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
    var endpoint = endpoint(theirs)
    let event = endpoint.noteObstacle(ours: ours, now: at(5000))
    #expect(event == .noDirectPath(peer: PlayerIndex(1), obstacle))
    #expect(endpoint.obstacle == obstacle)
    let again = endpoint.noteObstacle(ours: ours, now: at(5020))
    #expect(again == nil)
  }

  @Test func `before that the addresses are being tried`() {
    var trying = endpoint(.mapped)
    let nothing = trying.noteObstacle(ours: .mapped, now: at(4999))
    #expect(nothing == nil && trying.obstacle == .trying)
    var refusing = endpoint(.relayOnly)
    let event = refusing.noteObstacle(ours: .mapped, now: at(0))
    #expect(event == .noDirectPath(peer: PlayerIndex(1), .relayOnlyThere))
  }

  @Test func `a peer without addresses is one that has told none`() {
    var endpoint = endpoint(.mapped, candidates: [])
    let event = endpoint.noteObstacle(ours: .open, now: at(9000))
    #expect(event == nil && endpoint.obstacle == .noAddresses)
  }

  @Test func `where there is an address in use nothing is in the way`() throws {
    var endpoint = endpoint(.strict)
    let probe = endpoint.link.tick(now: at(20))
    let isChosen = endpoint.link.answered(
      try #require(probe).nonce, from: Self.address, now: at(21))
    #expect(isChosen)
    let event = endpoint.noteObstacle(ours: .strict, now: at(9000))
    #expect(event == nil && endpoint.obstacle == nil)
  }
}
