import Vocabulary

/// Repeats one Binding request until it is answered or given up, in the rhythm of RFC 8489 6.2.1.
///
/// Each try has a transaction id of its own, the next number after the last, which 6.2.1 does not
/// want; so an answer tells which try it belongs to, and its round trip is exact even when others were
/// lost. A server has nothing to recognise a repetition by or for: it only reads us our address.
struct StunQuestion: Hashable, Sendable {
  /// How often to try, and how long to wait for an answer to the first; each later wait is twice as
  /// long, the last included.
  struct Schedule: Hashable, Sendable {
    let tries: Int
    let firstWait: Duration

    /// From the first try to giving up.
    var length: Duration { firstWait * ((1 << tries) - 1) }
  }

  enum State: Hashable, Sendable {
    case asking(due: Instant)
    case answered
    /// Answered with an error.
    case refused
    case gaveUp
  }

  enum Step: Hashable, Sendable {
    case send([UInt8])
    case gaveUp
  }

  /// What an answer is to a question whose transaction it names.
  enum Recognition: Hashable, Sendable {
    case answer(roundTrip: Duration)
    /// It was answered before, or given up.
    case late
    /// From an address that we did not ask to answer.
    case wrongSource
  }

  let to: Address
  /// Where the answer has to come from; not `to` when a change was asked for, though from there it
  /// may be declined.
  let answeredFrom: Address
  private let change: StunChange
  private let schedule: Schedule
  private let first: StunTransaction
  /// One for each try.
  private var sentAt: [Instant] = []
  private(set) var state: State

  init(
    _ to: Address, _ change: StunChange = .nothing, answeredFrom: Address? = nil,
    schedule: Schedule, dice: inout SplitMix64, now: Instant
  ) {
    self.to = to
    self.answeredFrom = answeredFrom ?? to
    self.change = change
    self.schedule = schedule
    first = StunTransaction(from: &dice)
    state = .asking(due: now)
  }

  /// When it needs a tick; nothing once it is over.
  var due: Instant? {
    switch state {
    case .asking(let due): due
    case .answered, .refused, .gaveUp: nil
    }
  }

  /// Tries again or gives up, when it is time; nothing otherwise.
  mutating func tick(now: Instant) -> Step? {
    guard case .asking(let due) = state, due <= now else { return nil }
    guard sentAt.count < schedule.tries else {
      state = .gaveUp
      return .gaveUp
    }
    state = .asking(due: now + schedule.firstWait * (1 << sentAt.count))
    let transaction = StunTransaction(high: first.high, low: first.low &+ UInt64(sentAt.count))
    sentAt.append(now)
    let request = StunMessage(
      .request, transaction, change == .nothing ? [] : [.changeRequest(change)])
    return .send(request.encoded)
  }

  /// Judges an answer; nothing when no try of ours had its transaction.
  func recognise(_ transaction: StunTransaction, from: Address, now: Instant) -> Recognition? {
    let number = transaction.low &- first.low
    guard transaction.high == first.high, number < UInt64(sentAt.count) else { return nil }
    guard from == answeredFrom || from == to else { return .wrongSource }
    guard due != nil else { return .late }
    return .answer(roundTrip: now - sentAt[Int(number)])
  }

  mutating func wasAnswered() { state = .answered }

  mutating func wasRefused() { state = .refused }
}
