import Netplay
import Rollback
import Views
import Vocabulary

/// One event as a line of the sidebar's log.
struct LogLine {
  let level: LogBook.Level
  let text: String
  /// The frames that were resimulated, where the line tells of a guess that was taken back; its text
  /// are the names of those about whom it was.
  var depth: Int?

  private init(_ level: LogBook.Level, _ text: String, depth: Int? = nil) {
    self.level = level
    self.text = text
    self.depth = depth
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
      LogLine(.info, list(correction.seats), depth: correction.depth)
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
    // Told as the degradation that it is, like all later ones.
    case .latched: nil
    case .degraded(let event): line(event, peer)
    case .recovered: LogLine(.good, "P2P to \(peer) RESTORED")
    case .proven(let frame):
      LogLine(.good, "\(peer): RELAY alone was enough, proven through \(frame.number)")
    }
  }

  /// When P2P failed, as the banner says it: by this frame it counts as lost. That it is silent, and
  /// that it is down, are events of the path, before and after it.
  private static func line(_ event: FallbackMonitor.Event, _ peer: String) -> LogLine? {
    guard case .degraded(let cause) = event.kind else { return nil }
    let why = FallbackCause(cause, event).wording
    return switch cause {
    case .silence, .closed, .connectFailed:
      LogLine(.bad, "P2P to \(peer) LOST, \(why): RELAY carries on")
    case .latency, .critical, .loss, .backlog:
      LogLine(.bad, "P2P to \(peer) DEGRADED, \(why): both carry on")
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
    case .up: LogLine(.good, "\(word) to \(peer) is UP")
    case .suspect: LogLine(.warning, "\(word) to \(peer) is silent")
    case .down: LogLine(.bad, "\(word) to \(peer) counts as DOWN")
    case .probation: LogLine(.info, "\(word) to \(peer) delivers again, on test")
    case .never, .connecting: nil
    }
  }
}
