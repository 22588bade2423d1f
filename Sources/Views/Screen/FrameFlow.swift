package import Vocabulary

/// Decides when the next picture may be sent, so that what a person sees is never old: at most one
/// is under way, and beyond that what the line itself holds.
///
/// A line takes what it is given and shows it late: sshd and a terminal's own buffers take a megabyte
/// while 8 kB pass in a second. So each picture ends with a question (a report of the cursor), and
/// the answer says that all before it was shown. A terminal that answers none is given bytes at a
/// rate that an old line takes too.
///
/// Ask once when the terminal is taken (`opens`). Then ask `next` before a picture, tell `sends` with
/// its bytes, and `answered` for every report.
package struct FrameFlow: Hashable, Sendable {
  /// What a terminal is asked after a picture: DSR 6, whose answer is `CSI row ; column R`.
  package static let question = "\u{1b}[6n"

  /// What a line is taken to carry whose terminal does not say what it has shown: 64 kbit/s, less
  /// what the other end says.
  private static let silentBytesPerSecond: Int64 = 7000
  /// The slowest line on which one picture is waited for, and what is allowed for anything else.
  private static let leastBytesPerSecond: Int64 = 2000
  private static let patience = Duration.seconds(1)
  /// After that an answer that is missing will not come.
  private static let memory = Duration.seconds(10)
  /// A line as long as this holds a picture for each frame in it; a longer one not more.
  private static let longestRoundTrip = Duration.milliseconds(250)
  private static let frameNanoseconds: Int64 = 1_000_000_000 / 60

  private struct Sent: Hashable, Sendable {
    let at: Instant
    /// When its answer is given up.
    let until: Instant
  }

  private enum Line: Hashable, Sendable {
    /// A terminal that never answers.
    case mute
    /// It does not answer now, or never has: so many answers are missing since an instant.
    case silent(missing: Int, since: Instant)
    /// It answers; the oldest question first.
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

  /// - Parameter asks: Whether the terminal knows the question; others would print it.
  package init(asks: Bool) {
    line = asks ? .silent(missing: 0, since: .zero) : .mute
  }

  /// When the next picture may be sent, at the latest: `answered` may allow it sooner.
  package func next(now: Instant) -> Instant {
    guard case .answering(let sent) = line else { return max(now, passed) }
    guard sent.count >= limit, let oldest = sent.first else { return now }
    return now < oldest.until ? oldest.until : max(now, passed)
  }

  /// Notes that a picture of so many bytes is sent; returns whether the question shall follow it.
  package mutating func sends(_ bytes: Int, now: Instant) -> Bool {
    let nanoseconds = Int64(bytes) * 1_000_000_000
    passed = max(passed, now) + .nanoseconds(nanoseconds / Self.silentBytesPerSecond)
    if case .answering(let sent) = line, let oldest = sent.first, now >= oldest.until {
      line = .silent(missing: sent.count, since: oldest.at)
    }
    switch line {
    case .mute: return false
    case .silent(let missing, let since):
      let isForgotten = now - since >= Self.memory
      guard missing < 2 || isForgotten else { return false }
      line = .silent(missing: isForgotten ? 1 : missing + 1, since: now)
    case .answering(let sent):
      let until = now + Self.patience + .nanoseconds(nanoseconds / Self.leastBytesPerSecond)
      line = .answering(sent + [Sent(at: now, until: until)])
    }
    return true
  }

  /// Notes that a report of the cursor has come.
  package mutating func answered(now: Instant) {
    switch line {
    case .mute: break
    case .silent(let missing, let since):
      if let opened { roundTrip = min(now - opened, Self.longestRoundTrip) }
      opened = nil
      line = missing > 1 ? .silent(missing: missing - 1, since: since) : .answering([])
    case .answering(let sent):
      // One that nobody asked for: of whoever had the terminal before.
      guard let oldest = sent.first else { return }
      roundTrip = min(roundTrip, now - oldest.at)
      line = .answering(Array(sent.dropFirst()))
    }
  }

  /// Notes that the terminal was taken, and that no answer to us is under way; returns whether the
  /// question shall be sent at once, before any picture.
  package mutating func opens(now: Instant) -> Bool {
    passed = now
    guard line != .mute else { return false }
    line = .silent(missing: 1, since: now)
    opened = now
    return true
  }

  /// Until when an answer may still come that a shell would take for something typed; nothing when
  /// none is expected.
  package var awaitsAnswerUntil: Instant? {
    switch line {
    case .mute, .silent(0, _): nil
    case .silent(_, let since): since + Self.patience
    case .answering(let sent): sent.last.map { $0.at + Self.patience }
    }
  }

  /// How many pictures may be under way.
  private var limit: Int { 1 + Int(roundTrip.wholeNanoseconds / Self.frameNanoseconds) }
}
