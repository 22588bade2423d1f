import Rollback
package import Vocabulary

/// Plays a seat: looks two moves ahead and takes the one that leaves it the most room.
///
/// It is a source of inputs outside the rollback, as a person is: it sees the predicted state once
/// per frame and answers with the levels that it holds. It decides once per cell, some frames before
/// its cycle moves, so most calls cost next to nothing. Equal arguments, equal answers.
package struct Bot: Sendable {
  /// How well it plays. Measured over 200 matches against `Traits.plain` (`ghostline simulate --bots`).
  package enum Skill: String, CaseIterable, Hashable, Sendable {
    /// For a first game: loses to plain play at least four times in five.
    case easy
    /// As good as plain play.
    case fair
    /// Beats plain play at least four times in five.
    case hard

    package var traits: Traits {
      switch self {
      case .easy: Traits(plies: .one, reaction: 16, lapse: 2, noise: 200, courtesy: 300)
      case .fair: Traits(plies: .two, reaction: 12, lapse: 3, noise: 150, courtesy: 300)
      case .hard: Traits(plies: .two, reaction: 0, lapse: 5, noise: 8)
      }
    }
  }

  /// What makes a bot strong or weak.
  package struct Traits: Hashable, Sendable {
    package enum Plies: Hashable, Sendable {
      /// Takes the most free cells, whatever the others do.
      case one
      /// Looks at the answers of the nearest rival, and counts who is first at each cell.
      case two
    }

    /// What levels are measured against: one ply, most free cells, reacts after 12 frames, as somebody
    /// does who has understood the game and has ordinary reflexes.
    package static let plain = Traits(plies: .one, reaction: 12, lapse: 1, noise: 0)

    package let plies: Plies
    /// Frames between what it sees and what it presses, 0 to 16. It expects the others to go straight
    /// on meanwhile.
    package let reaction: Int
    /// One decision in so many is a lapse: with noise in every decision a bot turns all the time and
    /// boxes itself in.
    package let lapse: Int
    /// By how many cells it misjudges a move at most in a lapse. Hard bots without any
    /// play the same round again and again: four of them drew 74 of 100 on one map.
    package let noise: Int
    /// Frames of the first round of a match in which it keeps away from the others and lapses into
    /// nothing: who has never played shall ride a while before anything happens.
    package let courtesy: Int

    package init(plies: Plies, reaction: Int, lapse: Int, noise: Int, courtesy: Int = 0) {
      self.plies = plies
      self.reaction = reaction
      self.lapse = lapse
      self.noise = noise
      self.courtesy = courtesy
    }
  }

  /// The most input delay that it can see through.
  package static let maximumInputDelay = 16

  /// Frames between the call of `input` and the frame that the answer is for.
  package let inputDelay: Int
  package let traits: Traits
  package let seat: PlayerIndex
  private var dice: SplitMix64
  /// What it holds down now.
  private var heading: Heading?
  private var boostFramesLeft = 0
  /// The newest decisions, of which those of `foresight` frames are still to come true; newest last.
  private var underWay = InlineArray<32, Ghostline.Input>(repeating: .neutral)
  /// Where the cycle stands for whose next move it has decided.
  private var decidedAt: Position?
  /// Frames in which there is nothing to decide, so that it need not look.
  private var rest = 0
  /// How many frames before the next move it decides.
  private var lead = 1
  private var search: BotSearch

  /// - Parameter seed: That of the match; every seat gets its own dice from it.
  package init(skill: Skill, seed: UInt64, seat: PlayerIndex, inputDelay: Int = 0) {
    self.init(traits: skill.traits, seed: seed, seat: seat, inputDelay: inputDelay)
  }

  package init(traits: Traits, seed: UInt64, seat: PlayerIndex, inputDelay: Int = 0) {
    precondition(
      (0...Self.maximumInputDelay).contains(inputDelay), "input delay \(inputDelay) not in 0...16")
    precondition((0...16).contains(traits.reaction), "reaction \(traits.reaction) not in 0...16")
    self.traits = traits
    self.seat = seat
    self.inputDelay = inputDelay
    var seats = SplitMix64(seed: seed ^ 0x426F_7473)
    for _ in 0..<seat.number { _ = seats.next() }
    dice = SplitMix64(seed: seats.next())
    search = BotSearch(seat: seat.number, plies: traits.plies)
  }

  /// How far ahead of what it sees its decisions come true, in frames.
  private var foresight: Int { inputDelay + traits.reaction }

  /// The input for the frame that is `inputDelay` after the frame of `state`; called once per frame.
  package mutating func input(for state: Ghostline.State) -> Ghostline.Input {
    let isIdle = isIdle(state)
    if isIdle {
      heading = readyHeading(state)
      boostFramesLeft = 0
      decidedAt = nil
      rest = 0
    } else if rest > 0 {
      rest -= 1
    } else if Int(state.cycles[seat.number].wait) <= foresight + lead {
      look(state)
    }
    if boostFramesLeft > 0 { boostFramesLeft -= 1 }
    let input = Ghostline.Input(heading: heading, isBoosting: boostFramesLeft > 0)
    for index in 1..<32 { underWay[index &- 1] = underWay[index] }
    underWay[31] = input
    // To be ready takes no skill.
    return isIdle ? input : underWay[31 - traits.reaction]
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
    guard foresight > 0 else { return consider(state) }
    var ahead = state
    var inputs = InlineArray<4, Ghostline.Input>(repeating: .neutral)
    for other in 0..<Int(state.players) { inputs[other] = state.cycles[other].held }
    for frame in (32 - foresight)..<32 {
      inputs[seat.number] = underWay[frame]
      Ghostline.step(&ahead, inputs: inputs.span, presence: .all(Int(state.players)))
    }
    guard !isIdle(ahead) else { return }
    consider(ahead)
    let cycle = ahead.cycles[seat.number]
    // A boost may make the next cell as short as this.
    let next = decidedAt == cycle.position ? Int(ahead.rules.boostStep) : 0
    rest =
      cycle.grind > 0 ? 0 : max(0, min(Int(cycle.wait), Int(ahead.rules.step)) + next - lead - 1)
  }

  private mutating func consider(_ state: Ghostline.State) {
    let cycle = state.cycles[seat.number]
    guard Int(cycle.wait) <= lead else { return }
    guard decidedAt != cycle.position || cycle.grind > 0 else { return }
    decidedAt = cycle.position
    lead = 1 + dice.next(below: Int(state.rules.step))
    let isCourteous = state.round == 1 && state.roundFrame ?? 0 < traits.courtesy
    let isLapse = dice.next(below: traits.lapse) == 0 && !isCourteous
    let choice = search.choose(
      state, noise: isLapse ? traits.noise : 0, aim: isCourteous ? .distance : .room, dice: &dice)
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
