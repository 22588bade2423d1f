import Assets
import GridGame
import Netplay
import Relay
import Rollback
import Testing
import Vocabulary

@testable import Simulation
@testable import Station

/// A guest measures the ways to the host, over the real relay and through NATs, and plays afterwards.
struct MeasuringTests {
  private static func map() throws -> GameMap {
    let bytes = try #require(Assets.map(named: "open"))
    return try GameMap(parsing: bytes)
  }

  /// A host and guests with nothing wrong around them, but what a test says; the first guest measures.
  func room(
    of players: Int = 2, for seconds: Int = 5, by departure: Person.Departure = .quits,
    _ change: (inout RoomPlan) -> Void = { _ in }
  ) throws -> RoomSimulation {
    var plan = RoomPlan.calm(players: players, frames: 120)
    plan.seats[1].measuring = (.seconds(seconds), departure)
    change(&plan)
    return RoomSimulation(plan, map: try Self.map(), telling: .everything)
  }

  /// Plays on until the program that measures, the second to start, has gone; returns what it measured.
  private func measured(in room: inout RoomSimulation) -> PathWatch? {
    var paths: PathWatch?
    while room.stepOnce() {
      guard room.processes.count > 1 else { continue }
      if room.processes[1].isDead { break }
      paths = room.stations[1].hostWatch?.paths
      if room.stations[0].isTicking { Issue.record("a match began beside who measures") }
    }
    return paths
  }

