import ArgumentParser
import Netplay
import Rollback

/// The acts of the demo: what happens to the network when, and what is said about it.
struct DemoScript {
  enum Act: String, CaseIterable, ExpressibleByArgument {
    case clean, ocean, cut, heal, verified

    fileprivate var seconds: Int {
      switch self {
      case .clean: 5
      case .ocean: 13
      case .cut, .heal: 10
      case .verified: 7
      }
    }

    fileprivate var caption: String {
      switch self {
      case .clean: "1/5 a clean network: both paths deliver everything, hashes match"
      case .ocean: "2/5 an ocean apart: 150 ms, jitter, loss; wrong guesses roll back"
      case .cut: "3/5 the direct path is cut: the relay carries on, no input lost"
      case .heal: "4/5 healed: the direct path proves itself and leads again"
      case .verified: "5/5 every frame verified on both machines; the summary follows"
      }
    }

    fileprivate func change(_ injector: inout Injector) {
      switch self {
      case .clean, .verified: injector.clear()
      case .ocean: injector.apply(preset: 4)
      case .cut: injector.cut(.direct)
      case .heal: injector.heal(.direct)
      }
    }
  }

  /// After the last act the summary stays for this long.
  private static let curtain = Duration.seconds(8)
  /// How long an act lasts that is only on the way to the one that was asked for.
  private static let hurriedSeconds = 3

  private let first: Act
  private let isLooping: Bool
  /// When each act begins, in their order.
  private let cues: [(at: Duration, act: Act)]
  /// The frame that the demo's match ends at.
  let frames: Int

  private var start: Instant?
  private var played = 0
  private var isTakenOver = false
  private var endedAt: Instant?

  /// - Parameter first: The acts before it are played too, in a hurry: what it shows follows from
  ///   them.
  init(from first: Act = .clean, isLooping: Bool = false) {
    self.first = first
    self.isLooping = isLooping
    var cues: [(at: Duration, act: Act)] = []
    var seconds = 0
    var isOnTheWay = first != .clean
    for act in Act.allCases {
      if act == first { isOnTheWay = false }
      cues.append((.seconds(seconds), act))
      seconds += isOnTheWay ? min(act.seconds, Self.hurriedSeconds) : act.seconds
    }
    self.cues = cues
    frames = seconds * 60
  }

  /// What is being shown; nothing once somebody plays with the network.
  var caption: String? {
    guard !isTakenOver, played > 0 else { return nil }
    let act = cues[played - 1].act
    return isOnTheWay(act) ? "on the way to \(first.rawValue): \(act.rawValue)" : act.caption
  }

  private func isOnTheWay(_ act: Act) -> Bool {
    act != first && cues.prefix(played).allSatisfy { $0.act != first }
  }

  mutating func takenOver() { isTakenOver = true }

  mutating func run(since start: Instant, now: Instant, _ stations: [Station]) {
    // Another episode begins the show anew, whatever the keys did to the network before.
    if let begun = self.start, begun != start {
      self = DemoScript(from: first, isLooping: isLooping)
      stations[0].inject { $0.clear() }
    }
    self.start = start
    while !isTakenOver, played < cues.count, now - start >= cues[played].at {
      // Each half of the delay is on one direction of the shown process, so one station is enough.
      // What was injected from the command line stays until an act says otherwise.
      let act = cues[played].act
      if played > 0 { stations[0].inject { act.change(&$0) } }
      played += 1
    }
    let isOver = stations.allSatisfy { station in
      if case .playing(let playing) = station.phase { return playing.match.endReason != nil }
      return false
    }
    guard isOver else {
      endedAt = nil
      return
    }
    endedAt = endedAt ?? now
    if isLooping, hasStoodLongEnough(now: now) {
      for station in stations { station.playAgain() }
    }
  }

  /// Whether the summary has been on screen for long enough, and nothing follows.
  func isOver(now: Instant) -> Bool { !isLooping && hasStoodLongEnough(now: now) }

  private func hasStoodLongEnough(now: Instant) -> Bool {
    endedAt.map { now - $0 >= Self.curtain } ?? false
  }
}
