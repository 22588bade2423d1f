/// What happened on a link so far.
package struct LinkStatistics: Hashable, Sendable {
  package var sent = 0
  package var lost = 0
  package var duplicated = 0
  /// Datagrams that will arrive before one that was sent earlier.
  package var reordered = 0
  package var flipped = 0
  package var cut = 0

  package init() {}

  package static func += (sum: inout LinkStatistics, other: LinkStatistics) {
    sum.sent += other.sent
    sum.lost += other.lost
    sum.duplicated += other.duplicated
    sum.reordered += other.reordered
    sum.flipped += other.flipped
    sum.cut += other.cut
  }
}
