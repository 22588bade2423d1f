import Rollback
import Vocabulary

/// What W1 measures: something that steps the newest frames again in every tick.
protocol SyncProgram: ~Copyable {
  associatedtype G: WorkGame
  mutating func run(ticks: Int)
  /// The checksum of the present, with the right inputs of every frame.
  mutating func finish() -> UInt64
}

/// The engine's sync test: frames are hashed and compared.
struct SyncTesting<G: WorkGame>: SyncProgram, ~Copyable {
  private var session: SyncTestSession<G>
  private var row = [Pad](repeating: Pad(rawValue: 0), count: 2)

  init(distance: Int) {
    session = SyncTestSession(
      initial: G.initialState(players: 2), players: 2, distance: distance)
  }

  mutating func run(ticks: Int) {
    for _ in 0..<ticks {
      for seat in row.indices {
        row[seat] = Work.pad(seat: seat, frame: session.currentFrame.number, hold: 1)
      }
      do {
        try session.advance(row)
      } catch {
        preconditionFailure("the workload is deterministic, yet \(error)")
      }
    }
  }

  mutating func finish() -> UInt64 { session.checksum }
}

/// A session whose second player is always guessed wrong, and corrected `depth` frames later.
struct RollingSession<G: WorkGame>: SyncProgram, ~Copyable {
  private let depth: Int
  private var session: Session<G>

  init(depth: Int) {
    self.depth = depth
    session = Session(initial: G.initialState(players: 2), players: 2, window: depth)
  }

  mutating func run(ticks: Int) {
    for _ in 0..<ticks {
      let frame = session.currentFrame
      if frame.number >= depth { hold(frame - depth) }
      session.submit(
        Work.pad(seat: 0, frame: frame.number, hold: 1), of: PlayerIndex(0), delay: 0)
      let correction = session.correct()
      precondition(
        frame.number < depth || correction?.depth == depth, "a rollback of another depth")
      precondition(session.advance() == .advanced(to: frame + 1), "a stall at \(frame)")
    }
  }

  mutating func finish() -> UInt64 {
    let present = session.currentFrame
    for frame in (present - depth)..<present { hold(frame) }
    _ = session.correct()
    return session.checksum(at: present)
  }

  private mutating func hold(_ frame: Frame) {
    _ = session.hold(
      Work.pad(seat: 1, frame: frame.number, hold: 1), of: PlayerIndex(1), at: frame)
  }
}
