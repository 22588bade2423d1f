import Rollback

/// Finds an address at which a peer can be reached directly, and keeps its consent.
///
/// Every candidate is probed with nonces of its own; game data goes to an address only after that
/// address has echoed one. The first to answer is used, a clearly faster one in the first second
/// replaces it. After 30 s of silence the consent lapses and only probes are sent (RFC 7675).
package struct DirectLink: Sendable {
  package enum Limit {
    package static let candidates = 16
    /// Probes per candidate that follow each other quickly, and their spacing.
    package static let quickProbes = 10
    package static let quickSpacing = Duration.milliseconds(20)
    /// The spacing that backing off ends at.
    package static let slowSpacing = Duration.milliseconds(500)
    /// Probes per candidate whose answers are measured; older ones give consent all the same.
    package static let measuredProbes = 16
    package static let consent = Duration.seconds(30)
    /// The first second, in which a faster address may replace the first to answer.
    package static let choosing = Duration.seconds(1)
  }

  package struct Probe: Hashable, Sendable {
    package let address: Address
    package let nonce: UInt64
  }

  private struct Candidate: Sendable {
    let address: Address
    /// The nonce of the first probe; each later one carries the next number, so that an answer
    /// tells which probe it belongs to.
    let nonce: UInt64
    /// When the newest probes were sent, the last one last.
    var sentAt: [Instant] = []
    var sent = 0
    var nextAt: Instant
    var roundTrip: Duration?

    mutating func probe(now: Instant) -> Probe {
      if sentAt.count == Limit.measuredProbes { sentAt.removeFirst() }
      sentAt.append(now)
      sent += 1
      return Probe(address: address, nonce: nonce &+ UInt64(sent - 1))
    }

    /// Notes an answer; false when its nonce was never sent.
    mutating func answered(_ answer: UInt64, now: Instant) -> Bool {
      let age = UInt64(sent) &- (answer &- nonce)
      guard age >= 1, age <= UInt64(sent) else { return false }
      if age <= UInt64(sentAt.count) {
        let measured = now - sentAt[sentAt.count - Int(age)]
        roundTrip = min(roundTrip ?? measured, measured)
      }
      return true
    }
  }

  /// Where game data goes, while there is consent.
  package private(set) var active: Address?
  private var candidates: [Candidate] = []
  private var dice: SplitMix64
  private var chosenAt: Instant?
  private var lastHeard: Instant?

  /// - Parameter seed: Unpredictable to others: the nonces are drawn from it.
  package init(seed: UInt64) { dice = SplitMix64(seed: seed) }

  package var hasCandidates: Bool { !candidates.isEmpty }

  /// Adds an address to probe; known ones and those beyond the limit change nothing.
  package mutating func add(_ address: Address, now: Instant) {
    guard candidates.count < Limit.candidates, address.port > 0,
      !candidates.contains(where: { $0.address == address })
    else { return }
    candidates.append(Candidate(address: address, nonce: dice.next(), nextAt: now))
  }

  /// Notes that a datagram of the peer's came from `address`, which may be one we did not know.
  package mutating func heard(from address: Address, now: Instant) {
    if address == active { lastHeard = now } else { add(address, now: now) }
  }

  /// Notes an answer; a nonce that is not the address's own is ignored.
  ///
  /// - Returns: Whether the active address changed.
  package mutating func answered(_ nonce: UInt64, from address: Address, now: Instant) -> Bool {
    guard let index = candidates.firstIndex(where: { $0.address == address }),
      candidates[index].answered(nonce, now: now)
    else { return false }
    guard let active else {
      choose(address, now: now)
      return true
    }
    lastHeard = address == active ? now : lastHeard
    guard address != active, isClearlyFaster(index, than: active),
      let chosenAt, now - chosenAt < Limit.choosing
    else { return false }
    choose(address, now: now)
    return true
  }

  /// The probes that are due; nothing while an address is in use.
  package mutating func tick(now: Instant) -> [Probe] {
    if active != nil, let lastHeard, now - lastHeard > Limit.consent { active = nil }
    guard active == nil else { return [] }
    var due: [Probe] = []
    for index in candidates.indices where candidates[index].nextAt <= now {
      due.append(candidates[index].probe(now: now))
      candidates[index].nextAt = now + spacing(after: candidates[index].sent)
    }
    return due
  }

  private func spacing(after sent: Int) -> Duration {
    guard sent > Limit.quickProbes else { return Limit.quickSpacing }
    let doublings = min(sent - Limit.quickProbes, 5)
    return min(Limit.quickSpacing * (1 << doublings), Limit.slowSpacing)
  }

  private func isClearlyFaster(_ index: Int, than active: Address) -> Bool {
    guard let ours = candidates[index].roundTrip,
      let theirs = candidates.first(where: { $0.address == active })?.roundTrip
    else { return false }
    return ours * 2 < theirs
  }

  private mutating func choose(_ address: Address, now: Instant) {
    active = address
    chosenAt = chosenAt ?? now
    lastHeard = now
  }
}
