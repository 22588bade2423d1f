import CFloor
import Netplay
import Rollback
import Vocabulary

/// Measures whole matches, one workload after the other, beside the floor on the same network.
struct MatchBenchmark {
  private struct Result {
    var timing = Timing()
    var allocations: Allocations
    var counts = MatchCounts()
    var proofs: [UInt64?] = []
  }

  /// What the floor came to, where there is one.
  private struct FloorResult {
    var timing = Timing()
    var stalls = 0
    var proofs: [UInt64] = []
  }

  private(set) var table: Table
  private let section: Section
  private let options: Options

  /// Ticks before anything is measured: paths come up, every buffer gets its size.
  private static let warmUp = 2000
  private var ticksPerRound: Int { options.isQuick ? 1000 : 4000 }
  private var ticks: Int { ticksPerRound * options.rounds }
  /// The frame whose hash is compared, well before the end.
  private var proofFrame: Int { Self.warmUp + ticks / 4 }

  init(_ section: Section, title: String, options: Options) {
    self.section = section
    self.options = options
    table = Table(
      "\(section.rawValue)  \(title)",
      columns: [
        "", "ns/frame", "floor", "ratio", "noise", "ns/resim", "resim", "rollbacks", "stalls",
        "floor's", "allocs", "alloc B", "direct", "B", "relay", "B", "B/packet", "work",
      ])
  }

  /// Plays the common workload, and the floor in turns with it.
  mutating func add<G: WorkGame>(_ workload: Workload, _ game: G.Type, verdicts: inout Verdicts) {
    let name = "\(workload.name) \(G.size)"
    guard options.plays(name) else { return }
    Progress.show("\(section.rawValue) \(name)")
    let floor = FloorMatch(workload.floor(words: G.words, proofFrame: proofFrame))
    var least = FloorResult()
    floor.run(ticks: Self.warmUp)
    let before = floor.counts
    let result = play(workload, game) { ticks in
      least.timing.round {
        let frames = floor.counts.frames
        floor.run(ticks: ticks)
        return Int(floor.counts.frames - frames)
      }
    }
    least.stalls = Int(floor.counts.stalls - before.stalls)
    least.proofs = (0..<workload.players).map { floor.proof(seat: $0) }
    let isSame = result.proofs == least.proofs && Set(least.proofs).count == 1
    add(name, result, least, isSameWork: isSame, verdicts: &verdicts)
  }

  /// Plays a game that has no floor: its seats must agree with each other.
  mutating func add<G: ScriptedGame>(
    _ workload: Workload, withoutFloor game: G.Type, verdicts: inout Verdicts
  ) {
    guard options.plays(workload.name) else { return }
    Progress.show("\(section.rawValue) \(workload.name)")
    let result = play(workload, game) { _ in }
    let isSame = !result.proofs.contains(nil) && Set(result.proofs).count == 1
    add(workload.name, result, nil, isSameWork: isSame, verdicts: &verdicts)
  }

  private func play<G: ScriptedGame>(
    _ workload: Workload, _ game: G.Type, floorRound: (_ ticks: Int) -> Void
  ) -> Result {
    var field = MatchField<G>(workload, proofFrame: proofFrame)
    var result = Result(allocations: Allocations(trap: options.trap))
    _ = field.run(ticks: Self.warmUp)
    let before = field.counts
    for _ in 0..<options.rounds {
      result.allocations.counting {
        result.timing.round { field.run(ticks: ticksPerRound) }
      }
      floorRound(ticksPerRound)
    }
    result.counts = field.counts - before
    result.proofs = field.proofs
    return result
  }

  private mutating func add(
    _ name: String, _ result: Result, _ floor: FloorResult?, isSameWork: Bool,
    verdicts: inout Verdicts
  ) {
    let counts = result.counts
    let frames = Double(max(1, counts.frames))
    let packets = counts.packets.direct + counts.packets.relay
    let bytes = counts.bytes.direct + counts.bytes.relay
    let resimulated = Double(counts.resimulated) / frames
    let best = result.timing.best
    table.add([
      name, best.fixed(0), floor.map { $0.timing.best.fixed(0) } ?? "-",
      floor.map { (best / $0.timing.best).fixed(2) } ?? "-", result.timing.noise.percent,
      (best / resimulated).fixed(0), resimulated.fixed(2),
      (Double(counts.rollbacks) / frames).fixed(2),
      counts.held == 0 ? "\(counts.stalls)" : "\(counts.stalls)+\(counts.held)",
      floor.map { "\($0.stalls)" } ?? "-", (Double(result.allocations.count) / frames).fixed(2),
      (Double(result.allocations.bytes) / frames).fixed(0),
      (Double(counts.packets.direct) / frames).fixed(2),
      (Double(counts.bytes.direct) / frames).fixed(1),
      (Double(counts.packets.relay) / frames).fixed(2),
      (Double(counts.bytes.relay) / frames).fixed(1),
      (Double(bytes) / Double(max(1, packets))).fixed(1), isSameWork ? "OK" : "MISMATCH",
    ])
    verdicts.add(
      name, in: section, isSameWork: isSameWork, ticks: ticks,
      allocations: result.allocations.count)
  }
}
