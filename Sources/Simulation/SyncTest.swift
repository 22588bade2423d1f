package import GridGame
package import Rollback
import Vocabulary

/// Plays the game on one machine and steps every frame again, to see that it is deterministic.
///
/// Rollback is right only if equal inputs give equal states, however often and from wherever a frame
/// is stepped. Half of the seats are bots, which ride long rounds; the others turn at random, which
/// finds what no sensible player does. Equal values play equally.
package struct SyncTest: Sendable {
  /// A frame that came out differently when it was stepped again.
  package struct Difference: Error, Hashable, CustomStringConvertible {
    package let frame: Frame
    /// The first part of the state that differs; nothing when the hash itself is unsteady.
    package let section: String?

    package init(frame: Frame, section: String?) {
      self.frame = frame
      self.section = section
    }

    package var description: String {
      "frame \(frame.number) came out differently when it was stepped again, first in "
        + (section.map { "section \"\($0)\"" } ?? "its hash, outside of any section")
    }
  }

  /// What was played.
  package struct Report: Hashable, Sendable {
    package let frames: Int
    /// Steps taken in all, the first and the repeated ones.
    package let steps: Int
    package let finalChecksum: UInt64
    /// Changes of the input, by seat.
    package let turns: [Int]
  }

  package var seed: UInt64
  package var frames: Int
  package var players: Int
  package var map: GameMap
  /// Frames stepped again after each step, 1...15.
  package var distance = 7
  /// Makes the step to this frame unsteady on purpose, to see that it is found.
  package var unsteadyFrame: Frame?

  package init(seed: UInt64, frames: Int, players: Int, map: GameMap) {
    self.seed = seed
    self.frames = frames
    self.players = players
    self.map = map
  }

  /// - Throws: `Difference` at the first frame that does not come out equal.
  package func run() throws(Difference) -> Report {
    guard let unsteadyFrame else { return try play(Ghostline.self, initial: initialState) }
    return try Repetitions.counting { repetitions throws(Difference) in
      try play(
        UnsteadyGhostline.self,
        initial: UnsteadyGhostline.State(
          game: initialState, unsteadyFrame: unsteadyFrame, repetitions: repetitions))
    }
  }

  package var initialState: Ghostline.State {
    Ghostline.initialState(
      map: map, players: players, seed: seed, rules: Rules.standard.endless)
  }

  private func play<G: Game>(
    _ game: G.Type, initial: G.State
  ) throws(Difference) -> Report where G.Input == Ghostline.Input {
    var session = SyncTestSession<G>(initial: initial, players: players, distance: distance)
    var crew = Crew(seed: seed, players: players)
    // The bots look at a game of their own, which is stepped once.
    var watched = initialState
    var steps = 0
    for frame in 0..<frames {
      let row = crew.inputs(at: Frame(frame), watching: watched)
      Ghostline.step(&watched, inputs: row.span, presence: .all(players))
      do throws(SyncTestSession<G>.Difference) {
        try session.advance(row)
      } catch {
        throw Difference(frame: error.frame, section: error.section)
      }
      steps += 1 + min(distance, frame + 1)
    }
    return Report(
      frames: frames, steps: steps, finalChecksum: session.checksum,
      turns: crew.turns)
  }
}

/// The players of a sync test: bots in the even seats, wanderers in the odd ones.
private struct Crew {
  private(set) var turns: [Int]
  private var bots: [Bot]
  private var wanderers: [Wanderer]
  private var held: [Ghostline.Input]

  init(seed: UInt64, players: Int) {
    turns = Array(repeating: 0, count: players)
    bots = (0..<players).map { Bot(skill: .fair, seed: seed, seat: PlayerIndex($0)) }
    wanderers = (0..<players).map { Wanderer(seed: seed &* 31 &+ UInt64($0), patience: 6) }
    held = Array(repeating: .neutral, count: players)
  }

  mutating func inputs(
    at frame: Frame, watching state: Ghostline.State
  ) -> [Ghostline.Input] {
    for seat in held.indices {
      let input =
        seat % 2 == 0 ? bots[seat].input(for: state) : wanderers[seat].input(at: frame)
      if input != held[seat] { turns[seat] += 1 }
      held[seat] = input
    }
    return held
  }
}
