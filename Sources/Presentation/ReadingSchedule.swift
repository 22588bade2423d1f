import Netplay
import Vocabulary

/// When the numbers of a match are read for the screen: ten times a second, so that they can be read by
/// people, and at once when something has happened that a banner or an overlay tells.
struct ReadingSchedule {
  private static let interval = Duration.milliseconds(100)

  private var next = Instant.zero
  /// The numbers are those of a match that is over.
  private var isFinal = false

  /// Something happened in a tick: if it is news, it is on the next picture, with the numbers of its
  /// instant.
  mutating func noticed(_ event: MatchEvent) {
    if event.isNews { next = .zero }
  }

  /// A person did something that changes what is told.
  mutating func touched() { next = .zero }

  /// Whether they are to be read now. What is over keeps its last numbers, those of the summary: nothing
  /// arrives any more, and that is no fault.
  mutating func isDue(isOver: Bool, now: Instant) -> Bool {
    guard isOver ? !isFinal : now >= next else { return false }
    isFinal = isOver
    next = now + Self.interval
    return true
  }
}

extension MatchEvent {
  /// Whether it changes what a banner or an overlay says.
  fileprivate var isNews: Bool {
    switch self {
    case .path, .fallback, .silent, .heardAgain, .ended, .hash(_, .mismatched), .hash(_, .located):
      true
    case .rolledBack, .stalled, .resumed, .hash(_, .matched), .hash(_, .differs), .conflict,
      .address, .noDirectPath, .versionMismatch, .finished:
      false
    }
  }
}
