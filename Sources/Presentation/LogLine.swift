import Netplay
import Rollback
import Views
import Vocabulary

/// One event as a line of the sidebar's log.
struct LogLine {
  let level: LogBook.Level
  let text: String

  private init(_ level: LogBook.Level, _ text: String) {
    self.level = level
    self.text = text
  }

  /// Nothing for events that happen all the time.
  init?(_ event: MatchEvent, names: [String]) {
    guard let line = Self.line(event, names) else { return nil }
    self = line
  }

  private static func line(_ event: MatchEvent, _ names: [String]) -> LogLine? {
    func name(_ seat: PlayerIndex) -> String { names[seat.number] }
    func list(_ seats: Presence) -> String {
      names.indices.filter { seats.contains(PlayerIndex($0)) }.map { names[$0] }
        .joined(separator: ", ")
    }
    return switch event {
    case .rolledBack(let correction):
      LogLine(.info, "↶\(correction.depth) \(list(correction.seats)) acted late")
    case .stalled(let seats): LogLine(.warning, "stalled, waiting for \(list(seats))")
    case .resumed(let length): LogLine(.info, "goes on after \(Int(length.milliseconds)) ms")
    case .path(let peer, let path, let change): line(path, change, name(peer))
    case .fallback(let peer, let effect): line(effect, name(peer))
    case .hash(let peer, let effect): line(effect, name(peer))
    case .conflict(let peer, let frame, _, _):
      LogLine(.bad, "two inputs of \(name(peer)) for \(frame.number)")
    case .address(let peer, let address): LogLine(.info, "P2P to \(name(peer)): \(address)")
    case .noDirectPath(let peer, let obstacle):
      LogLine(.warning, "no P2P to \(name(peer)): \(obstacle.words(about: name(peer)))")
    case .silent(let peer): LogLine(.warning, "nothing from \(name(peer)) on any path")
    case .heardAgain(let peer, _): LogLine(.good, "\(name(peer)) is back")
    case .versionMismatch(let theirs): LogLine(.bad, "a datagram of version \(theirs)")
    case .finished(let frame): LogLine(.good, "last frame \(frame.number) confirmed")
    case .ended: nil
    }
  }

  private static func line(_ effect: FallbackMonitor.Effect, _ peer: String) -> LogLine? {
    switch effect {
    case .latched(let latch):
      LogLine(.bad, "FALLBACK \(peer): \(latch.cause), relay continues")
    case .recovered: LogLine(.good, "P2P to \(peer) restored")
    case .proven(let frame):
      LogLine(.good, "\(peer): relay alone verified through \(frame.number)")
    case .degraded: nil
    }
  }

  private static func line(_ effect: ChecksumLedger.Effect, _ peer: String) -> LogLine? {
    switch effect {
    case .mismatched(let frame, _, _):
      LogLine(.bad, "hash differs from \(peer) at \(frame.number)")
    case .located(let frame, _, _): LogLine(.bad, "first bad frame is \(frame.number)")
    case .differs(_, let sections):
      LogLine(.bad, "what differs is: \(sections.joined(separator: ", "))")
    case .matched: nil
    }
  }

  private static func line(
    _ path: Vocabulary.Path, _ change: PathMonitor.Change, _ peer: String
  ) -> LogLine? {
    let word = path.title
    return switch change.to {
    case .up: LogLine(.good, "\(word) to \(peer) is up")
    case .suspect: LogLine(.warning, "\(word) to \(peer) went quiet")
    case .down: LogLine(.bad, "\(word) to \(peer) is down")
    case .probation: LogLine(.info, "\(word) to \(peer) on probation")
    case .never, .connecting: nil
    }
  }
}
