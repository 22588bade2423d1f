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
    let numbers = model.numbers
    #expect(numbers.frame == numbers.settledFrame + numbers.predictedFrames)
    #expect(numbers.predictedFrames >= 0)
    for peer in numbers.peers {
      for path in Path.allCases {
        let inputs = peer.paths[path].counters.inputs
        #expect(
          inputs.first + inputs.later + inputs.duplicate + inputs.rejected == inputs.received)
      }
      // No input is the first to come by both paths, and none is applied that did not come.
      let first =
        peer.paths.direct.counters.inputs.first + peer.paths.relay.counters.inputs.first
      #expect(first >= peer.frontier.number && peer.frontier >= numbers.settledFrame)
      #expect(peer.missingInputs(through: numbers.settledFrame) == 0)
      #expect(peer.hashesCompared <= peer.hashesReceived)
      #expect(peer.hashMismatches == 0)
    }
    #expect(numbers.rollback.depthHistogram.reduce(0, +) == numbers.rollback.rollbacks)
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
        presenters[index].refresh(room.stations[index], caption: nil, pace: .usual)
        guard room.stations[index].isTicking else { continue }
        snapshots += 1
        Self.check(presenters[index].model)
        let (width, height) = Self.sizes[dice.next(below: Self.sizes.count)]
        let canvas = presenters[index].model.canvas(
          width: width, height: height, options: ViewOptions(theme: .night, widths: .fixed))
        Self.check(canvas.text(), &screens)
      }
    }
    #expect(screens > 500, "\(screens) screens of \(snapshots) had the numbers on them")
  }
}
