import Rollback
import Vocabulary

/// A small game in which every wrong input, wrong order and wrong dice roll stays visible for ever.
///
/// Inputs are levels: 0 is neutral. The trace mixes in all inputs of all frames, so equal states
/// mean equal histories.
enum Toy: Game {
  struct State: BitwiseCopyable, Hashable, Sendable {
    var positions = SIMD8<Int32>(repeating: 0)
    var dice: SplitMix64
    var steps = 0
    var score = 0
    var trace: UInt64 = 1

    init(seed: UInt64 = 7) { dice = SplitMix64(seed: seed) }
  }

  static var neutral: UInt8 { 0 }

  static func step(_ state: inout State, inputs: Span<UInt8>, presence: Presence) {
    for seat in inputs.indices {
      let input = inputs[seat]
      state.positions[seat] &+= Int32(input)
      if input & 1 == 1 { state.score += state.dice.next(below: 6) }
      state.trace = (state.trace ^ UInt64(input)) &* 0x2545_F491_4F6C_DD1D &+ UInt64(seat)
    }
    state.trace ^= UInt64(presence.bits) << 32
    state.steps += 1
  }

  static func hash(_ state: State, into hasher: inout StateHasher) {
    hasher.section("positions")
    for seat in state.positions.indices { hasher.combine(state.positions[seat]) }
    hasher.section("dice")
    hasher.combine(state.dice.state)
    hasher.section("counters")
    hasher.combine(state.steps)
    hasher.combine(state.score)
    hasher.section("trace")
    hasher.combine(state.trace)
  }
}

/// The toy with a guess that shows what it was made from: the last input and its age.
enum RevealingToy: Game {
  typealias State = Toy.State

  static var neutral: UInt8 { 3 }

  static func predict(last: UInt8, age: Int) -> UInt8 { last &+ 10 &* UInt8(age) }

  static func step(_ state: inout State, inputs: Span<UInt8>, presence: Presence) {
    Toy.step(&state, inputs: inputs, presence: presence)
  }

  static func hash(_ state: State, into hasher: inout StateHasher) {
    Toy.hash(state, into: &hasher)
  }
}

/// The oracle: steps the toy frame by frame with inputs that are all known, without the engine.
///
/// It never predicts, saves or rolls back. `states[n]` is the state before step n.
struct SerialRun {
  let players: Int
  private(set) var states: [Toy.State]

  init(initial: Toy.State = Toy.State(), players: Int) {
    self.players = players
    states = [initial]
  }

  /// The oracle of a script that is known from the start.
  init(rows: [[UInt8]], players: Int) {
    self.init(players: players)
    for row in rows { step(row) }
  }

  mutating func step(_ row: [UInt8]) {
    precondition(row.count == players, "\(row.count) inputs for \(players) seats")
    var state = states[states.count - 1]
    Toy.step(&state, inputs: row.span, presence: .all(players))
    states.append(state)
  }

  var last: Toy.State { states[states.count - 1] }
}
