import Assets
import Glibc
import GridGame
import Netplay
import Simulation
import Vocabulary

/// Plays minute after minute of virtual time over links that are healthy or merely slow, and counts
/// what was said against the direct path.
struct FalseAlarms {
  private let minutes: Int
  /// Of one match.
  private static let minutesEach = 2
  private var matches: Int { (minutes + Self.minutesEach - 1) / Self.minutesEach }

  init(minutes: Int) { self.minutes = minutes }

  /// Whether nothing was.
  func run() -> Bool {
    guard let map = try? GameMap(parsing: Assets.map(named: "open") ?? []) else { return false }
    var found: [(seed: UInt64, cause: String)] = []
    var degradations = 0
    var suspicions = 0
    var unsound: [UInt64] = []
    for seed in 0..<UInt64(matches) {
      var simulation = MatchSimulation(
        Scenario(steady: seed, frames: Self.minutesEach * 3600, map: map))
      simulation.run()
      if !Oracle.verdict(on: simulation, expectsDesync: false).isEmpty { unsound.append(seed) }
      for seat in simulation.peers.indices {
        let summary = simulation.peers[seat].match.numbers
        if let latch = summary.fallback { found.append((seed, latch.cause.rawValue)) }
        degradations += summary.fallbackEvents.count
        suspicions += Self.suspicions(simulation.peers[seat].events)
      }
      if seed % 20 == 19 {
        Progress.write("\r\(Int(seed + 1) * Self.minutesEach) minutes, \(found.count) alarms")
      }
    }
    Progress.clear()
    print(
      "\((matches * Self.minutesEach).grouped) minutes in \(matches.grouped) matches: "
        + "\(found.count) false fallbacks, \(degradations) events, \(suspicions) suspicions of the "
        + "direct path, \(unsound.count) matches unsound")
    for alarm in found { print("seed \(alarm.seed): \(alarm.cause)") }
    for seed in unsound { print("seed \(seed): unsound") }
    return found.isEmpty && unsound.isEmpty
  }

  private static func suspicions(_ events: [MatchEvent]) -> Int {
    events.reduce(0) { count, event in
      guard case .path(_, .direct, let change) = event, case .suspect = change.to else {
        return count
      }
      return count + 1
    }
  }
}
