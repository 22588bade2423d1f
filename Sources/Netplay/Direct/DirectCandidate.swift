import Vocabulary

/// An address at which a peer may be reached, and what its probes have told.
struct DirectCandidate: Sendable {
  enum Origin: Hashable, Sendable {
    /// The peer told it through the relay.
    case offered
    /// The peer spoke from it.
    case heard
  }

  let address: Address
  var origin: Origin
  /// When the next probe is due.
  var nextAt: Instant
  private(set) var answeredAt: Instant?
  private(set) var roundTrip: Duration?
  /// Probes in a row since it is (again) tried quickly.
  private(set) var triedInARow = 0

  /// The nonce of the first probe; each later one carries the next number, so that an answer
  /// tells which probe it belongs to.
  private let nonce: UInt64
  private var sent = 0
  /// When the newest probes were sent, the last one last.
  private var sentAt: [Instant] = []

  init(_ address: Address, _ origin: Origin, nonce: UInt64, now: Instant) {
    self.address = address
    self.origin = origin
    self.nonce = nonce
    nextAt = now
  }

  /// Tries it quickly again, from now on.
  mutating func renew(now: Instant) {
    triedInARow = 0
    nextAt = min(nextAt, now)
  }

  mutating func probe(now: Instant) -> DirectLink.Probe {
    if sentAt.count == DirectLink.Limit.measuredProbes { sentAt.removeFirst() }
    sentAt.append(now)
    sent += 1
    triedInARow += 1
    nextAt = now + spacing
    return DirectLink.Probe(address: address, nonce: nonce &+ UInt64(sent - 1))
  }

  /// Notes an answer; false when its nonce was never sent.
  mutating func answered(_ answer: UInt64, now: Instant) -> Bool {
    let age = UInt64(sent) &- (answer &- nonce)
    guard age >= 1, age <= UInt64(sent) else { return false }
    answeredAt = now
    if age <= UInt64(sentAt.count) {
      let measured = now - sentAt[sentAt.count - Int(age)]
      roundTrip = min(roundTrip ?? measured, measured)
    }
    return true
  }

  private var spacing: Duration {
    let quick = DirectLink.Limit.quickProbes
    guard triedInARow > quick else { return DirectLink.Limit.spacing }
    let doublings = min(triedInARow - quick, 5)
    return min(DirectLink.Limit.spacing * (1 << doublings), DirectLink.Limit.slowSpacing)
  }
}