  @Test func `both ways are measured there and back, and a match is played afterwards`() throws {
    var room = try room()
    let watch = measured(in: &room)
    let paths = try #require(watch)
    #expect(
      room.stations[1].measurements.count == 1
        && !room.stations[1].measurements[0].direct.link.isMissed, "answers are proofs")
    for (path, milliseconds) in [(Path.direct, 20), (.relay, 80)] {
      let probe = paths.probes[path]
      let spread = try #require(probe.spread)
      #expect(spread.min == .milliseconds(milliseconds) && spread.max == spread.min, "\(path)")
      #expect(probe.lost == 0 && probe.overtaken == 0 && probe.outages == 0)
      // Ten a second, but for the first moments, in which keys are agreed and addresses tried.
      #expect((40...50).contains(probe.returned), "\(path) \(probe.returned)")
    }
    let forecast = try #require(paths.forecast(now: room.now))
    #expect(forecast.path == .direct && forecast.most == .milliseconds(10))
    room.run()
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 4, "\(room.story)")
  }

  @Test func `the host is told what is done, and then waits for a player as before`() throws {
    var room = try room()
    var told: [[Notice.Situation]] = []
    while room.stepOnce() {
      guard room.processes.count > 0 else { continue }
      if room.stations[0].isTicking { break }
      let situations = room.stations[0].notices.map(\.situation)
      if told.last != situations { told.append(situations) }
    }
    let waiting = Notice.Situation.waitingForPlayers(missing: 1)
    let index = try #require(
      told.firstIndex(of: [.measured(by: [PlayerIndex(1)]), waiting]), "\(told)")
    #expect(told[index - 1] == [.arriving([PlayerIndex(1)])] && told[index + 1] == [waiting])
    #expect(!told.contains { $0.contains(.left(PlayerIndex(1))) })
  }

  @Test(arguments: [
    (SimulatedNAT.Mapping.none, SimulatedNAT.Filtering.none, true),
    (.endpoint, .none, true), (.endpoint, .address, true), (.endpoint, .addressAndPort, true),
    (.addressAndPort, .addressAndPort, false),
  ])
  func `P2P is found through the NATs through which a match finds it, and where not it is told why`(
    mapping: SimulatedNAT.Mapping, filtering: SimulatedNAT.Filtering, isFound: Bool
  ) throws {
    var room = try room(for: 12) { plan in
      for seat in 0..<2 { plan.seats[seat].nat = (mapping, filtering) }
    }
    var obstacle: DirectObstacle?
    var paths: PathWatch?
    while room.stepOnce(), room.processes.count < 2 || !room.processes[1].isDead {
      guard room.processes.count > 1 else { continue }
      obstacle = room.stations[1].measuredObstacle
      paths = room.stations[1].hostWatch?.paths
    }
    let probes = try #require(paths).probes
    #expect((probes.direct.returned > 90) == isFound && probes.relay.returned > 90)
    #expect(isFound || (obstacle == .strictOnBothSides && probes.direct.sent == 0), "\(probes)")
    room.run()
    #expect(room.faults.isEmpty, "\(room.faults)")
  }

  @Test func `what gets lost directly is counted directly`() throws {
    var room = try room(for: 60) { plan in for seat in 0..<2 { plan.seats[seat].loss = 5 } }
    let watch = measured(in: &room)
    let probes = try #require(watch).probes
    let loss = try #require(probes.direct.loss)
    // There and back: 9.75 percent.
    #expect((0.05...0.15).contains(loss), "\(loss)")
    #expect(probes.relay.loss == 0 && probes.direct.outages == 0)
  }

  @Test func `a relay that restarts is an outage of its path alone`() throws {
    var room = try room(for: 20) { plan in
      plan.relayRestart = .zero + .seconds(8)
      plan.relayAway = .seconds(3)
    }
    let watch = measured(in: &room)
    let probes = try #require(watch).probes
    #expect(probes.relay.outages == 1 && probes.relay.lost == 0)
    #expect(probes.direct.outages == 0 && probes.direct.returned > 180, "\(probes.direct.returned)")
    #expect(probes.relay.newestReturn.map { room.now - $0 < .seconds(1) } ?? false, "back again")
    room.run()
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 4, "\(room.story)")
  }

  /// The connection of who measures is lost, and nothing gets to the relay for so long.
  private func lose(for length: Duration, in room: inout RoomSimulation) {
    room.sendToRelay(.closed, by: 1)
    if let id = room.processes[1].connection?.id { room.sendFromRelay(.closed(.lost), by: id) }
    room.processes[1].relayCutUntil = room.now + length
  }

  func play(_ room: inout RoomSimulation, for length: Duration) {
    let end = room.now + length
    while room.now < end, room.stepOnce() {}
  }

  @Test(arguments: [(4, 0), (20, 1)])
  func `who has lost its seat is answered directly for ten seconds, and anew when it is back`(
    seconds: Int, outages: Int
  ) throws {
    var room = try room(for: 60)
    play(&room, for: .seconds(8))
    lose(for: .seconds(seconds), in: &room)
    play(&room, for: .seconds(seconds + 8))
    let probes = try #require(room.stations[1].hostWatch?.paths.probes)
    #expect(probes.relay.outages == 1 && probes.direct.outages == outages, "\(probes.direct)")
    for path in Path.allCases { #expect(!probes[path].isDown(now: room.stations[1].now)) }
    #expect(room.stations[0].measurements.count == 1)
    room.depart(1, .quits)
    play(&room, for: .seconds(30))
    #expect(room.stations[0].measurements.isEmpty, "nobody measures any longer")
  }

  @Test func `a relay that refuses for good ends the measurement`() throws {
    var room = try room(for: 60)
    play(&room, for: .seconds(8))
    let connection = try #require(room.processes[1].connection)
    room.sendFromRelay(.message(.refused(.malformed)), by: connection.id)
    play(&room, for: .seconds(1))
    #expect(room.stations[1].ending == .relay(.refused(.malformed)))
  }

  @Test func `whose program dies while it measures leaves the seat at once`() throws {
    var room = try room(by: .crashes)
    room.run()
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(!room.story.contains { $0.contains("roomFull") })
    #expect(room.story.filter { $0.contains("over: completed") }.count == 4, "\(room.story)")
  }

  @Test(arguments: [3, 4])
  func `others wait beside who measures, and the match begins when all play`(players: Int) throws {
    var room = try room(of: players)
    let watch = measured(in: &room)
    let probes = try #require(watch).probes
    #expect(probes.direct.returned > 30 && probes.relay.returned > 30)
    #expect(room.processes.count >= players, "the others sit there already")
    room.run()
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 2 * players)
  }

  @Test func `two measure side by side`() throws {
    var room = try room(of: 3) { $0.seats[2].measuring = (.seconds(6), .quits) }
    var returned: [Int: PerPath<Int>] = [:]
    while room.stepOnce() {
      for index in room.processes.indices {
        guard let probes = room.stations[index].hostWatch?.paths.probes else { continue }
        returned[index] = PerPath(direct: probes.direct.returned, relay: probes.relay.returned)
      }
    }
    #expect(returned.count == 2 && returned.values.allSatisfy { $0.direct > 40 && $0.relay > 40 })
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 6)
  }

  @Test func `who measures is answered at the summary of a match, and the next one is played`()
    throws
  {
    var room = try room(of: 3, for: 10) { plan in
      plan.frames = 1_500
      plan.places = 2
      // The guest leaves in the match, the host looks at its summary for a minute.
      plan.seats[2].person.habit = .leavesLate(.quits)
      plan.seats[2].person.habitAfter = .seconds(6)
      plan.seats[2].person.absence = .seconds(600)
      plan.seats[0].person.appetite = .again(times: 1, after: .seconds(60))
      plan.seats[1].person.arrivesAfter = .seconds(12)
    }
    var atSummary = 0
    while room.stepOnce() {
      guard let doctor = room.processes.indices.first(where: { room.stations[$0].hostWatch != nil })
      else { continue }
      if room.processes[doctor].isDead { break }
      guard room.stations[0].isMatchOver, !(room.stations[0].lobby?.isReady ?? true) else {
        continue
      }
      atSummary = room.stations[doctor].hostWatch?.paths.probes.direct.returned ?? 0
      #expect(room.stations[0].lobby?.members.filter(\.isReady).isEmpty ?? false, "no rematch")
    }
    #expect(atSummary > 80, "\(room.story)")
    while room.processes.count < 4 || !room.stations[0].isTicking { if !room.stepOnce() { break } }
    #expect(room.stations[0].isTicking && room.faults.isEmpty, "\(room.faults) \(room.story)")
  }

  @Test func `a room with every seat taken is left alone`() throws {
    var room = try room { plan in
      plan.frames = 1_800
      plan.places = 2
      // Comes in the middle of the match of the two others.
      plan.seats.append(plan.seats[1])
      plan.seats[2].person = .calm(seat: 2)
      plan.seats[1].measuring = nil
      plan.seats[2].person.arrivesAfter = .seconds(10)
    }
    var ending: Ending?
    while room.stepOnce(), room.processes.count < 3 || !room.processes[2].isDead {
      guard room.processes.count > 2 else { continue }
      if case .inVain(let why) = room.stations[2].measuring { ending = ending ?? why }
    }
    #expect(ending == .relay(.refused(.roomFull)))
    #expect(room.stations[0].isTicking && room.stations[1].isTicking, "not vacuous")
  }

  @Test(arguments: UInt64(0)..<24)
  func `nothing that must hold is broken by a measurement, whatever people do`(seed: UInt64) throws
  {
    var plan = RoomPlan(seed: seed)
    var dice = SplitMix64(seed: seed)
    for seat in plan.seats.indices.dropFirst() {
      plan.seats[seat].measuring = (
        .milliseconds(dice.next(below: 20_000)), Person.Departure.allCases[dice.next(below: 2)]
      )
    }
    var room = RoomSimulation(plan, map: try Self.map())
    room.run()
    #expect(room.faults.isEmpty, "seed \(seed): \(room.faults)")
    #expect(room.processes.indices.contains { room.stations[$0].hostWatch != nil })
  }
}
