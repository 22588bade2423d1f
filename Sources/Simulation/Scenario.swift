package import GridGame
import Netplay
package import Rollback

/// A whole match and everything that goes wrong in it, as one value: equal scenarios play equally.
package struct Scenario: Sendable {
  /// A time in which one process does nothing.
  package struct Pause: Hashable, Sendable {
    package var seat: Int
    package var time: Range<Duration>
  }

  /// One machine.
  package struct Machine: Sendable {
    package var inputDelay = 2
    package var window = 10
    /// How much later than the first machine it starts.
    package var startOffset = Duration.zero
    /// How much faster its clock runs, in parts per million.
    package var clockSkew = 0
    /// What is wrong with what it sends.
    package var outgoing = Injection.none
    /// The frame from which on its state is altered.
    package var corruption: Frame?

    package init() {}
  }

  package var seed: UInt64
  package var frames: Int
  package var machines: [Machine]
  package var map: GameMap
  package var rules = Rules.standard.endless
  package var hashInterval = 30
  package var usesBots = false
  package var pauses: [Pause] = []
  /// Addresses are exchanged this long after the start; never when it is nothing.
  package var directAfter: Duration? = .milliseconds(50)
  /// Nothing is altered or lost on the way from this time on; what is cut stays cut.
  package var calmAfter: Duration?

  package init(seed: UInt64, frames: Int, players: Int, map: GameMap) {
    self.seed = seed
    self.frames = frames
    machines = Array(repeating: Machine(), count: players)
    self.map = map
  }

  package var players: Int { machines.count }

  /// The state that every machine starts from.
  package var initialState: Ghostline.State {
    Ghostline.initialState(map: map, players: players, seed: seed, rules: rules)
  }
}
