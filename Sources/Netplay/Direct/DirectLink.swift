import Rollback
package import Vocabulary

/// Finds an address at which a peer can be reached directly, keeps its consent, and follows the peer
/// when its address changes.
///
/// Every candidate is probed with nonces of its own, quickly at first and ever more slowly, one
/// probe in 20 ms over all of them; game data goes to an address only after that address has echoed
/// one. The first to answer is used; within a second a better one replaces it. As long as what we
/// send provably arrives and the peer is heard, nothing else is tried. When the proof is missing for
/// half a second, or the peer speaks from another address and no longer hears us at the old one (a NAT
/// has forgotten it), the others are tried again, and the first to answer is used. After 30 s without
/// proof the consent has lapsed and only probes are sent (RFC 7675).
///
/// Each direction proves itself. That the peer hears us says nothing of what reaches us: when no
/// datagram of its came here for 1.5 s, all addresses are tried, though what we send arrives. It is our
/// probes that open our own NAT for it, and that show it where we are now.
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
    /// Time without a datagram of the peer's by this path after which all addresses are tried, whatever
    /// the peer says that it hears.
    package static var missed: Duration { .nanoseconds(missedNanoseconds) }
    /// How long all are tried after our addresses have changed, or the peer's.
    package static var changed: Duration { .nanoseconds(changedNanoseconds) }
    /// The first second, in which a better address may replace the first to answer.
    package static var choosing: Duration { .nanoseconds(choosingNanoseconds) }
    /// Datagrams in a row from another address, none of which says that we are heard, that show
    /// that the peer's address has changed.
    package static let moved = 3
    /// Addresses that the peer spoke from without having told them, which keep their places whatever
    /// it tells; strict NATs show one after the other.
    package static let heardPlaces = 4

    // As they are compared in every tick.
    fileprivate static let consentNanoseconds: Int64 = 30_000_000_000
    fileprivate static let refreshNanoseconds: Int64 = 2_000_000_000
    fileprivate static let staleNanoseconds: Int64 = 500_000_000
    fileprivate static let missedNanoseconds: Int64 = 1_500_000_000
    fileprivate static let changedNanoseconds: Int64 = 1_000_000_000
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

  /// Whether the peer's datagrams come by this path: what it says that it hears is another matter.
  private enum Hearing: Hashable, Sendable {
    /// No address was ever in use: there is nothing to expect.
    case unasked
    /// They come, or may be on their way.
    case expected(since: Instant)
    /// None has come for so long that it is looked for.
    case missed
  }

  private var candidates: DirectCandidates
  private var inUse: InUse?
  private var hearing = Hearing.unasked
  /// When our addresses changed last, or the peer's.
  private var changedAt: Instant?
  private var nextProbeAt: Instant?
  /// Since when an address is looked for in vain.
  package private(set) var searchingSince: Instant?
  /// The first choice of all; only the second that follows it is for choosing.
  private var firstChoiceAt: Instant?

  /// - Parameter seed: Unpredictable to others: the nonces are drawn from it.
  package init(seed: UInt64) { candidates = DirectCandidates(seed: seed) }

  // MARK: Queries

  /// Where game data goes, while there is consent.
  package var active: Address? { inUse?.address }

  package var candidateCount: Int { candidates.list.count }

  /// Whether nothing of the peer's comes by this path, although there was an address in use.
  package var isMissed: Bool { hearing == .missed }

  // MARK: Events

  /// The peer told its addresses: those that it no longer tells are tried no more, unless one is in
  /// use; all others are tried quickly again, since something has changed.
  package mutating func offered(_ addresses: [Address], now: Instant) {
    candidates.keep(addresses, active)
    for address in addresses { add(address, .offered, now: now) }
    networkChanged(now: now)
  }

  /// Our own addresses have changed: what did not answer before may answer now, and the peer has to
  /// see where we are.
  package mutating func networkChanged(now: Instant) {
    changedAt = now
    candidates.renew(now: now)
  }

  /// Notes that something of the peer's came from `address`, which may be one we did not know.
  ///
  /// - Returns: Whether the active address changed.
  package mutating func heard(_ sign: Sign, from address: Address, now: Instant) -> Bool {
    if sign == .datagram(provesArrival: true) { proved(now: now) }
    if case .datagram = sign { hearing = .expected(since: now) }
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

  /// Notes an answer; a nonce that is not the address's own is ignored, but the address is one that the
  /// peer speaks from: a machine with several may answer from another than was asked.
  ///
  /// - Returns: Whether the active address changed.
  package mutating func answered(_ nonce: UInt64, from address: Address, now: Instant) -> Bool {
    guard let index = candidates.index(of: address) else {
      add(address, .heard, now: now)
      return false
    }
    guard candidates[index].answered(nonce, now: now) else { return false }
    guard let inUse else { return choose(address, now: now) }
    if address == inUse.address {
      proved(now: now)
      return false
    }
    if now - inUse.provenAt > Limit.stale { return choose(address, now: now) }
    // What answers works in both directions; the one in use is not known to.
    if isMissed, !isAnswering(inUse.address, now: now) { return choose(address, now: now) }
    if isChoosing(now: now), isBetter(index, than: inUse.address) {
      return choose(address, now: now)
    }
    return follow(now: now)
  }

  /// The probe that is due, if one is.
  package mutating func tick(now: Instant) -> Probe? {
    if let inUse, now.nanoseconds(since: inUse.provenAt) > Limit.consentNanoseconds {
      self.inUse = nil
      candidates.renew(now: now)
    }
    if case .expected(let since) = hearing,
      now.nanoseconds(since: since) > Limit.missedNanoseconds
    {
      hearing = .missed
      candidates.renew(now: now)
    }
    searchingSince = inUse == nil && !candidates.isEmpty ? searchingSince ?? now : nil
    guard now >= nextProbeAt ?? now, let index = due(now: now) else { return nil }
    nextProbeAt = max(nextProbeAt ?? now, now - Limit.spacing) + Limit.spacing
    return candidates[index].probe(now: now)
  }

  // MARK: Details

  private mutating func add(_ address: Address, _ origin: DirectCandidate.Origin, now: Instant) {
    candidates.add(address, origin, sparing: active, now: now)
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
    guard let inUse, !isMissed else { return true }
    let age = now.nanoseconds(since: inUse.provenAt)
    if candidates[index].address == inUse.address { return age >= Limit.refreshNanoseconds }
    return age > Limit.staleNanoseconds || isChoosing(now: now) || isChanging(now: now)
      || candidates[index].address == inUse.other?.address
  }

  /// Counts how often in a row the peer spoke from one other address without hearing us.
  private mutating func noteOther(_ address: Address, provesArrival: Bool, now: Instant) {
    guard let known = inUse?.other, known.address == address else {
      inUse?.other = (address, provesArrival ? 0 : 1)
      if let index = candidates.index(of: address) { candidates[index].renew(now: now) }
      return
    }
    inUse?.other = (address, provesArrival ? 0 : known.datagrams + 1)
  }

  /// Moves to the address that the peer speaks from, when it has answered and the old one is dead.
  private mutating func follow(now: Instant) -> Bool {
    guard let inUse, let other = inUse.other, other.datagrams >= Limit.moved,
      let index = candidates.index(of: other.address),
      let answeredAt = candidates[index].answeredAt,
      now - answeredAt <= Limit.stale
    else { return false }
    return choose(other.address, now: now)
  }

  private func isChoosing(now: Instant) -> Bool {
    firstChoiceAt.map { now.nanoseconds(since: $0) < Limit.choosingNanoseconds } ?? false
  }

  private func isChanging(now: Instant) -> Bool {
    changedAt.map { now.nanoseconds(since: $0) < Limit.changedNanoseconds } ?? false
  }

  private func isAnswering(_ address: Address, now: Instant) -> Bool {
    guard let index = candidates.index(of: address), let answeredAt = candidates[index].answeredAt
    else {
      return false
    }
    return now - answeredAt <= Limit.missed
  }

  /// By a fifth at least: less is noise.
  private func isBetter(_ index: Int, than active: Address) -> Bool {
    guard let ours = candidates[index].roundTrip,
      let theirs = candidates.list.first(where: { $0.address == active })?.roundTrip
    else { return false }
    return ours * 5 < theirs * 4
  }

  private mutating func choose(_ address: Address, now: Instant) -> Bool {
    inUse = InUse(address: address, provenAt: now)
    firstChoiceAt = firstChoiceAt ?? now
    if hearing == .unasked { hearing = .expected(since: now) }
    return true
  }
}
