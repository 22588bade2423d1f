import GridGame
import Rollback
import Vocabulary

/// Measures W5, the real game: its own parts, the sync test, and two whole matches.
struct RealGameBenchmark {
  private(set) var table = Table(
    "W5  the real game: parts and sync test, 2 players, inputs held for 12 frames",
    columns: ["", "ns", "noise", "allocs", "alloc B"])
  private let options: Options
  private static let hold = 12
  private var calls: Int { options.isQuick ? 5000 : 20_000 }

  init(_ options: Options) { self.options = options }

  mutating func measure(verdicts: inout Verdicts) {
    let slots = UnsafeMutablePointer<Ghostline.State>.allocate(capacity: 2)
    defer { unsafe slots.deallocate() }
    unsafe slots.initialize(repeating: Ghostline.initialState(players: 2), count: 2)
    var frame = 0
    row("step") {
      let inputs: [2 of Ghostline.Input] = [
        Self.scripted(0, frame), Self.scripted(1, frame),
      ]
      unsafe Ghostline.step(&slots.pointee, inputs: inputs.span, presence: .all(2))
      frame += 1
    }
    row("copy of \(MemoryLayout<Ghostline.State>.size) B") {
      unsafe slots.pointee.round &+= 1
      unsafe (slots + 1).update(from: slots, count: 1)
    }
    var sum: UInt64 = 0
    row("hash") {
      unsafe slots.pointee.dice.state &+= 1
      sum ^= unsafe Ghostline.checksum(slots.pointee)
    }
    precondition(sum != 0, "the checksums of \(calls) states cancel out")
    for distance in [1, 4, 8] { addSyncTest(distance, verdicts: &verdicts) }
  }

  private static func scripted(_ seat: Int, _ frame: Int) -> Ghostline.Input {
    Ghostline.scripted(seat: seat, frame: frame, hold: hold)
  }

  private mutating func addSyncTest(_ distance: Int, verdicts: inout Verdicts) {
    var session = SyncTestSession<Ghostline>(
      initial: Ghostline.initialState(players: 2), players: 2, distance: distance)
    var inputs = [Ghostline.Input](repeating: .neutral, count: 2)
    let name = "sync test d=\(distance), a tick"
    let allocations = row(name) {
      for seat in inputs.indices { inputs[seat] = Self.scripted(seat, session.currentFrame.number) }
      do {
        try session.advance(inputs)
      } catch {
        preconditionFailure("the game is deterministic, yet \(error)")
      }
    }
    verdicts.add(
      name, in: .realGame, isSameWork: true, ticks: calls * options.rounds,
      allocations: allocations)
  }

  /// Adds the row of something that is called again and again; returns its allocations.
  @discardableResult
  private mutating func row(_ name: String, _ body: () -> Void) -> Int {
    Progress.show("W5 \(name)")
    var timing = Timing()
    var allocations = Allocations(trap: options.trap)
    for _ in 0..<calls { body() }
    for _ in 0..<options.rounds {
      allocations.counting {
        timing.round {
          for _ in 0..<calls { body() }
          return calls
        }
      }
    }
    let total = Double(calls * options.rounds)
    table.add([
      name, timing.best.fixed(0), timing.noise.percent,
      (Double(allocations.count) / total).fixed(2), (Double(allocations.bytes) / total).fixed(0),
    ])
    return allocations.count
  }
}
