import Rollback
import Vocabulary

/// Two players pull a rope. Who pulls tires, who rests recovers, and now and then there is a gust.
enum TugOfWar: Game {
  enum Input: UInt8, BitwiseCopyable, Sendable { case rest, pull }

  struct State: BitwiseCopyable, Sendable {
    /// Below zero the rope is on the side of seat 0, above on that of seat 1.
    var rope = 0
    var stamina: InlineArray<2, Int> = [60, 60]
    var gusts: SplitMix64
  }

  static var neutral: Input { .rest }

  static func step(_ state: inout State, inputs: Span<Input>, presence: Presence) {
    for seat in inputs.indices {
      let isPulling = inputs[seat] == .pull && state.stamina[seat] > 0
      state.stamina[seat] += isPulling ? -1 : state.stamina[seat] < 60 ? 2 : 0
      if isPulling { state.rope += seat == 0 ? -1 : 1 }
    }
    if state.gusts.next(below: 30) == 0 { state.rope += state.gusts.next(below: 11) - 5 }
  }

  static func hash(_ state: State, into hasher: inout StateHasher) {
    hasher.section("rope")
    hasher.combine(state.rope)
    hasher.section("players")
    for seat in state.stamina.indices { hasher.combine(state.stamina[seat]) }
    hasher.section("dice")
    hasher.combine(state.gusts.state)
  }

  static func isOver(_ state: State) -> Bool { abs(state.rope) >= 200 }
}
