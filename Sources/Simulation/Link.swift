package import Netplay
import Rollback

/// One direction of one path: takes datagrams and gives them back later, altered, or never.
///
/// Seeded and pure: the same machine impairs real sockets for demonstrations and makes the network
/// of simulated matches.
package struct Link: Sendable {
  /// Datagrams under way; beyond it new ones are lost, as in a full queue.
  package static let capacity = 4096

  package struct Delivery: Sendable {
    package let bytes: [UInt8]
    package let at: Instant
    /// Inputs inside, as the sender said; nothing when it did not.
    package let inputs: Int?
    /// Whether a bit was flipped on the way: what is sealed does not open then.
    package let isDamaged: Bool
    /// Names a datagram that is delivered twice; the same in both copies.
    package let copied: Int?
  }

  /// What happened to datagrams so far.
  package struct Statistics: Hashable, Sendable {
    package var sent = 0
    package var lost = 0
    package var duplicated = 0
    /// Datagrams that will arrive before one that was sent earlier.
    package var reordered = 0
    package var flipped = 0
    package var cut = 0

    package static func += (sum: inout Statistics, other: Statistics) {
      sum.sent += other.sent
      sum.lost += other.lost
      sum.duplicated += other.duplicated
      sum.reordered += other.reordered
      sum.flipped += other.flipped
      sum.cut += other.cut
    }
  }

  package var impairment: Impairment
  /// Cut by hand, whatever the impairment says.
  package var isCut = false
  /// Nothing is delivered before this.
  package var heldUntil: Instant?
  /// When the first frame was played, which cuts are counted from.
  package var startedAt: Instant?
  package private(set) var statistics = Statistics()

  private var dice: SplitMix64
  private var isInBurst = false
  private var queue: [Delivery] = []

  package init(_ impairment: Impairment, seed: UInt64) {
    self.impairment = impairment
    dice = SplitMix64(seed: seed)
  }

  package var isEmpty: Bool { queue.isEmpty }
  package var nextDelivery: Instant? {
    queue.first.map { max($0.at, heldUntil ?? $0.at) }
  }

  /// - Parameter inputs: Told again at the delivery; nothing here depends on it.
  package mutating func send(_ bytes: ArraySlice<UInt8>, inputs: Int? = nil, now: Instant) {
    statistics.sent += 1
    guard !isCut(now: now) else {
      statistics.cut += 1
      return
    }
    guard !isLost() else {
      statistics.lost += 1
      return
    }
    var copy = Array(bytes)
    let isDamaged = chance(impairment.flipped) && !copy.isEmpty
    if isDamaged {
      copy[dice.next(below: copy.count)] ^= 1 << UInt8(dice.next(below: 8))
      statistics.flipped += 1
    }
    // Drawn in this order: the delay, whether there is a copy, its delay.
    let first = now + delay()
    let second = chance(impairment.duplicates) ? now + delay() : nil
    if second != nil { statistics.duplicated += 1 }
    let copied = second.map { _ in statistics.duplicated }
    for at in [first, second].compactMap(\.self) {
      enqueue(
        Delivery(bytes: copy, at: at, inputs: inputs, isDamaged: isDamaged, copied: copied))
    }
  }

  /// The next datagram due by `now`, in the order of arrival; what is under way in a cut is lost.
  package mutating func receive(now: Instant) -> Delivery? {
    while let first = queue.first, first.at <= now {
      if let heldUntil, now < heldUntil { return nil }
      queue.removeFirst()
      guard !isCut(now: first.at) else {
        statistics.cut += 1
        continue
      }
      return first
    }
    return nil
  }

  private func isCut(now: Instant) -> Bool {
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
