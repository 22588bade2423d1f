import CMalloc
import Glibc
import GridGame
import Netplay
import Rollback
import Vocabulary

/// Plays two matches of the real game over a bad network for millions of frames, and watches the
/// memory of the process.
struct Soak {
  private let frames: Int
  /// Frames between two lines.
  private var interval: Int { min(500_000, frames / 4) }
  /// Growth that still counts as flat, in KiB: a few pages that were not touched before.
  private static let allowedGrowth = 256

  private static let workload = {
    var workload = Workload()
    workload.delay = 3
    workload.jitter = 2
    workload.lossPercent = 10
    workload.hold = 12
    workload.paths = .both
    workload.inputDelay = 2
    workload.window = 10
    return workload
  }()

  init(frames: Int) { self.frames = frames }

  /// Whether everything held.
  func run() -> Bool {
    print("soak  the real game, \(Self.workload.name), \(frames.grouped) frames")
    var field = MatchField<Ghostline>(
      Self.workload, proofFrame: frames, frameLimit: Frame(frames))
    var mark = interval
    var before = malloc_counts_now()
    var resident: [Int] = []
    for _ in 0..<frames * 2 where !field.isOver {
      field.tick()
      guard field.settledFrame >= mark else { continue }
      let now = malloc_counts_now()
      let memory = ResidentMemory.kibibytes ?? 0
      resident.append(memory)
      print(
        "frame \(mark.grouped)  resident \(memory.grouped) KiB  allocations "
          + Int(now.allocations - before.allocations).grouped)
      fflush(nil)
      mark += interval
      before = malloc_counts_now()
    }
    return conclude(field, resident)
  }

  private func conclude(_ field: borrowing MatchField<Ghostline>, _ resident: [Int]) -> Bool {
    let summaries = (0..<Self.workload.players).map { field.summary(of: $0) }
    for summary in summaries {
      let verified = summary.peers.map { $0.verifiedFrame ?? .zero }.min() ?? .zero
      print(
        "seat \(summary.seat.number)  confirmed \(summary.settledFrame.number.grouped)  verified "
          + "\(verified.number.grouped)  mismatches \(summary.peers.map(\.hashMismatches).max() ?? 0)  "
          + "rollbacks \(summary.rollback.rollbacks.grouped)  deepest \(summary.rollback.maxDepth)  "
          + "stalls \(summary.stalls.count.grouped)")
    }
    let isEqual =
      summaries.allSatisfy { $0.finalChecksum != nil && $0.endReason == .completed }
      && Set(summaries.map(\.finalChecksum)).count == 1
      && summaries.allSatisfy { $0.peers.allSatisfy { $0.verifiedFrame == Frame(frames) } }
    print("same checksum at the last frame, verified by both: \(isEqual ? "yes" : "NO")")
    return sayMemory(resident) && isEqual
  }

  private func sayMemory(_ resident: [Int]) -> Bool {
    guard let first = resident.first, let last = resident.last else { return false }
    let isFlat = last - first <= Self.allowedGrowth
    print(
      "memory flat: \(isFlat ? "yes" : "NO"), \(first.grouped) KiB after \(interval.grouped) "
        + "frames, \(last.grouped) KiB at the end")
    return isFlat
  }
}
