import Rollback
package import Vocabulary

/// Finds an address at which a peer can be reached directly, keeps its consent, and follows the peer
/// when its address changes.
///
/// Every candidate is probed with nonces of its own, quickly at first and ever more slowly, one
/// probe in 20 ms over all of them; game data goes to an address only after that address has echoed
/// one. The first to answer is used; within a second a better one replaces it. As long as what we
/// send provably arrives, nothing else is tried. When the proof is missing for half a second, or the
/// peer speaks from another address and no longer hears us at the old one (a NAT has forgotten it),
/// the others are tried again, and the first to answer is used. After 30 s without proof the
/// consent has lapsed and only probes are sent (RFC 7675).
package struct DirectLink: Sendable {
  package enum Limit {
    package static let candidates = 16
    /// The time between two probes, whatever the number of candidates.
    package static let spacing = Duration.milliseconds(20)
    /// Probes of one candidate that follow each other as quickly as that allows.
    package static let quickProbes = 10
    /// The spacing that backing off ends at, for one candidate.
    package static let slowSpacing = Duration.milliseconds(500)
    /// Probes per candidate whose answers are measured; older ones give consent all the same.
    package static let measuredProbes = 16
    package static var consent: Duration { .nanoseconds(consentNanoseconds) }
    /// Time without proof after which the address in use is asked itself.
    package static var refresh: Duration { .nanoseconds(refreshNanoseconds) }
    /// Time without proof after which all others are tried too.
    package static var stale: Duration { .nanoseconds(staleNanoseconds) }
    /// The first second, in which a better address may replace the first to answer.
    package static var choosing: Duration { .nanoseconds(choosingNanoseconds) }
    /// Datagrams in a row from another address, none of which says that we are heard, that show
    /// that the peer's address has changed.
    package static let moved = 3

    // As they are compared in every tick.
    fileprivate static let consentNanoseconds: Int64 = 30_000_000_000
    fileprivate static let refreshNanoseconds: Int64 = 2_000_000_000
    fileprivate static let staleNanoseconds: Int64 = 500_000_000
    fileprivate static let choosingNanoseconds: Int64 = 1_000_000_000
  }

  package struct Probe: Hashable, Sendable {
    package let address: Address
    package let nonce: UInt64
  }

  /// What came from an address.
  package enum Sign: Hashable, Sendable {
    case probe
    /// A datagram of the match; whether it shows that another datagram of ours has arrived.
    case datagram(provesArrival: Bool)
  }

  private struct InUse: Sendable {
    let address: Address
    var provenAt: Instant
    /// The address from which the peer speaks now, if it is another one, and how often it has.
    var other: (address: Address, datagrams: Int)?
  }

  private var candidates: [DirectCandidate] = []
  private var inUse: InUse?
  private var dice: SplitMix64
  private var nextProbeAt: Instant?
  /// Since when an address is looked for in vain.
  package private(set) var searchingSince: Instant?
  /// The first choice of all; only the second that follows it is for choosing.
  private var firstChoiceAt: Instant?

  /// - Parameter seed: Unpredictable to others: the nonces are drawn from it.
  package init(seed: UInt64) { dice = SplitMix64(seed: seed) }

  // MARK: Queries

  /// Where game data goes, while there is consent.
  package var active: Address? { inUse?.address }

  package var candidateCount: Int { candidates.count }

  // MARK: Events

  /// The peer told its addresses: those that it no longer tells are tried no more, unless one is in
  /// use; all others are tried quickly again, since something has changed.
  package mutating func offered(_ addresses: [Address], now: Instant) {
    let active = active
    candidates.removeAll {
      $0.origin == .offered && $0.address != active && !addresses.contains($0.address)
    }
    for address in addresses { add(address, .offered, now: now) }
    renew(now: now)
  }

  /// Our own addresses have changed: what did not answer before may answer now.
  package mutating func renew(now: Instant) {
    for index in candidates.indices { candidates[index].renew(now: now) }
  }

  /// Notes that something of the peer's came from `address`, which may be one we did not know.
  ///
  /// - Returns: Whether the active address changed.
  package mutating func heard(_ sign: Sign, from address: Address, now: Instant) -> Bool {
    if sign == .datagram(provesArrival: true) { proved(now: now) }
    guard address != active else {
      if case .datagram = sign { inUse?.other = nil }
      return false
    }
    add(address, .heard, now: now)
    guard case .datagram(let provesArrival) = sign, inUse != nil else { return false }
    noteOther(address, provesArrival: provesArrival, now: now)
    return follow(now: now)
  }

  /// What we send to the active address provably arrives.
  package mutating func proved(now: Instant) { inUse?.provenAt = now }

  /// Notes an answer; a nonce that is not the address's own is ignored.
  ///
  /// - Returns: Whether the active address changed.
  package mutating func answered(_ nonce: UInt64, from address: Address, now: Instant) -> Bool {
    guard let index = index(of: address), candidates[index].answered(nonce, now: now) else {
      return false
    }
    guard let inUse else { return choose(address, now: now) }
    if address == inUse.address {
      proved(now: now)
      return false
    }
    if now - inUse.provenAt > Limit.stale { return choose(address, now: now) }
    if isChoosing(now: now), isBetter(index, than: inUse.address) {
      return choose(address, now: now)
    }
    return follow(now: now)
  }

  /// The probe that is due, if one is.
  package mutating func tick(now: Instant) -> Probe? {
    if let inUse, now.nanoseconds(since: inUse.provenAt) > Limit.consentNanoseconds {
      self.inUse = nil
      renew(now: now)
    }
    searchingSince = inUse == nil && !candidates.isEmpty ? searchingSince ?? now : nil
    guard now >= nextProbeAt ?? now, let index = due(now: now) else { return nil }
    nextProbeAt = max(nextProbeAt ?? now, now - Limit.spacing) + Limit.spacing
    return candidates[index].probe(now: now)
  }

  // MARK: Details

  private mutating func add(_ address: Address, _ origin: DirectCandidate.Origin, now: Instant) {
    if let index = index(of: address) {
      if origin == .offered { candidates[index].origin = .offered }
      return
    }
    guard address.isSingleHost, makeRoom(for: origin) else { return }
    candidates.append(DirectCandidate(address, origin, nonce: dice.next(), now: now))
  }

  /// An address that the peer spoke from is worth more than one that never answered.
  private mutating func makeRoom(for origin: DirectCandidate.Origin) -> Bool {
    if candidates.count < Limit.candidates { return true }
    guard origin == .heard,
      let index = candidates.firstIndex(where: { $0.answeredAt == nil && $0.address != active })
    else { return false }
    candidates.remove(at: index)
    return true
  }

  /// The candidate whose probe has been due for the longest time.
  private func due(now: Instant) -> Int? {
    var best: Int?
    for index in candidates.indices where candidates[index].nextAt <= now && isTried(index, now) {
      if best.map({ candidates[index].nextAt < candidates[$0].nextAt }) ?? true { best = index }
    }
    return best
  }

  private func isTried(_ index: Int, _ now: Instant) -> Bool {
    guard let inUse else { return true }
    let age = now.nanoseconds(since: inUse.provenAt)
    if candidates[index].address == inUse.address { return age >= Limit.refreshNanoseconds }
    return age > Limit.staleNanoseconds || isChoosing(now: now)
      || candidates[index].address == inUse.other?.address
  }

  /// Counts how often in a row the peer spoke from one other address without hearing us.
  private mutating func noteOther(_ address: Address, provesArrival: Bool, now: Instant) {
    guard let known = inUse?.other, known.address == address else {
      inUse?.other = (address, provesArrival ? 0 : 1)
      if let index = index(of: address) { candidates[index].renew(now: now) }
      return
    }
    inUse?.other = (address, provesArrival ? 0 : known.datagrams + 1)
  }

  /// Moves to the address that the peer speaks from, when it has answered and the old one is dead.
  private mutating func follow(now: Instant) -> Bool {
    guard let inUse, let other = inUse.other, other.datagrams >= Limit.moved,
      let index = index(of: other.address), let answeredAt = candidates[index].answeredAt,
      now - answeredAt <= Limit.stale
    else { return false }
    return choose(other.address, now: now)
  }

  private func isChoosing(now: Instant) -> Bool {
    firstChoiceAt.map { now.nanoseconds(since: $0) < Limit.choosingNanoseconds } ?? false
  }

  /// By a fifth at least: less is noise.
  private func isBetter(_ index: Int, than active: Address) -> Bool {
    guard let ours = candidates[index].roundTrip,
      let theirs = candidates.first(where: { $0.address == active })?.roundTrip
    else { return false }
    return ours * 5 < theirs * 4
  }

  private mutating func choose(_ address: Address, now: Instant) -> Bool {
    inUse = InUse(address: address, provenAt: now)
    firstChoiceAt = firstChoiceAt ?? now
    return true
  }

  private func index(of address: Address) -> Int? {
    candidates.firstIndex { $0.address == address }
  }
}
