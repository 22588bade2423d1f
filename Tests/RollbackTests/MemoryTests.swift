import Foundation
import Rollback
import Testing

/// Sessions own plain memory, so the tests look whether all of it comes back.
@Suite struct MemoryTests {
  /// Bytes of this process that are in memory now, in whole pages.
  private static var bytesInUse: Int {
    get throws {
      let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(
        separator: " ")
      return try #require(Int(pages[1])) * 4096
    }
  }

  /// Bytes by which the process grows with each run of `body`.
  private static func leaked(_ body: () -> Void) throws -> Int {
    let runs = 30_000
    for _ in 0..<1000 { body() }
    let before = try bytesInUse
    for _ in 0..<runs { body() }
    return (try bytesInUse - before) / runs
  }

  @Test func `L-33 a session gives back all its memory`() async {
    await #expect(processExitsWith: .success) {
      let leaked = try Self.leaked {
        var session = Session<Toy>(initial: Toy.State(), players: 8, window: 1)
        session.tick(1)
      }
      precondition(leaked < 32, "\(leaked) bytes are lost with each session")
    }
  }

  @Test func `L-33 a sync test gives back all its memory`() async {
    await #expect(processExitsWith: .success) {
      let leaked = try Self.leaked {
        _ = SyncTestSession<Toy>(initial: Toy.State(), players: 8, distance: 1)
      }
      precondition(leaked < 32, "\(leaked) bytes are lost with each session")
    }
  }
}
