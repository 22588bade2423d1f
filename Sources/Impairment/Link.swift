package import Vocabulary

/// What travels over a link.
package protocol Parcel: Sendable {
  /// Flips one bit of what it holds; returns false when it holds none.
  mutating func flipBit(by dice: inout SplitMix64) -> Bool
}

extension [UInt8]: Parcel {
  package mutating func flipBit(by dice: inout SplitMix64) -> Bool {
    guard !isEmpty else { return false }
    self[dice.next(below: count)] ^= 1 << UInt8(dice.next(below: 8))
    return true
  }
}

/// One direction of one path: takes parcels and gives them back later, altered, or never.
///
/// Seeded and pure: the same machine impairs real sockets for demonstrations and makes the network
/// of simulated matches.
package struct Link<Content: Parcel>: Sendable {
  /// Parcels under way; beyond it new ones are lost, as in a full queue.
  package static var capacity: Int { 4096 }

  package struct Delivery: Sendable {
    package let content: Content
    package let at: Instant
    /// Whether a bit was flipped on the way: what is sealed does not open then.
    package let isDamaged: Bool
    /// Names a datagram that is delivered twice; the same in both copies.
    package let copied: Int?
  }

  package var impairment: Impairment
  /// Cut by hand, whatever the impairment says.
  package var isCut = false
  /// Nothing is delivered before this.
  package var heldUntil: Instant?
  /// When the first frame was played, which cuts are counted from.
  package var startedAt: Instant?
  package private(set) var statistics = LinkStatistics()

  private var dice: SplitMix64
  private var isInBurst = false
  private var queue: [Delivery] = []

  package init(_ impairment: Impairment, seed: UInt64) {
    self.impairment = impairment
    dice = SplitMix64(seed: seed)
  }

  package var isEmpty: Bool { queue.isEmpty }

  /// Whether what is sent comes out at once, unaltered and in order: then it need not be sent at all.
  package var isIdle: Bool { impairment.isNone && !isCut && heldUntil == nil && queue.isEmpty }
  package var nextDelivery: Instant? {
    queue.first.map { max($0.at, heldUntil ?? $0.at) }
  }

  package mutating func send(_ content: Content, now: Instant) {
    statistics.sent += 1
    guard !isCut(now: now) else {
      statistics.cut += 1
      return
    }
    guard !isLost() else {
      statistics.lost += 1
      return
    }
    var content = content
    let isDamaged = chance(impairment.flipped) && content.flipBit(by: &dice)
    if isDamaged { statistics.flipped += 1 }
    // Drawn in this order: the delay, whether there is a copy, its delay.
    let first = now + delay()
    let second = chance(impairment.duplicates) ? now + delay() : nil
    if second != nil { statistics.duplicated += 1 }
    let copied = second.map { _ in statistics.duplicated }
    for at in [first, second].compactMap(\.self) {
      enqueue(Delivery(content: content, at: at, isDamaged: isDamaged, copied: copied))
    }
  }

  /// The next parcel due by `now`, in the order of arrival; what is under way in a cut is lost.
  package mutating func receive(now: Instant) -> Delivery? {
    while let first = queue.first, first.at <= now {
      if let heldUntil, now < heldUntil { return nil }
      heldUntil = nil
      queue.removeFirst()
      guard !isCut(now: first.at) else {
        statistics.cut += 1
        continue
      }
      return first
    }
    return nil
  }

  /// Whether nothing gets through, by hand or by the impairment.
  package func isCut(now: Instant) -> Bool {
    if isCut { return true }
    guard let startedAt else { return false }
    return impairment.isCut(at: now - startedAt)
  }

  private mutating func isLost() -> Bool {
    guard impairment.loss > 0 else { return false }
    guard impairment.burst > 1 else { return chance(impairment.loss) }
    // Gilbert-Elliott: all is lost in a burst, nothing outside; the shares give the loss asked for.
    let share = min(impairment.loss / 100, 0.999)
    let leave = 100 / impairment.burst
    let enter = leave * share / (1 - share)
    isInBurst = isInBurst ? !chance(leave) : chance(enter)
    return isInBurst
  }

  private mutating func delay() -> Duration {
    var delay = impairment.latency
    let spread = Int(impairment.jitter.wholeNanoseconds)
    if spread > 0 { delay += .nanoseconds(dice.next(below: 2 * spread + 1) - spread) }
    if impairment.tail > .zero {
      var share = Double(dice.next(below: 1_000_001)) / 1e6
      for _ in 0..<3 { share *= share }
      delay += impairment.tail * share
    }
    if chance(impairment.reordered) { delay += .milliseconds(20 + dice.next(below: 40)) }
    return max(.zero, delay)
  }

  private mutating func chance(_ percent: Double) -> Bool {
    guard percent > 0 else { return false }
    return Double(dice.next(below: 1_000_000)) < percent * 10_000
  }

  private mutating func enqueue(_ delivery: Delivery) {
    guard queue.count < Self.capacity else {
      statistics.lost += 1
      return
    }
    let index = queue.lastIndex { $0.at <= delivery.at }.map { $0 + 1 } ?? 0
    if index < queue.count { statistics.reordered += 1 }
    queue.insert(delivery, at: index)
  }
}
