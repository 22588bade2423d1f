package import Netplay
package import Rollback
import Vocabulary

/// Records what one machine holds as fact: confirmed inputs, and the chain through every final state.
///
/// It keeps the newest frames only, so that a match may last for ever; `Referee` judges them as they
/// come.
package struct ConfirmedJournal: Sendable {
  /// Frames kept; a power of two, far more than two machines can be apart.
  package static let capacity = 1024

  package let players: Int
  /// Frames recorded: the inputs of frames 0..<frames were known.
  package private(set) var frames = 0
  /// Final states recorded: the chains of frames 0..<chained were known.
  package private(set) var chained = 0
  /// Inputs that were no longer kept when they were to be recorded; always 0.
  package private(set) var missed = 0

  private var inputs: [UInt8]
  private var chains: [UInt64]

  package init(players: Int) {
    self.players = players
    inputs = Array(repeating: 0, count: Self.capacity * players)
    chains = Array(repeating: 0, count: Self.capacity)
  }

  /// Appends what has become final since the last call.
  package mutating func note<G: Game>(_ match: borrowing Match<G>)
  where G.Input: RawRepresentable, G.Input.RawValue == UInt8 {
    while chained < match.chain.count, let chain = match.chain.chain(at: Frame(chained)) {
      chains[chained & (Self.capacity - 1)] = chain
      chained += 1
    }
    while frames < match.settledFrame.number {
      for seat in 0..<players {
        let input = match.session.input(of: PlayerIndex(seat), at: Frame(frames))
        if input == nil { missed += 1 }
        inputs[slot(frames) + seat] = (input ?? G.neutral).rawValue
      }
      frames += 1
    }
  }

  /// The raw inputs of a frame by seat; nothing when it is not known yet or no longer kept.
  package func row(at frame: Int) -> ArraySlice<UInt8>? {
    guard frame < frames, frame >= frames - Self.capacity else { return nil }
    return inputs[slot(frame)..<slot(frame) + players]
  }

  /// The chain through a frame; nothing when it is not known yet or no longer kept.
  package func chain(at frame: Int) -> UInt64? {
    guard frame < chained, frame >= chained - Self.capacity else { return nil }
    return chains[frame & (Self.capacity - 1)]
  }

  package var newestChain: UInt64? { chain(at: chained - 1) }

  private func slot(_ frame: Int) -> Int { (frame & (Self.capacity - 1)) * players }
}
