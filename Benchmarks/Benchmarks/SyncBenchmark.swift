import CFloor
import Rollback

/// Measures W1, the synthetic sync test: in every tick the newest `distance` frames are stepped
/// again, then one new one, beside the floor that does the same.
struct SyncBenchmark {
  private struct Result {
    var timing = Timing()
    var floorTiming = Timing()
    var allocations: Allocations
    var ticks = 0
    var isSameWork = false
  }

  private(set) var table: Table
  private let options: Options

  init(_ options: Options) {
    self.options = options
    table = Table(
      "W1  sync test, 2 players: d frames stepped again and one new frame in each tick",
      columns: [
        "", "ns/frame", "floor", "ratio", "noise", "ns/resim", "allocs", "alloc B", "work",
      ])
  }

  /// Adds the rows of one size of state.
  mutating func add<G: WorkGame>(_ game: G.Type, verdicts: inout Verdicts) {
    for distance in [1, 4, 8] {
      add(game, distance, .off, verdicts: &verdicts)
      add(game, distance, .on, verdicts: &verdicts)
    }
  }

  private enum Sums: String {
    /// `Session`, whose every guess is wrong and is corrected `distance` frames later.
    case off
    /// `SyncTestSession`.
    case on
  }

  private mutating func add<G: WorkGame>(
    _ game: G.Type, _ distance: Int, _ sums: Sums, verdicts: inout Verdicts
  ) {
    let name = "\(G.size) d=\(distance) sums \(sums.rawValue)"
    Progress.show("W1 \(name)")
    let result =
      switch sums {
      case .off: measure(RollingSession<G>(depth: distance), distance, floor_sums_none)
      case .on:
        measure(SyncTesting<G>(distance: distance), distance, floor_sums_first_and_last)
      }
    let frames = Double(distance + 1)
    let ticks = Double(result.ticks)
    let best = result.timing.best
    table.add([
      name, (best / frames).fixed(0), (result.floorTiming.best / frames).fixed(0),
      (best / result.floorTiming.best).fixed(2), result.timing.noise.percent,
      (best / Double(distance)).fixed(0), (Double(result.allocations.count) / ticks).fixed(2),
      (Double(result.allocations.bytes) / ticks).fixed(0), result.isSameWork ? "OK" : "MISMATCH",
    ])
    verdicts.add(
      name, in: .syncTest, isSameWork: result.isSameWork, ticks: result.ticks,
      allocations: result.allocations.count)
  }

  private func measure<Program: SyncProgram & ~Copyable>(
    _ made: consuming Program, _ distance: Int, _ sums: floor_sums
  ) -> Result {
    var program = made
    let floor = FloorSync(words: Program.G.words, distance: distance, sums: sums)
    var result = Result(allocations: Allocations(trap: options.trap))
    let ticks = ticksPerRound(words: Program.G.words, distance)
    program.run(ticks: ticks)
    floor.run(ticks: ticks)
    for _ in 0..<options.rounds {
      result.allocations.counting {
        result.timing.round {
          program.run(ticks: ticks)
          return ticks
        }
      }
      result.floorTiming.round {
        floor.run(ticks: ticks)
        return ticks
      }
    }
    result.ticks = ticks * options.rounds
    result.isSameWork = program.finish() == floor.hash
    return result
  }

  /// So many that a round of the floor lasts 20 to 40 ms.
  private func ticksPerRound(words: Int, _ distance: Int) -> Int {
    let nanosecondsPerFrame = 50 + words / 4
    let budget = options.isQuick ? 8_000_000 : 30_000_000
    return max(distance + 1, budget / (nanosecondsPerFrame * (distance + 1)))
  }
}
