import Vocabulary

/// Allows each source a steady rate and a burst, for a bounded number of sources.
///
/// One leaky bucket each, whose only state is the time at which it is empty again (the "generic cell
/// rate algorithm", ITU-T I.371). An empty bucket is as good as none and is forgotten. When the table
/// is full, sources that are not in it are turned away: what fills it is a flood with forged
/// addresses, and to answer those is what the table is to prevent.
struct SourceAllowance: Hashable, Sendable {
  enum Decision: Hashable, Sendable {
    case allowed
    case overRate
    case full
  }

  private let cost: Duration
  private let depth: Duration
  private let capacity: Int
  private var emptyAt: [Address: Instant] = [:]
  /// Before this, no look through a full table would find enough to pay for itself.
  private var sweepAfter: Instant?

  init(perSecond: Int, burst: Int, sources: Int) {
    precondition(
      perSecond > 0 && burst > 0 && sources > 0,
      "\(perSecond) a second, \(burst) at once for \(sources) sources allow nothing")
    cost = .seconds(1) / perSecond
    depth = cost * burst
    capacity = sources
  }

  var sources: Int { emptyAt.count }

  /// Charges one unit if it is within, and none otherwise.
  mutating func take(from address: Address, now: Instant) -> Decision {
    let source = address.source
    if emptyAt[source] == nil, emptyAt.count == capacity {
      sweep(now: now)
      guard emptyAt.count < capacity else { return .full }
    }
    let end = max(emptyAt[source] ?? now, now) + cost
    guard end - now <= depth else { return .overRate }
    emptyAt[source] = end
    return .allowed
  }

  private mutating func sweep(now: Instant) {
    if let sweepAfter, now < sweepAfter { return }
    sweepAfter = now + cost
    emptyAt = emptyAt.filter { $0.value > now }
  }
}
