import GridGame
import Netplay
import Rollback

/// Steps confirmed inputs once, in order, without ever predicting: what every machine must arrive at.
struct SerialRun {
  private(set) var state: Ghostline.State
  private var frame = Frame.zero
  private var chains = StateChain()
  private let players: Int

  init(_ scenario: Scenario) {
    state = scenario.initialState
    players = scenario.players
    chains.append(Ghostline.checksum(state), of: .zero)
  }

  /// The chain through the present.
  var chain: UInt64? { chains.chain(at: frame) }

  mutating func step(_ row: [UInt8]) {
    advance(row)
    chains.append(Ghostline.checksum(state), of: frame)
  }

  /// Changes of the input and cells entered, by seat.
  static func movement(
    _ scenario: Scenario, _ rows: [[UInt8]]
  ) -> (turns: [Int], cells: [Int]) {
    var run = SerialRun(scenario)
    var turns = [Int](repeating: 0, count: scenario.players)
    var cells = turns
    var last = [UInt8](repeating: 0, count: scenario.players)
    for row in rows {
      let before = run.state
      run.advance(row)
      for seat in 0..<scenario.players {
        if row[seat] != last[seat] { turns[seat] += 1 }
        if run.state.cycles[seat].position != before.cycles[seat].position { cells[seat] += 1 }
      }
      last = row
    }
    return (turns, cells)
  }

  private mutating func advance(_ row: [UInt8]) {
    let inputs = row.map { Ghostline.Input(byte: $0) }
    Ghostline.step(&state, inputs: inputs.span, presence: .all(players))
    frame += 1
  }
}
