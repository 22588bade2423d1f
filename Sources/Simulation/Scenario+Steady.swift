package import GridGame
import Impairment
import Netplay
import Rollback
import Vocabulary

extension Scenario {
  /// Draws a match over links that are healthy or merely slow: nothing in it is a reason for a
  /// fallback.
  ///
  /// The direct path takes up to 150 ms one way and loses up to 5 %, the relay up to 250 ms; clocks
  /// differ, and in one match of four a machine does nothing for up to three seconds, or nothing
  /// gets through to anyone by any path for up to two.
  package init(steady seed: UInt64, frames: Int, map: GameMap) {
    self.init(seed: seed, frames: frames, players: 2, map: map)
    var dice = SplitMix64(seed: seed ^ 0xFA15E)
    machines[dice.next(below: 2)].startOffset = .microseconds(16_667 * dice.next(below: 30))
    isSealed = true
    for seat in 0..<2 {
      for path in Path.allCases {
        let slowest = path == .direct ? 151 : 251
        machines[seat].outgoing[path].latency = .milliseconds(dice.next(below: slowest))
        machines[seat].outgoing[path].jitter = .milliseconds(dice.next(below: 11))
        machines[seat].outgoing[path].loss = Double(dice.next(below: 6))
      }
      machines[seat].clockSkew = dice.next(below: 1001) - 500
    }
    let start = Duration.milliseconds(2000 + dice.next(below: max(1, frames * 16 - 6000)))
    switch dice.next(below: 8) {
    case 0:
      let length = Duration.milliseconds(100 + dice.next(below: 2900))
      pauses = [Pause(seat: dice.next(below: 2), time: start..<start + length)]
    case 1:
      let time = start..<start + .milliseconds(100 + dice.next(below: 1900))
      for (from, to) in [(0, 1), (1, 0)] {
        for path in Path.allCases { cuts.append(Cut(from: from, to: to, path: path, time: time)) }
      }
    default: break
    }
  }
}
