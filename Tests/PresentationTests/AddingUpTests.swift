import Assets
import GridGame
import Netplay
import Rollback
import Simulation
import Station
import Testing
import Views
import Vocabulary

@testable import Presentation

/// Numbers that stand on one screen belong to one instant: they add up.
struct AddingUpTests {
  private static let sizes = [
    (40, 12), (52, 24), (80, 24), (100, 30), (120, 40), (132, 30), (200, 60),
  ]

  /// The first number behind a word on a screen.
  private static func number(after word: String, in screen: String) -> Int? {
    guard let range = screen.firstRange(of: word) else { return nil }
    let digits = screen[range.upperBound...].drop { $0 == " " || $0 == "+" }
      .prefix { $0.isNumber || $0 == "," }
    return Int(digits.filter { $0 != "," })
  }

  /// The numbers of what is drawn: the frame of the picture is what is confirmed and what is guessed.
  private static func check(_ screen: String, _ seen: inout Int) {
    guard let confirmed = number(after: "confirmed ", in: screen),
      let predicted = number(after: "predicted +", in: screen),
      let frame = number(after: "frame ", in: screen)
    else { return }
    seen += 1
    #expect(confirmed + predicted == frame, "\(screen)")
  }

  private static func check(_ model: ScreenModel) {
    let frame = model.session.frame
    #expect(frame == model.confirmedFrame + model.rollback.predictedFrames)
    for peer in model.peers {
      // Each input of a frame that is confirmed came first by one of the paths.
      let first = peer.direct.first + peer.relay.first
      #expect(peer.direct.first <= peer.direct.received)
      #expect(peer.relay.first <= peer.relay.received)
      #expect(first <= peer.direct.received + peer.relay.received)
      #expect(peer.hashesCompared <= peer.hashesReceived)
      #expect(peer.hashMismatches == 0)
    }
    #expect(model.rollback.histogram.reduce(0, +) == model.rollback.count)
  }

  private static func check(_ station: borrowing Station) -> Int {
    let sum: Int? = station.withPlaying { playing in
      for endpoint in playing.match.endpoints {
        for path in Path.allCases {
          let inputs = endpoint.paths[path].counters.inputs
          #expect(
            inputs.first + inputs.later + inputs.duplicate + inputs.rejected == inputs.received)
        }
        // No input is the first to come by both paths, and none is applied that did not come.
        let first =
          endpoint.paths.direct.counters.inputs.first
          + endpoint.paths.relay.counters.inputs.first
        let frontier = playing.match.session.frontier(of: endpoint.seat).number
        #expect(first >= frontier && frontier >= playing.match.confirmedFrame.number)
      }
      return 1
    }
    return sum ?? 0
  }

  @Test func `L-57 what stands on one screen adds up, in every layout`() throws {
    let map = try GameMap(parsing: #require(Assets.map(named: "open")))
    var snapshots = 0
    var screens = 0
    var dice = SplitMix64(seed: 57)
    var seed: UInt64 = 0
    while snapshots < 1_000 {
      var room = RoomSimulation(RoomPlan(seed: seed), map: map)
      seed += 1
      var presenters: [Presenter] = []
      var steps = 0
      while room.stepOnce(), steps < 60_000 {
        steps += 1
        while presenters.count < room.stations.count {
          presenters.append(
            Presenter(
              facts: SessionFacts(part: .guest, room: "", map: "open", seed: 1), name: "p"))
        }
        guard !presenters.isEmpty, dice.next(below: 40) == 0 else { continue }
        let index = dice.next(below: presenters.count)
        presenters[index].refresh(room.stations[index], caption: nil, slowed: 1)
        guard room.stations[index].isTicking else { continue }
        snapshots += Self.check(room.stations[index])
        Self.check(presenters[index].model)
        let (width, height) = Self.sizes[dice.next(below: Self.sizes.count)]
        let canvas = presenters[index].model.canvas(
          width: width, height: height, options: ViewOptions())
        Self.check(canvas.text(), &screens)
      }
    }
    #expect(screens > 500, "\(screens) screens of \(snapshots) had the numbers on them")
  }
}
