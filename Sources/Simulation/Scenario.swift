package import GridGame
package import Impairment
import Netplay
package import Rollback
package import Vocabulary

/// A whole match and everything that goes wrong in it, as one value: equal scenarios play equally.
package struct Scenario: Sendable {
  /// A time in which one process does nothing.
  package struct Pause: Hashable, Sendable {
    package var seat: Int
    package var time: Range<Duration>

    package init(seat: Int, time: Range<Duration>) {
      self.seat = seat
      self.time = time
    }
  }

  /// A time in which nothing gets from one machine to another by a path.
  package struct Cut: Hashable, Sendable {
    package var from: Int
    package var to: Int
    package var path: Path
    package var time: Range<Duration>

    package init(from: Int, to: Int, path: Path, time: Range<Duration>) {
      self.from = from
      self.to = to
      self.path = path
      self.time = time
    }
  }

  /// What one machine needs longer to another than to the rest, by both paths.
  package struct Lag: Hashable, Sendable {
    package var from: Int
    package var to: Int
    package var time: Duration

    package init(from: Int, to: Int, time: Duration) {
      self.from = from
      self.to = to
      self.time = time
    }
  }

  /// A player who leaves when a frame is reached.
  package struct Departure: Hashable, Sendable {
    package var seat: Int
    package var frame: Frame

    package init(seat: Int, frame: Frame) {
      self.seat = seat
      self.frame = frame
    }
  }

  /// A player who changes the input delay when a frame is reached.
  package struct DelayChange: Hashable, Sendable {
    package var seat: Int
    package var frame: Frame
    package var delay: Int

    package init(seat: Int, frame: Frame, delay: Int) {
      self.seat = seat
      self.frame = frame
      self.delay = delay
    }
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
    /// What its player's decisions are drawn from; its seat and the scenario's seed say it otherwise.
    package var pilotSeed: UInt64?
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
  /// Whether datagrams are sealed, as in play.
  package var isSealed = false
  /// How seldom wanderers change their mind: once in so many frames, at least 1.
  package var patience = 8
  package var pauses: [Pause] = []
  package var cuts: [Cut] = []
  package var lags: [Lag] = []
  /// When the relay is not running; every machine notices that its connection is closed.
  package var relayOutages: [Range<Duration>] = []
  package var departures: [Departure] = []
  package var delayChanges: [DelayChange] = []
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

  /// Names the session on the wire.
  package var epoch: UInt64 { seed ^ 0xE90C }

  /// The state that every machine starts from.
  package var initialState: Ghostline.State {
    Ghostline.initialState(map: map, players: players, seed: seed, rules: rules)
  }
}
