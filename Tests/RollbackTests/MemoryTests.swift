import Glibc
import Rollback
import Testing

/// Sessions own plain memory, so the tests look whether all of it comes back.
@Suite struct MemoryTests {
  /// The most memory that this process ever had, in bytes.
  private static var peak: Int {
    var usage = rusage()
    precondition(unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0)
    return Int(usage.ru_maxrss) * 1024
  }

  /// Bytes by which the peak grows with each run of `body`.
  private static func leaked(_ body: () -> Void) -> Int {
    let runs = 30_000
    for _ in 0..<1000 { body() }
    let before = peak
    for _ in 0..<runs { body() }
    return (peak - before) / runs
  }

  @Test func `L-33 a session gives back all its memory`() async {
    await #expect(processExitsWith: .success) {
      let leaked = Self.leaked {
        var session = Session<Toy>(initial: Toy.State(), players: 8, window: 1)
        session.tick(1)
      }
      precondition(leaked < 32, "\(leaked) bytes are lost with each session")
    }
  }

  @Test func `L-33 a sync test gives back all its memory`() async {
    await #expect(processExitsWith: .success) {
      let leaked = Self.leaked {
        _ = SyncTestSession<Toy>(initial: Toy.State(), players: 8, distance: 1)
      }
      precondition(leaked < 32, "\(leaked) bytes are lost with each session")
    }
  }

  @Test func `L-33 memory does not grow with the frames that are played`() async {
    await #expect(processExitsWith: .success) {
      var session = Session<Toy>(initial: Toy.State(), players: 2, window: 8)
      func play(_ frames: Int) {
        for _ in 0..<frames {
          let now = session.currentFrame
          if now.number >= 5 {
            _ = session.hold(UInt8(now.number % 7), of: seat1, at: now - 5)
          }
          session.tick(UInt8(now.number % 3))
        }
      }
      play(100)
      let before = Self.peak
      play(40_000)
      let grown = Self.peak - before
      precondition(grown < 500_000, "\(grown) bytes more after 40,000 frames")
      precondition(session.statistics.resimulatedFrames > 40_000, "it was an idle game")
    }
  }
}
