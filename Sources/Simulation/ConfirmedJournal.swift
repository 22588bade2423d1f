package import GridGame
package import Netplay
import Rollback

/// Records what one machine holds as fact: confirmed inputs, and the checksum of every final state.
package struct ConfirmedJournal: Sendable {
  /// Rows of one raw input per seat, from frame 0 on.
  package private(set) var inputs: [[UInt8]] = []
  /// The chained digest through each final frame, from frame 0 on.
  package private(set) var chains: [UInt64] = []
  /// Frames whose inputs were no longer kept when they were to be recorded; always 0.
  package private(set) var missed = 0

  package init() {}

  /// Appends what has become final since the last call.
  package mutating func note(_ match: borrowing Match<Ghostline>) {
    while chains.count < match.chain.count, let chain = match.chain.chain(at: Frame(chains.count)) {
      chains.append(chain)
    }
    while inputs.count < match.confirmedFrame.number {
      let frame = Frame(inputs.count)
      var row: [UInt8] = []
      for seat in 0..<match.configuration.players {
        guard let input = match.session.input(of: PlayerIndex(seat), at: frame) else {
          missed += 1
          continue
        }
        row.append(input.rawValue)
      }
      inputs.append(row)
    }
  }
}
