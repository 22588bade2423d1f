import Rollback
package import Vocabulary

/// Plays a seat: looks two moves ahead and takes the one that leaves it the most room.
///
/// It is a source of inputs outside the rollback, as a person is: it sees the predicted state once
/// per frame and answers with the levels that it holds. It decides once per cell, some frames before
/// its cycle moves, so most calls cost next to nothing. Equal arguments, equal answers.
package struct Bot: Sendable {
  package enum Skill: String, CaseIterable, Hashable, Sendable {
    case easy
    case fair
    case hard

    /// One decision in so many is a lapse: with noise in every decision a bot turns all the time and
    /// boxes itself in.
    var lapse: Int {
      switch self {
      case .easy: 2
      case .fair: 5
      case .hard: 5
      }
    }

    /// By how many cells it misjudges a move at most in a lapse. Hard bots without any
    /// play the same round again and again: four of them drew 74 of 100 on one map.
    var noise: Int {
      switch self {
      case .easy: 60
      case .fair: 20
      case .hard: 2
      }
    }
  }

  /// The most input delay that it can see through.
  package static let maximumInputDelay = 16

  /// Frames between the call of `input` and the frame that the answer is for.
  package let inputDelay: Int
  package let skill: Skill
  package let seat: PlayerIndex
  private var dice: SplitMix64
  /// What it holds down now.
  private var heading: Heading?
  private var boostFramesLeft = 0
  /// The inputs of the newest frames, of which `inputDelay` are still under way; newest last.
  private var underWay = InlineArray<16, Ghostline.Input>(repeating: .neutral)
  /// Where the cycle stands for whose next move it has decided.
  private var decidedAt: Position?
  /// How many frames before the next move it decides.
  private var lead = 1
  private var search: BotSearch

  /// - Parameter seed: That of the match; every seat gets its own dice from it.
  package init(skill: Skill, seed: UInt64, seat: PlayerIndex, inputDelay: Int = 0) {
    precondition(
      (0...Self.maximumInputDelay).contains(inputDelay), "input delay \(inputDelay) not in 0...16")
    self.skill = skill
    self.seat = seat
    self.inputDelay = inputDelay
    var seats = SplitMix64(seed: seed ^ 0x426F_7473)
    for _ in 0..<seat.number { _ = seats.next() }
    dice = SplitMix64(seed: seats.next())
    search = BotSearch(seat: seat.number)
  }

  /// The input for the frame that is `inputDelay` after the frame of `state`; called once per frame.
  package mutating func input(for state: Ghostline.State) -> Ghostline.Input {
    if isIdle(state) {
      heading = readyHeading(state)
      boostFramesLeft = 0
      decidedAt = nil
    } else if Int(state.cycles[seat.number].wait) <= inputDelay + lead {
      look(state)
    }
    if boostFramesLeft > 0 { boostFramesLeft -= 1 }
    let input = Ghostline.Input(heading: heading, isBoosting: boostFramesLeft > 0)
    for index in 1..<16 { underWay[index &- 1] = underWay[index] }
    underWay[15] = input
    return input
  }

  /// What says that it is ready, in the intro: where it is heading anyway, which is no turn. Let go
  /// once it was seen, so that the bot begins the round as any other.
  private func readyHeading(_ state: Ghostline.State) -> Heading? {
    guard state.isIntro, seat.number < Int(state.players), !state.hasPressed(seat),
      state.cycles[seat.number].isRiding
    else { return nil }
    return state.cycles[seat.number].heading
  }

  private func isIdle(_ state: Ghostline.State) -> Bool {
    guard case .playing = state.phase, seat.number < Int(state.players) else { return true }
    return !state.cycles[seat.number].isRiding
  }

  /// Looks at the state that the next input will meet.
  private mutating func look(_ state: Ghostline.State) {
    guard inputDelay > 0 else { return consider(state) }
    var ahead = state
    var inputs = InlineArray<4, Ghostline.Input>(repeating: .neutral)
    for other in 0..<Int(state.players) { inputs[other] = state.cycles[other].held }
    for frame in (16 - inputDelay)..<16 {
      inputs[seat.number] = underWay[frame]
      Ghostline.step(&ahead, inputs: inputs.span, presence: .all(Int(state.players)))
    }
    if !isIdle(ahead) { consider(ahead) }
  }

  private mutating func consider(_ state: Ghostline.State) {
    let cycle = state.cycles[seat.number]
    guard Int(cycle.wait) <= lead else { return }
    guard decidedAt != cycle.position || cycle.grind > 0 else { return }
    decidedAt = cycle.position
    lead = 1 + dice.next(below: Int(state.rules.step))
    let noise = dice.next(below: skill.lapse) == 0 ? skill.noise : 0
    let choice = search.choose(state, noise: noise, dice: &dice)
    steer(cycle, to: choice.heading)
    if choice.isRace, dice.next(below: 8) == 0 { boostFramesLeft = 5 }
  }

  /// Holds `wanted` if the cycle would not go there anyway; a heading that is already held has to be
  /// let go for a frame before it counts again.
  private mutating func steer(_ cycle: Cycle, to wanted: Heading) {
    guard wanted != cycle.finalHeading else { return }
    if cycle.held.heading == wanted {
      heading = nil
      decidedAt = nil
      lead = Int(cycle.wait)
    } else {
      heading = wanted
    }
  }
}
