import Vocabulary

/// A connection by which we are in a room, judged by itself alone: `RelayLine` owns it while it stands.
struct RelayMembership: Hashable, Sendable {
  /// What the relay is asked, and until when it may answer.
  private enum Question: Hashable, Sendable {
    case none
    /// It said nothing: whatever it says now is an answer.
    case afterSilence(until: Instant)
    /// Our addresses have changed: what still comes by the old way does not show that anything of ours
    /// gets through, so that the answer itself is awaited.
    case afterChange(until: Instant)
  }

  enum Order: Hashable, Sendable {
    case ask
    case giveUp
  }

  /// The last sign of life, or when we began to wait for one.
  private var lastAlive: Instant
  private var question = Question.none
  private(set) var nextReminder: Instant

  init(now: Instant) {
    lastAlive = now
    nextReminder = now + RelayLine.Limit.reminder
  }

  /// When the relay has to be asked, or given up.
  var deadline: Instant {
    switch question {
    case .none: lastAlive + RelayLine.Limit.quiet
    case .afterSilence(let until), .afterChange(let until): until
    }
  }

  mutating func tick(now: Instant) -> Order? {
    guard now >= deadline else { return nil }
    guard question == .none else { return .giveUp }
    question = .afterSilence(until: now + RelayLine.Limit.answer)
    return .ask
  }

  /// Whether handshakes without an answer are to be begun again.
  mutating func isReminderDue(now: Instant) -> Bool {
    guard now >= nextReminder else { return false }
    nextReminder = now + RelayLine.Limit.reminder
    return true
  }

  /// The relay is asked at once, and its answer alone is believed.
  mutating func networkChanged(now: Instant) {
    question = .afterChange(until: now + RelayLine.Limit.changedAnswer)
  }

  mutating func heard(_ news: RelayNews, now: Instant) {
    lastAlive = now
    switch (question, news) {
    case (.afterChange, .answered), (.afterSilence, _): question = .none
    case (.afterChange, _), (.none, _): break
    }
  }
}
