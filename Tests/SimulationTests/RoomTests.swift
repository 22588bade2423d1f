import Assets
import Foundation
import GridGame
import Netplay
import Relay
import Station
import Testing
import Vocabulary

@testable import Simulation

/// Whole rooms full of people, over the real relay.
struct RoomTests {
  private static func map() throws -> GameMap {
    let bytes = try #require(Assets.map(named: "open"))
    return try GameMap(parsing: bytes)
  }

  /// Rooms that once failed.
  private static let regressions: [UInt64] = [
    721_535,  // the host had crashed and come back just before, with the relay that all had missed
    10,  // a guest crashed at the summary, and its seat was kept for nobody
    475,  // who came back to the waiting room found the seat taken, and left a room with empty ones
    582,  // the word to start came after the news that another guest had gone, and was not obeyed
    985,  // the host had left, and whoever came was told that the room is full
    2761,  // whoever had lost the seat for good went on waiting for a match
    14_818,  // an old wish for the match that was over passed for one for the next
    21_560,  // who woke up answered every repeated opening, and the relay dropped the rest
    5407,  // a wish for the next match got lost among datagrams that came too late
    33_227,  // who came anew before the relay knew that it had gone found the room full
    273,  // who woke up was not told that the match was over, since the other wanted more
    102_770,  // one of four had played to the end, and the others took that for giving up
    104_591,  // two of three slept: who had slept less waited for the other, and all had gone
    106_502,  // one of three had crashed, and another was blamed for giving up first
    107_549,  // who had crashed in a match was kept out of the room when nobody played any longer
    116_781,  // whoever crashed a moment after the others had seen the end was kept out of the room
    119_301,  // whoever slept through a match lost the seat, and another one was not asked for
    124_515,  // who sat down where another had left passed for the one who had left
    127_684,  // a host that woke up greeted all who had come and gone, and the rest was lost
    749,  // keys were agreed anew after one side had begun to play, and before the other had
  ]

  /// `SEEDS=5000` plays more of them, `SEEDS=17-18` plays one again.
  private static var seeds: [UInt64] {
    let text = ProcessInfo.processInfo.environment["SEEDS"] ?? ""
    let numbers = text.split(separator: "-").compactMap { UInt64($0) }
    if numbers.count == 2, numbers[0] < numbers[1] { return Array(numbers[0]..<numbers[1]) }
    return regressions + (0..<(numbers.first ?? 24)).filter { !regressions.contains($0) }
  }

