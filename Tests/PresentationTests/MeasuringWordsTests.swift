import Assets
import GridGame
import Station
import Testing
import Views
import Vocabulary

@testable import Presentation
@testable import Simulation

/// What the host of a room is shown of who measures, and who measures of the host.
struct MeasuringWordsTests {
  /// Two people behind such NATs; the guest measures for half a minute before it joins.
  private func room(
    _ mapping: SimulatedNAT.Mapping = .none, _ filtering: SimulatedNAT.Filtering = .none,
    _ change: (inout RoomPlan) -> Void = { _ in }
  ) throws -> RoomSimulation {
    var plan = RoomPlan(seed: 1)
    plan.relay = .elsewhere
    plan.relayRestart = nil
    plan.seats = (0..<2).map { index in
      var seat = plan.seats[0]
      seat.person = .calm(seat: index)
      (seat.nat, seat.blocksUDP, seat.isRelayOnly, seat.loss) = (
        (mapping, filtering), false, false, 0
      )
      return seat
    }
    plan.seats[1].measuring = (.seconds(30), .quits)
    change(&plan)
    let bytes = try #require(Assets.map(named: "open"))
    return RoomSimulation(plan, map: try GameMap(parsing: bytes))
  }

  private func play(_ room: inout RoomSimulation, until seconds: Int) {
    while room.now < .zero + .seconds(seconds), room.stepOnce() {}
  }

  @Test func `the waiting room shows who measures as no player`() throws {
    var room = try room()
    play(&room, until: 10)
    let presenter = RoomPresenter(invite: nil)
    guard case .waiting(let waiting) = presenter.overlay(of: room.stations[0], room: "R") else {
      Issue.record("no waiting room")
      return
    }
    #expect(waiting.guests.map(\.detail) == ["in the room", "measures the connection"])
    #expect(waiting.guests.map(\.plays) == [true, false])
    #expect(waiting.guests.map(\.isReady) == [true, false])
    #expect(waiting.wins == 5)
    #expect(waiting.notices[0].hasPrefix("p1 measures the connection and does not play"))
    #expect(waiting.notices[1].hasPrefix("waiting for another player"))
    let summary = presenter.rematch(of: room.stations[0])
    let rematch = try #require(summary)
    #expect(rematch.players.map(\.standing) == [.wantsRematch, .measuring])
    #expect(rematch.offer == .waitingFor(names: []))
  }

  @Test func `whoever waits is not called for who measures`() throws {
    var room = try room()
    play(&room, until: 1)
    var attention = Attention()
    _ = attention.calls(of: room.stations[0])
    var calls: [Attention.Call] = []
    while room.now < .zero + .seconds(10), room.stepOnce() {
      calls += attention.calls(of: room.stations[0])
    }
    #expect(room.stations[0].lobby?.members.count == 1, "not vacuous")
    #expect(!calls.contains(.bell), "\(calls)")
  }

  @Test func `who measures is told the host's name, and nothing while all is well`() throws {
    var room = try room()
    play(&room, until: 10)
    #expect(WatchTarget(hostOf: room.stations[1]) == .host("p0", notices: []))
  }

  @Test func `without P2P it is said why`() throws {
    var room = try room(.addressAndPort, .addressAndPort)
    play(&room, until: 15)
    guard case .host(_, let notices) = WatchTarget(hostOf: room.stations[1]) else { return }
    #expect(notices.count == 1 && notices[0].hasPrefix("no P2P: "), "\(notices)")
  }

  @Test func `a host that answers nothing for three seconds is told as that`() throws {
    var room = try room()
    play(&room, until: 10)
    room.processes[0].life = .asleep(until: .zero + .seconds(60))
    play(&room, until: 12)
    #expect(WatchTarget(hostOf: room.stations[1]) == .host("p0", notices: []))
    play(&room, until: 14)
    let words = "p0 answers nothing: a match may be on, or its program be an older one"
    #expect(WatchTarget(hostOf: room.stations[1]) == .host("p0", notices: [words]))
  }

  @Test func `a host that we have only just found is given time to answer`() throws {
    var room = try room()
    while room.processes.count < 2, room.stepOnce() {}
    room.processes[1].relayCutUntil = room.now + .seconds(4)
    var returned = 0
    while room.now < .zero + .seconds(12), room.stepOnce() {
      guard room.stations[1].lobby != nil,
        case .host(_, let notices) = WatchTarget(hostOf: room.stations[1])
      else { continue }
      #expect(!notices.contains { $0.contains("answers nothing") })
      returned = room.stations[1].hostWatch?.paths.probes.relay.returned ?? 0
    }
    #expect(returned > 10, "not vacuous")
  }

  @Test func `a host that has closed its room is told as that`() throws {
    var room = try room { plan in
      plan.seats[0].person.habit = .leavesEarly(.quits)
      plan.seats[0].person.habitAfter = .seconds(10)
      plan.seats[0].person.absence = .seconds(600)
    }
    play(&room, until: 8)
    while room.stations[1].ending == nil, room.stepOnce() {}
    #expect(
      WatchTarget(hostOf: room.stations[1])
        == .host("p0", notices: ["p0, the host, has closed the room: ask for another invite"]))
  }
}
