import Stun
import Testing
import Vocabulary

/// The survey in the world: each NAT, each kind of server.
struct SurveyTests {
  /// Runs a survey to its end and returns its one verdict, and how long it took.
  private func survey(
    _ world: inout World, _ servers: Address...
  ) throws -> (verdict: NATSurvey.Verdict, milliseconds: Double) {
    var survey = NATSurvey(servers: servers, ownAddresses: [NATModel.inside], seed: 3)
    survey.start(now: world.now)
    let begin = world.now
    var effects: [NATSurvey.Effect] = []
    while effects.isEmpty, world.now - begin < .seconds(20) {
      effects = world.run(&survey, for: .milliseconds(1))
    }
    let verdict = try #require(survey.verdict)
    #expect(effects == [.finished(verdict)])
    #expect(survey.nextTick == nil)
    #expect(world.now - begin <= NATSurvey.length)
    return (verdict, (world.now - begin).milliseconds)
  }

  private func mapping(_ mapping: NATModel.Mapping) -> MappingBehaviour? {
    switch mapping {
    case .none: nil
    case .endpoint: .endpointIndependent
    case .address: .addressDependent
    case .addressAndPort: .addressAndPortDependent
    }
  }

  private func filtering(_ filtering: NATModel.Filtering) -> FilteringBehaviour {
    switch filtering {
    case .none: .endpointIndependent
    case .address: .addressDependent
    case .addressAndPort: .addressAndPortDependent
    }
  }

  // MARK: The whole truth

