package import Vocabulary

/// Decides when the next picture may be sent, so that what a person sees is never old: at most one
/// is under way, and on a long line no more than it holds (as in BBR: rate times round trip).
///
/// A line takes what it is given and shows it late: sshd and a terminal's own buffers take a megabyte
/// while 8 kB pass in a second. So each picture ends with a question (a report of the cursor), and
/// the answer says that all before it was shown. A line that has just shown a picture at once is
/// asked again after a few: an answer to each would wake the game's thread twice as often, and the
/// drawing one with it. A terminal that answers none is given bytes at a rate that an old line takes too.
///
/// Ask once when the terminal is taken (`opens`). Then ask `next` before a picture, tell `sends` with
/// its bytes, and `answered` for every report.
package struct FrameFlow: Hashable, Sendable {
  /// What a terminal is asked after a picture: DSR 6, whose answer is `CSI row ; column R`.
  package static let question = "\u{1b}[6n"

  /// What a line is taken to carry whose terminal never says what it has shown: 64 kbit/s, less what
  /// the other end says.
  private static let silentBytesPerSecond: Int64 = 7000
  /// The slowest line on which one picture is waited for, and what one is taken to carry that has
  /// answered and does not now; and what is allowed for anything else.
  private static let leastBytesPerSecond: Int64 = 2000
  private static let patience = Duration.seconds(1)
  /// After that an answer that is missing will not come.
  private static let memory = Duration.seconds(10)
  /// A longer line is sent no more than one as long as this holds.
  private static let longestRoundTrip = Duration.milliseconds(250)

  /// A line that has shown a picture within this is given pictures of so many bytes in all before the
  /// next question: more than that a line that has become slow would never hold unseen.
  private static let quickRoundTrip = Duration.milliseconds(10)
  private static let mostUnaskedBytes = 2048

  private struct Sent: Hashable, Sendable {
    let at: Instant
    /// Of the picture, and of those before it that no question followed.
    let bytes: Int
    /// How much was known to be shown when it was sent.
    let shownBefore: Int
    /// When its answer is given up.
    let until: Instant
  }

  private enum Line: Hashable, Sendable {
    /// A terminal that never answers.
    case mute
    /// It does not answer now, or never has; the oldest question first.
    case silent([Sent])
    /// It answers.
    case answering([Sent])
  }

  private var line: Line
  /// By the rate of a silent line: when all that was sent has passed.
  private var passed = Instant.zero
  /// When the question of `opens` was sent, until it is answered.
  private var opened: Instant?
  /// How long the empty line takes. That is the first answer's, or that of a shorter one: any other
  /// has waited behind our own pictures, and what it allowed would make the next wait longer still.
  private var roundTrip = Duration.zero
  private var hasAnswered = false
  /// Whether the newest picture that was asked about was shown at once.
  private var isQuick = false
  /// Sent since the newest question.
  private var unaskedBytes = 0
  /// The bytes of all pictures that are known to be shown, and how many of them a second lately.
  private var shown = 0
  private var bytesPerSecond = 0

  /// - Parameter asks: Whether the terminal knows the question; others would print it.
  package init(asks: Bool) {
    line = asks ? .silent([]) : .mute
  }

  /// When the next picture may be sent, at the latest: `answered` may allow it sooner.
  package func next(now: Instant) -> Instant {
    guard case .answering(let sent) = line else { return max(now, passed) }
    let underWay = sent.reduce(0) { $0 + $1.bytes }
    guard let oldest = sent.first, underWay >= allowance else { return now }
    return now < oldest.until ? oldest.until : max(now, passed)
  }

  /// Notes that a picture of so many bytes is sent; returns whether the question shall follow it.
  package mutating func sends(_ bytes: Int, now: Instant) -> Bool {
    let nanoseconds = Int64(bytes) * 1_000_000_000
    let rate = hasAnswered ? Self.leastBytesPerSecond : Self.silentBytesPerSecond
    passed = max(passed, now) + .nanoseconds(nanoseconds / rate)
    let until = now + Self.patience + .nanoseconds(nanoseconds / Self.leastBytesPerSecond)
    unaskedBytes += bytes
    let question = Sent(at: now, bytes: unaskedBytes, shownBefore: shown, until: until)
    let asks: Bool
    switch line {
    case .mute: asks = false
    case .silent(let sent): asks = asksInSilence(question, after: sent)
    case .answering(let sent):
      if let oldest = sent.first, now >= oldest.until {
        asks = asksInSilence(question, after: sent)
      } else if sent.isEmpty, isQuick, unaskedBytes <= Self.mostUnaskedBytes {
        asks = false
      } else {
        line = .answering(sent + [question])
        asks = true
      }
    }
    if asks { unaskedBytes = 0 }
    return asks
  }

  /// Not with every picture: who does not know the question may show it.
  private mutating func asksInSilence(_ question: Sent, after sent: [Sent]) -> Bool {
    let isForgotten = sent.last.map { question.at - $0.at >= Self.memory } ?? true
    let asks = isForgotten || sent.count < 2
    line = .silent(asks ? (isForgotten ? [] : sent) + [question] : sent)
    return asks
  }

  /// Notes that a report of the cursor has come.
  package mutating func answered(now: Instant) {
    switch line {
    case .mute: break
    case .silent(let sent), .answering(let sent):
      // One that nobody asked for: of whoever had the terminal before.
      guard let oldest = sent.first else { return }
      let trip = now - oldest.at
      shown += oldest.bytes
      isQuick = oldest.bytes > 0 && trip <= Self.quickRoundTrip
      let sample =
        Int64(shown - oldest.shownBefore) * 1_000_000 / (trip.wholeNanoseconds / 1000 + 1)
      bytesPerSecond = max(Int(sample), bytesPerSecond * 15 / 16)
      roundTrip = opened != nil ? min(trip, Self.longestRoundTrip) : min(roundTrip, trip)
      opened = nil
      hasAnswered = true
      line = .answering(Array(sent.dropFirst()))
    }
  }

  /// Notes that the terminal was taken, and that no answer to us is under way; returns whether the
  /// question shall be sent at once, before any picture.
  package mutating func opens(now: Instant) -> Bool {
    passed = now
    (isQuick, unaskedBytes) = (false, 0)
    guard line != .mute else { return false }
    line = .silent([Sent(at: now, bytes: 0, shownBefore: shown, until: now + Self.patience)])
    opened = now
    return true
  }

  /// Until when an answer may still come that a shell would take for something typed; nothing when
  /// none is expected.
  package var awaitsAnswerUntil: Instant? {
    switch line {
    case .mute: nil
    case .silent(let sent), .answering(let sent): sent.last.map { $0.at + Self.patience }
    }
  }

  /// How many bytes may be under way beside the last picture: twice of what the empty line holds at
  /// the rate that was seen. Less would never show what a longer line takes; what a slow one takes is
  /// seen with the first picture.
  private var allowance: Int {
    2 * bytesPerSecond * Int(roundTrip.wholeNanoseconds / 1000) / 1_000_000
  }
}
