import Netplay
import Rollback
import Views
import Vocabulary

/// One event as a line of the sidebar's log.
struct LogLine {
  let level: LogBook.Level
  let text: String

  /// Nothing for events that happen all the time.
  init?(_ event: MatchEvent, names: [String]) {
    func name(_ seat: PlayerIndex) -> String { names[seat.number] }
    switch event {
    case .rolledBack(let correction):
      let late = names.indices.filter { correction.seats.contains(PlayerIndex($0)) }
      level = .info
      text = "↶\(correction.depth) \(late.map { names[$0] }.joined(separator: ", ")) acted late"
    case .stalled(let seats):
      let missing = names.indices.filter { seats.contains(PlayerIndex($0)) }
      level = .warning
      text = "stalled, waiting for \(missing.map { names[$0] }.joined(separator: ", "))"
    case .resumed(let length):
      level = .info
      text = "goes on after \(Int(length.milliseconds)) ms"
    case .path(let peer, let path, let change):
      guard let line = Self.path(name(peer), path, change) else { return nil }
      (level, text) = line
    case .fallback(let peer, .latched(let latch)):
      level = .bad
      text = "FALLBACK \(name(peer)): \(latch.cause), relay continues"
    case .fallback(let peer, .recovered):
      level = .good
      text = "P2P to \(name(peer)) restored"
    case .hash(let peer, .mismatched(let frame, _, _)):
      level = .bad
      text = "hash differs from \(name(peer)) at \(frame.number)"
    case .hash(_, .located(let frame, _, _)):
      level = .bad
      text = "first bad frame is \(frame.number)"
    case .hash(_, .differs(_, let sections)):
      level = .bad
      text = "what differs is: \(sections.joined(separator: ", "))"
    case .conflict(let peer, let frame, _, _):
      level = .bad
      text = "two inputs of \(name(peer)) for \(frame.number)"
    case .fallback(let peer, .proven(let frame)):
      level = .good
      text = "\(name(peer)): relay alone verified through \(frame.number)"
    case .address(let peer, let address):
      level = .info
      text = "P2P to \(name(peer)): \(address)"
    case .noDirectPath(let peer, let obstacle):
      level = .warning
      text = "no P2P to \(name(peer)): \(obstacle.words(about: name(peer)))"
    case .silent(let peer):
      level = .warning
      text = "nothing from \(name(peer)) on any path"
    case .heardAgain(let peer, _):
      level = .good
      text = "\(name(peer)) is back"
    case .versionMismatch(let theirs):
      level = .bad
      text = "a datagram of version \(theirs)"
    case .finished(let frame):
      level = .good
      text = "last frame \(frame.number) confirmed"
    case .fallback(_, .degraded), .hash(_, .matched), .ended: return nil
    }
  }

  private static func path(
    _ peer: String, _ path: Vocabulary.Path, _ change: PathMonitor.Change
  ) -> (LogBook.Level, String)? {
    let word = path == .direct ? "P2P" : "RELAY"
    switch change.to {
    case .up: return (.good, "\(word) to \(peer) is up")
    case .suspect: return (.warning, "\(word) to \(peer) went quiet")
    case .down: return (.bad, "\(word) to \(peer) is down")
    case .probation: return (.info, "\(word) to \(peer) on probation")
    case .never, .connecting: return nil
    }
  }
}