  @Test(arguments: NATModel.Mapping.allCases, NATModel.Filtering.allCases)
  func `a server with two IPs tells all about a NAT`(
    mapping: NATModel.Mapping, filtering: NATModel.Filtering
  ) throws {
    var world = World(NATModel(mapping, filtering), [.twoHosts()])
    let (verdict, milliseconds) = try survey(&world, server(100))
    let filters = self.filtering(filtering)
    #expect(
      verdict.access
        == self.mapping(mapping).map { .translated($0, filters) } ?? .untranslated(filters))
    #expect(
      verdict.answers == [.init(server: server(100), roundTrip: .milliseconds(40))])
    let seen =
      switch mapping {
      case .none: [NATModel.inside]
      case .endpoint: [player(port: 50_000)]
      case .address: [player(port: 50_000), player(port: 50_001)]
      case .addressAndPort: (50_000..<50_004).map { player(port: $0) }
      }
    #expect(verdict.mapped == seen)
    // A wait for what is kept out; else three round trips.
    #expect(milliseconds == (filtering == .none ? 120 : 1_830))
  }

  @Test func `the other addresses are asked only when their answers have been waited for`() throws {
    var world = World(NATModel(.endpoint, .addressAndPort), [.twoHosts()])
    _ = try survey(&world, server(100))
    // One, then the two tests three times each, then the rest.
    #expect(
      world.sent == [Address](repeating: server(100), count: 7) + [
        server(100, port: 3_479), server(200), server(200, port: 3_479),
      ])
  }

  // MARK: One IP

  @Test(arguments: NATModel.Mapping.allCases, NATModel.Filtering.allCases)
  func `a relay with two ports tells as much as one IP can`(
    mapping: NATModel.Mapping, filtering: NATModel.Filtering
  ) throws {
    var world = World(NATModel(mapping, filtering), [.relay()])
    let verdict = try survey(&world, server()).verdict
    let filters: FilteringBehaviour =
      filtering == .addressAndPort ? .addressAndPortDependent : .portIndependent
    let access: NATSurvey.Verdict.Access =
      switch mapping {
      case .none: .untranslated(filters)
      case .endpoint, .address: .translated(.portIndependent, filters)
      case .addressAndPort: .translated(.addressAndPortDependent, filters)
      }
    #expect(verdict.access == access)
  }

  @Test(
    arguments: [
      (.endpoint, .endpointIndependent), (.address, .dependent), (.addressAndPort, .dependent),
    ] as [(NATModel.Mapping, MappingBehaviour)])
  func `two servers with one port each tell whether a NAT maps by destination, and not more`(
    mapping: NATModel.Mapping, behaviour: MappingBehaviour
  ) throws {
    var world = World(
      NATModel(mapping, .none), [.relay(1, alternatePort: nil), .relay(2, alternatePort: nil)])
    let (verdict, milliseconds) = try survey(&world, server(1), server(2))
    #expect(verdict.access == .translated(behaviour, .unknown))
    #expect(milliseconds == 40)
  }

  @Test(
    arguments: [
      (.endpoint, .endpointIndependent), (.address, .addressDependent),
      (.addressAndPort, .addressAndPortDependent),
    ] as [(NATModel.Mapping, MappingBehaviour)])
  func `two relays with two ports tell all about the mapping`(
    mapping: NATModel.Mapping, behaviour: MappingBehaviour
  ) throws {
    var world = World(NATModel(mapping, .addressAndPort), [.relay(1), .relay(2)])
    let verdict = try survey(&world, server(1), server(2)).verdict
    #expect(verdict.access == .translated(behaviour, .addressAndPortDependent))
  }

  @Test func `one server with one port tells that there is a NAT`() throws {
    var world = World(NATModel(.endpoint, .none), [.relay(alternatePort: nil)])
    #expect(try survey(&world, server()).verdict.access == .translated(.unknown, .unknown))
  }

  // MARK: What proves nothing

  @Test func `a server with two IPs is preferred to one with two ports`() throws {
    var world = World(NATModel(.endpoint, .address), [.relay(), .twoHosts()])
    let verdict = try survey(&world, server(), server(100)).verdict
    #expect(verdict.access == .translated(.endpointIndependent, .addressDependent))
  }

  @Test func `an answer from where we have sent to before is no test`() throws {
    // Everything is kept out but what was sent to: the second port was, being a server itself.
    var world = World(NATModel(.endpoint, .addressAndPort), [.relay()])
    let verdict = try survey(&world, server(), server(port: 3_479)).verdict
    #expect(verdict.access == .translated(.portIndependent, .unknown))
    // With its second IP among the servers, two IPs are as good as one.
    world = World(NATModel(.endpoint, .address), [.twoHosts(), .relay(200)])
    let other = try survey(&world, server(100), server(200, port: 9)).verdict
    #expect(other.access == .translated(.endpointIndependent, .portIndependent))
  }

  @Test func `a second port that is not there does not look like a strict NAT`() throws {
    var world = World(NATModel(.endpoint, .none), [.boaster()])
    #expect(try survey(&world, server()).verdict.access == .translated(.unknown, .unknown))
  }

  // MARK: Trouble

  @Test func `silence of all is told from that of one, and called no more than that`() throws {
    var world = World(NATModel(.endpoint, .none), [.relay()], .blocked)
    let (blocked, milliseconds) = try survey(&world, server())
    #expect(blocked.access == .unanswered)
    #expect(blocked.answers == [.init(server: server(), roundTrip: nil)])
    #expect(milliseconds == 1_750)
    world = World(NATModel(.endpoint, .none), [.relay()])
    let silent = try survey(&world, server(9), server()).verdict
    #expect(silent.access == .translated(.portIndependent, .portIndependent))
    #expect(
      silent.answers == [
        .init(server: server(9), roundTrip: nil),
        .init(server: server(), roundTrip: .milliseconds(40)),
      ])
  }

  @Test(arguments: UInt64(0)..<200)
  func `losses leave the mapping true or unknown, and the end within six seconds`(
    seed: UInt64
  ) throws {
    var world = World(NATModel(.addressAndPort, .none), [.twoHosts()], .lossy(seed: seed))
    let verdict = try survey(&world, server(100)).verdict
    guard case .translated(let mapping, let filtering) = verdict.access else {
      #expect(verdict.access == .unanswered)
      return
    }
    #expect([.addressAndPortDependent, .dependent, .unknown].contains(mapping))
    #expect(filtering != .unknown || mapping != .addressAndPortDependent)
  }
}
