package import Rollback

extension Ghostline {
  /// Holds everything that affects play: the map, the rules, the board, the score and the dice.
  package struct State: Sendable, BitwiseCopyable {
    /// Tells where in a match we are.
    package enum Phase: Hashable, Sendable, BitwiseCopyable {
      case countdown(ticksLeft: UInt16)
      case playing(tick: UInt16)
      case outro(ticksLeft: UInt16)
      /// The pause counts down only when the rules let another match follow.
      case matchOver(ticksLeft: UInt16)
    }

    /// Tells how a round or a match ended.
    package enum Outcome: Hashable, Sendable, BitwiseCopyable {
      case undecided
      case draw
      case won(by: PlayerIndex)
    }

    package let players: UInt8
    package let rules: Rules
    /// The digest of the map that is played, equal to `GameMap.digest`.
    package let mapDigest: UInt64
    let spawns: InlineArray<4, GameMap.Spawn>
    let padCount: UInt8
    var pads: InlineArray<16, Pad>
    var board: Board
    var cycles: InlineArray<4, Cycle>
    var scores: InlineArray<4, UInt8>
    package internal(set) var phase: Phase
    /// How the newest round ended; undecided until it does.
    package internal(set) var roundOutcome: Outcome
    /// The round under way, from 1.
    package internal(set) var round: UInt8
    /// The match under way, from 1; more than 1 only when the rules let matches follow each other.
    package internal(set) var match: UInt16
    /// The spawn of seat 0 in round 1.
    var firstSpawn: UInt8
    /// Pairs of cells that sudden death has closed in this round.
    var closedPairs: UInt16
    var dice: SplitMix64
  }

  /// Holds a boost pad.
  struct Pad: Hashable, Sendable, BitwiseCopyable {
    var position: Position
    /// The pad at the cell that the symmetry of the map maps this one to; both start alike.
    var twin: UInt8
    /// The tick of the round from which on it gives a boost.
    var warmFrom: UInt16
  }
}
