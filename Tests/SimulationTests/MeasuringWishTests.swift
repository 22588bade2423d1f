import Netplay
import Testing
import Vocabulary

@testable import Simulation
@testable import Station

/// A member that says one thing and another of what it has come for.
struct MeasuringWishTests {
  private let world = MeasuringTests()

  private func say(_ wish: LobbyMessage.Wish, in room: inout RoomSimulation) {
    room.stations[1].relay.signal(
      .hello(name: DisplayText("p1"), Reachability(), episode: nil, wish), to: PlayerIndex(0))
  }

  @Test func `who says in a match that it measures plays it to the end with the others`() throws {
    var room = try world.room { plan in
      plan.frames = 600
      plan.seats[1].measuring = nil
      for seat in 0..<2 { plan.seats[seat].person.appetite = .leaves(after: .seconds(1)) }
    }
    while room.processes.count < 2 || !room.stations[1].isTicking { if !room.stepOnce() { break } }
    world.play(&room, for: .seconds(2))
    say(.measurement, in: &room)
    world.play(&room, for: .seconds(2))
    #expect(room.stations[0].lobby?.members.contains { $0.isMeasuring } ?? false, "not vacuous")
    room.run()
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 2, "\(room.story)")
  }

  /// Counters that began anew by the same keys would seal two datagrams alike.
  @Test func `who measures, would play, and measures again is known by the same keys`() throws {
    var room = try world.room(of: 3) { plan in
      plan.seats[1].measuring = nil
      plan.seats[2].person.arrivesAfter = .seconds(300)
    }
    world.play(&room, for: .seconds(5))
    say(.measurement, in: &room)
    world.play(&room, for: .seconds(2))
    #expect(room.stations[0].measurements.count == 1)
    say(.match, in: &room)
    world.play(&room, for: .seconds(15))
    #expect(room.stations[0].lobby?.players.count == 1, "not vacuous")
    #expect(room.stations[0].measurements.count == 1)
  }
}
