import Rollback
import Testing
import Vocabulary

/// Programmer errors trap, in release builds too, instead of going on with a wrong state.
@Suite struct MisuseTests {
  @Test func `a session has 1 to 8 seats`() async {
    await #expect(processExitsWith: .failure) {
      _ = Session<Toy>(initial: Toy.State(), players: 0, window: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = Session<Toy>(initial: Toy.State(), players: 9, window: 1)
    }
  }

  @Test func `a window has 0 to 15 frames`() async {
    await #expect(processExitsWith: .failure) {
      _ = Session<Toy>(initial: Toy.State(), players: 2, window: -1)
    }
    await #expect(processExitsWith: .failure) {
      _ = Session<Toy>(initial: Toy.State(), players: 2, window: 16)
    }
  }

  @Test func `an input delay has 0 to 15 frames`() async {
    await #expect(processExitsWith: .failure) {
      var session = Session<Toy>(initial: Toy.State(), players: 1, window: 1)
      session.submit(1, of: seat0, delay: 16)
    }
  }

  @Test func `a seat that is not in the session has no input`() async {
    await #expect(processExitsWith: .failure) {
      var session = Session<Toy>(initial: Toy.State(), players: 2, window: 1)
      _ = session.hold(1, of: seat2, at: .zero)
    }
    await #expect(processExitsWith: .failure) {
      _ = PlayerIndex(PlayerIndex.limit)
    }
  }

  @Test func `a seat that is not in the session cannot be asked about`() async {
    await #expect(processExitsWith: .failure) {
      let session = Session<Toy>(initial: Toy.State(), players: 2, window: 1)
      _ = session.frontier(of: seat2)
    }
    await #expect(processExitsWith: .failure) {
      let session = Session<Toy>(initial: Toy.State(), players: 2, window: 1)
      _ = session.input(of: seat2, at: .zero)
    }
    await #expect(processExitsWith: .failure) {
      var session = Session<Toy>(initial: Toy.State(), players: 2, window: 1)
      session.tick(1)
      _ = session.usedInput(of: seat2, at: .zero)
    }
    await #expect(processExitsWith: .failure) {
      var session = Session<Toy>(initial: Toy.State(), players: 2, window: 1)
      session.submit(1, of: seat2, delay: 0)
    }
  }

  @Test func `a state that is no longer kept cannot be read`() async {
    await #expect(processExitsWith: .failure) {
      var session = Session<Toy>(initial: Toy.State(), players: 1, window: 1)
      for _ in 0..<3 { session.tick(1) }
      _ = session.checksum(at: .zero)
    }
  }

  @Test func `the present has no used input yet`() async {
    await #expect(processExitsWith: .failure) {
      let session = Session<Toy>(initial: Toy.State(), players: 1, window: 1)
      _ = session.usedInput(of: seat0, at: .zero)
    }
  }

  @Test func `a frame that is simulated cannot be corrupted any more`() async {
    await #expect(processExitsWith: .failure) {
      var session = Session<Toy>(initial: Toy.State(), players: 1, window: 1)
      session.tick(1)
      session.corrupt(at: Frame(1)) { $0.score += 1 }
    }
  }

  @Test func `stepping on without a correction traps before the state to return to is lost`() async
  {
    await #expect(processExitsWith: .failure) {
      var session = Session<Toy>(initial: Toy.State(), players: 1, window: 1)
      _ = session.advance()
      _ = session.hold(9, of: seat0, at: .zero)
      _ = session.hold(9, of: seat0, at: Frame(1))
      _ = session.hold(9, of: seat0, at: Frame(2))
      _ = session.advance()
      _ = session.advance()
    }
  }

  @Test func `a number wider than 64 bits cannot be digested in part`() async {
    await #expect(processExitsWith: .failure) {
      var hasher = StateHasher()
      hasher.combine(UInt128.max)
    }
  }
}
