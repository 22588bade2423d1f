import Stun
import Testing
import Vocabulary

/// The client in the world: each NAT, one relay or two.
struct ClientBehindNATTests {
  private func client(_ servers: Address...) -> StunClient {
    StunClient(servers: servers, ownAddresses: [NATModel.inside], seed: 3)
  }

  @Test(
    arguments: [
      (.none, .open), (.endpoint, .endpointIndependent), (.addressAndPort, .dependent),
      // One IP cannot tell.
      (.address, .endpointIndependent),
    ] as [(NATModel.Mapping, NATMapping)], NATModel.Filtering.allCases)
  func `one relay with two ports tells how a NAT maps`(
    nat: (mapping: NATModel.Mapping, verdict: NATMapping), filtering: NATModel.Filtering
  ) {
    var world = World(NATModel(nat.mapping, filtering), [.relay()])
    var client = client(server())
    client.ask(now: world.now)
    let effects = world.run(&client, for: .seconds(10))
    let seen = nat.mapping == .none ? NATModel.inside : player(port: 50_000)
    #expect(effects == [.mapped(seen, by: server(), roundTrip: .milliseconds(40))])
    #expect(world.sent == [server(), server(port: 3_479)])
    #expect(client.mapping == nat.verdict)
    #expect(client.ignored == StunIgnored())
  }

  @Test func `two relays tell a NAT that maps by IP`() {
    var world = World(NATModel(.address, .none), [.relay(1), .relay(2)])
    var client = client(server(1), server(2))
    client.ask(now: world.now)
    _ = world.run(&client, for: .seconds(10))
    #expect(client.mapping == .dependent)
  }

  @Test func `a server with two IPs is asked at its second port, never at its second IP`() {
    var world = World(NATModel(.endpoint, .none), [.twoHosts()])
    var client = client(server(100))
    client.ask(now: world.now)
    _ = world.run(&client, for: .seconds(10))
    #expect(world.sent == [server(100), server(100, port: 3_479)])
    #expect(client.mapping == .endpointIndependent)
  }

  @Test func `a blocked network is noticed within four seconds, and so is its end`() {
    var world = World(NATModel(.endpoint, .none), [.relay()], .blocked)
    var client = client(server())
    client.ask(now: world.now)
    #expect(world.run(&client, for: .seconds(4)) == [.unanswered(server())])
    #expect(world.lost == 4)
    #expect(client.mapping == .unanswered)
    world.weather = .clear
    client.ask(now: world.now)
    #expect(
      world.run(&client, for: .seconds(4))
        == [.mapped(player(port: 50_000), by: server(), roundTrip: .milliseconds(40))])
    #expect(client.mapping == .endpointIndependent)
  }

  @Test func `a NAT that forgets is noticed in the next round, and is not called symmetric`() {
    var world = World(NATModel(.endpoint, .addressAndPort), [.relay(1), .relay(2)])
    var client = client(server(1), server(2))
    client.ask(now: world.now)
    #expect(world.run(&client, for: .seconds(15)).count == 2)
    world.nat.rebind()
    client.ask(now: world.now)
    #expect(
      world.run(&client, for: .seconds(15)) == [
        .mapped(player(port: 50_001), by: server(1), roundTrip: .milliseconds(40)),
        .mapped(player(port: 50_001), by: server(2), roundTrip: .milliseconds(40)),
      ])
    #expect(client.mapping == .endpointIndependent)
    client.ask(now: world.now)
    #expect(world.run(&client, for: .seconds(15)) == [])
  }

  @Test(arguments: UInt64(0)..<200)
  func `losses delay a verdict and do not turn it round`(seed: UInt64) {
    var world = World(NATModel(.endpoint, .none), [.relay(1), .relay(2)], .lossy(seed: seed))
    var client = client(server(1), server(2))
    for _ in 0..<5 {
      client.ask(now: world.now)
      _ = world.run(&client, for: .seconds(15))
      #expect(client.nextTick == nil)
      #expect(client.mapping == .endpointIndependent)
    }
    #expect(world.lost > 0)
    #expect(client.ignored.unknown == 0)
  }
}
