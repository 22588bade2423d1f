import Rollback

/// Finds an address at which a peer can be reached directly, and keeps its consent.
///
/// Every candidate is probed with a nonce of its own; game data goes to an address only after that
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
    var nonce: UInt64
    var sentAt: Instant?
    var sent = 0
    var nextAt: Instant
    var roundTrip: Duration?
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
      candidates[index].nonce == nonce, let sentAt = candidates[index].sentAt
    else { return false }
    let roundTrip = now - sentAt
    candidates[index].roundTrip = min(candidates[index].roundTrip ?? roundTrip, roundTrip)
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
      due.append(Probe(address: candidates[index].address, nonce: candidates[index].nonce))
      candidates[index].sentAt = now
      candidates[index].sent += 1
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
