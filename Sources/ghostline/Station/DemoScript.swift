import Netplay
import Rollback

/// The acts of the demo: what happens to the network when, and what is said about it.
struct DemoScript {
  struct Act {
    let at: Duration
    let caption: String
    let change: (@Sendable (inout Injector) -> Void)?
  }

  /// After the last act the summary stays for this long.
  private static let curtain = Duration.seconds(8)

  static let acts: [Act] = [
    Act(
      at: .zero, caption: "1/5 a clean network: both paths deliver everything, hashes match",
      change: nil),
    Act(
      at: .seconds(5), caption: "2/5 an ocean apart: 150 ms, jitter, loss; wrong guesses roll back",
      change: { $0.apply(preset: 4) }),
    Act(
      at: .seconds(18), caption: "3/5 the direct path is cut: the relay carries on, no input lost",
      change: { $0.cut(.direct) }),
    Act(
      at: .seconds(28), caption: "4/5 healed: the direct path proves itself and leads again",
      change: { $0.heal(.direct) }),
    Act(
      at: .seconds(38), caption: "5/5 every frame verified on both machines; the summary follows",
      change: { $0.clear() }),
  ]

  /// The frame that the demo's match ends at.
  static let frames = 45 * 60

  private var start: Instant?
  private var played = 0
  private var isTakenOver = false
  private var endedAt: Instant?

  /// What is being shown; nothing once somebody plays with the network.
  var caption: String? {
    guard !isTakenOver, played > 0 else { return nil }
    return Self.acts[played - 1].caption
  }

  mutating func takenOver() { isTakenOver = true }

  mutating func run(since start: Instant, now: Instant, _ stations: [Station]) {
    // Another episode begins the show anew, whatever the keys did to the network before.
    if let begun = self.start, begun != start {
      self = DemoScript()
      stations[0].inject { $0.clear() }
    }
    self.start = start
    while !isTakenOver, played < Self.acts.count, now - start >= Self.acts[played].at {
      // Each half of the delay is on one direction of the shown process, so one station is enough.
      if let change = Self.acts[played].change { stations[0].inject(change) }
      played += 1
    }
    let isOver = stations.allSatisfy { station in
      if case .playing(let playing) = station.phase { return playing.match.endReason != nil }
      return false
    }
    if isOver { endedAt = endedAt ?? now } else { endedAt = nil }
  }

  /// Whether the summary has been on screen for long enough.
  func isOver(now: Instant) -> Bool { endedAt.map { now - $0 >= Self.curtain } ?? false }
}
