import Rollback
package import Vocabulary

extension Ghostline {
  /// Holds everything that affects play: the map, the rules, the board, the score and the dice.
  ///
  /// What is read often has a query; a copy may be changed at will, as a test does to see that the
  /// checksum notices.
  package struct State: Sendable, BitwiseCopyable {
    /// Tells where in a match we are.
    package enum Phase: Hashable, Sendable, BitwiseCopyable {
      case countdown(framesLeft: UInt16)
      /// The longer countdown of a first round; `pressed` holds who has pressed a key since it began.
      case intro(framesLeft: UInt16, pressed: Presence)
      case playing(frame: UInt16)
      case outro(framesLeft: UInt16)
      /// The pause counts down only when the rules let another match follow.
      case matchOver(framesLeft: UInt16)
    }

    /// Tells how a round or a match ended.
    package enum Outcome: Hashable, Sendable, BitwiseCopyable {
      case undecided
      case draw
      case won(by: PlayerIndex)
    }

    /// Tells whether the game stands still because a player asked for it.
    package enum Pause: Hashable, Sendable, BitwiseCopyable {
      case none
      case paused(by: PlayerIndex)
      /// Somebody wants to go on: the others have a moment to get ready.
      case resuming(framesLeft: UInt16)
    }

    package var players: UInt8
    package var rules: Rules
    /// The digest of the map that is played, equal to `GameMap.digest`.
    package var mapDigest: UInt64
    package var spawns: InlineArray<4, GameMap.Spawn>
    package var padCount: UInt8
    package var pads: InlineArray<16, Pad>
    package var board: Board
    package var cycles: InlineArray<4, Cycle>
    package var scores: InlineArray<4, UInt8>
    package var phase: Phase
    package var pause: Pause
    /// By seat.
    package var pauseBudgets: InlineArray<4, PauseBudget>
    /// Frames of play until somebody can pause again.
    package var framesToNextPause: UInt16
    /// How the newest round ended; undecided until it does.
    package var roundOutcome: Outcome
    /// The round under way, from 1.
    package var round: UInt8
    /// The match under way, from 1; more than 1 only when the rules let matches follow each other.
    package var match: UInt16
    /// The spawn of seat 0 in round 1.
    package var firstSpawn: UInt8
    /// Pairs of cells that sudden death has closed in this round.
    package var closedPairs: UInt16
    package var dice: SplitMix64
  }

  /// Holds a boost pad.
  package struct Pad: Hashable, Sendable, BitwiseCopyable {
    package var position: Position
    /// The pad at the cell that the symmetry of the map maps this one to; both start alike.
    package var twin: UInt8
    /// The frame of the round from which on it gives a boost.
    package var warmFrom: UInt16
  }
}
