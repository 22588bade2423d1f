package import Netplay
package import Rollback
import Vocabulary

/// Steps confirmed inputs once, in order, without ever predicting: what every machine must arrive at.
package struct SerialRun<G: Game>: Sendable
where G.Input: RawRepresentable, G.Input.RawValue == UInt8 {
  package private(set) var state: G.State
  package private(set) var chains = StateChain()

  private let players: Int

  package init(initial: G.State, players: Int) {
    state = initial
    self.players = players
    chains.append(G.checksum(state), of: .zero)
  }

  /// The frame that the next step starts from.
  package var frame: Frame { Frame(chains.count - 1) }

  /// - Parameter row: One raw input per seat; what is no input counts as none.
  package mutating func step(_ row: ArraySlice<UInt8>) {
    let inputs = row.map { G.Input(rawValue: $0) ?? G.neutral }
    G.step(&state, inputs: inputs.span, presence: .all(players))
    chains.append(G.checksum(state), of: frame + 1)
  }
}