  @Test(arguments: seeds)
  func `L-52 nothing that must hold is broken, whatever people do`(seed: UInt64) throws {
    var room = RoomSimulation(RoomPlan(seed: seed), map: try Self.map())
    room.run()
    #expect(
      room.faults.isEmpty,
      "\(room.faults)\nghostline simulate --rooms 1 --seed \(seed)")
  }

  @Test func `the same seed is the same room, and another is another`() throws {
    func digest(_ seed: UInt64) throws -> UInt64 {
      var room = RoomSimulation(RoomPlan(seed: seed), map: try Self.map())
      room.run()
      return room.digest
    }
    #expect(try digest(7) == digest(7))
    #expect(try digest(7) != digest(8))
  }

  /// Two players with nothing wrong around them, but what a test says.
  private func pair(_ change: (inout RoomPlan) -> Void) throws -> RoomSimulation {
    var room = try pairToPlay(change)
    room.run()
    return room
  }

  private func pairToPlay(_ change: (inout RoomPlan) -> Void) throws -> RoomSimulation {
    var plan = RoomPlan.calm(players: 2, frames: 300)
    change(&plan)
    return RoomSimulation(plan, map: try Self.map(), telling: .everything)
  }

  @Test(arguments: [0, 50, 4_500, 10_000, 60_000, 600_000])
  func `L-50 a guest may come as late as they like`(milliseconds: Int) throws {
    for place in [RoomPlan.RelayPlace.atTheHost, .elsewhere] {
      let room = try pair { plan in
        plan.relay = place
        plan.seats[1].person.arrivesAfter = .milliseconds(milliseconds)
      }
      #expect(room.faults.isEmpty, "\(room.faults)")
      #expect(room.matches == 4, "two matches, and both saw their ends")
      #expect(!room.story.contains { $0.contains("abandon") })
    }
  }

  /// In steps of two milliseconds over all that is said before a match: sitting down, agreeing keys
  /// and terms, the word to start, the first datagrams.
  @Test func `L-50 a relay that restarts at any moment around the start costs no match`() throws {
    for milliseconds in stride(from: 1_500, to: 1_900, by: 2) {
      let room = try pair { plan in
        plan.frames = 90
        plan.relayRestart = .zero + .milliseconds(milliseconds)
        plan.relayAway = .milliseconds(300)
      }
      #expect(room.faults.isEmpty, "at \(milliseconds) ms: \(room.faults)")
      #expect(
        room.story.filter { $0.contains("over: completed") }.count == 4,
        "at \(milliseconds) ms: \(room.story)")
      #expect(room.story.contains { $0.contains("p0: connection closed") }, "not vacuous")
    }
  }

  @Test func `L-53 a room that sleeps as a whole goes on where it stood`() throws {
    let room = try pair { plan in
      plan.frames = 600
      for seat in 0..<2 {
        plan.seats[seat].person.habit = .sleeps(.seconds(30))
        // The guest starts half a second after the host, and both fall asleep in the match.
        plan.seats[seat].person.habitAfter = .milliseconds(seat == 0 ? 5_550 : 5_000)
      }
    }
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 4, "\(room.story)")
    #expect(room.story.filter { $0.contains("wakes up") }.count == 2)
  }

  @Test func `L-53 who slept too long comes back to the truth, and to another match`() throws {
    let room = try pair { plan in
      plan.frames = 600
      plan.seats[1].person.habit = .sleeps(.seconds(15))
      plan.seats[1].person.habitAfter = .seconds(4)
      for seat in 0..<2 {
        plan.seats[seat].person.appetite = .again(times: 1, after: .seconds(8))
      }
    }
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.contains { $0.contains("p0: match") && $0.contains("peerLost(seat 1)") })
    #expect(
      room.story.contains { $0.contains("p1: match") && $0.contains("givenUp(by: seat 0)") },
      "\(room.story)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 2, "\(room.story)")
  }

  @Test func `L-53 a nap of nine seconds accuses nobody on the side that slept`() throws {
    let room = try pair { plan in
      plan.frames = 600
      plan.seats[1].person.habit = .sleeps(.milliseconds(9_000))
      plan.seats[1].person.habitAfter = .seconds(4)
    }
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 4, "\(room.story)")
    #expect(!room.story.contains { $0.contains("abandon") })
    #expect(room.story.filter { $0.contains("wakes up") }.count == 1)
  }

  @Test func `L-55 who closes the window is gone for the others at once`() throws {
    let room = try pair { plan in
      plan.frames = 6_000
      plan.seats[1].person.habit = .leavesLate(.quits)
      plan.seats[1].person.habitAfter = .seconds(6)
      plan.seats[1].person.absence = .seconds(600)
    }
    #expect(room.faults.isEmpty, "\(room.faults)")
    let left = room.story.first { $0.contains("p1: quits") }.flatMap(milliseconds)
    let told = room.story.first { $0.contains("p0: match") }.flatMap(milliseconds)
    let (leaving, telling) = (try #require(left), try #require(told))
    #expect(telling - leaving < 500, "\(room.story)")
  }

  @Test func `L-56 whoever comes after a guest was killed gets in at once`() throws {
    let room = try pair { plan in
      plan.seats[1].person.habit = .leavesEarly(.crashes)
      plan.seats[1].person.habitAfter = .milliseconds(30)
      plan.seats[1].person.absence = .milliseconds(700)
    }
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(!room.story.contains { $0.contains("roomFull") })
    #expect(room.story.contains { $0.contains("p1: crashes") })
    #expect(room.matches >= 2)
  }

  /// A tunnel goes up: what one sends comes from elsewhere and is let in nowhere, what the other sends
  /// still comes by the old way, and the connection to the relay is dead without a word.
  @Test(arguments: [0, 1], [SimulatedNAT.Filtering.address, .addressAndPort])
  func `a direct path that works one way only is whole again within three seconds`(
    seat: Int, filtering: SimulatedNAT.Filtering
  ) throws {
    var room = try pairToPlay { plan in
      plan.frames = 1_800
      for index in 0..<2 { plan.seats[index].nat = (.endpoint, filtering) }
      plan.seats[seat].person.habit = .detours
      plan.seats[seat].person.habitAfter = .seconds(10)
    }
    let both = PathSet.direct.union(.relay)
    func delivering(_ index: Int) -> PathSet {
      let set: PathSet? = room.stations[index].withPlaying { playing in
        playing.match.endpoints[0].delivering(now: room.stations[index].now)
      }
      return set ?? .none
    }
    while !room.story.contains(where: { $0.contains("sends by another network") }),
      room.stepOnce()
    {}
    let start = room.now
    #expect(delivering(0) == both && delivering(1) == both)
    var isOneWay = false
    var silence = Duration.zero
    while room.now - start < .seconds(3), room.stepOnce() {
      let other = 1 - seat
      isOneWay = isOneWay || (delivering(seat).contains(.direct) && delivering(other) == .none)
      silence = max(silence, room.stations[other].silence(of: PlayerIndex(seat)))
    }
    #expect(isOneWay, "not vacuous")
    #expect(delivering(0) == both && delivering(1) == both, "\(room.story)")
    #expect(silence < .seconds(2))
    room.run()
    #expect(room.faults.isEmpty, "\(room.faults)")
    #expect(room.story.filter { $0.contains("over: completed") }.count == 4, "\(room.story)")
  }

  @Test func `a healthy connection given up, or closed by the relay, is a fault`() throws {
    var room = try pair { $0.frames = 90 }
    #expect(room.faults.isEmpty)
    let connection = ConnectionID(rawValue: 1_000)
    room.owners[connection] = 0
    room.judgeAbandonment(by: 0)
    room.judgeClosing(connection, .silent)
    #expect(room.faults.isEmpty, "they have just gone home: not calm")
    room.now += .seconds(60)
    room.judgeClosing(connection, .left)
    #expect(room.faults.isEmpty, "asked for")
    room.judgeAbandonment(by: 0)
    room.judgeClosing(connection, .silent)
    #expect(room.faults.count == 2)
  }

  private func milliseconds(_ line: String) -> Int? {
    line.split(separator: " ").first.flatMap { Int($0) }
  }
}
