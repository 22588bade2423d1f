package import Vocabulary

/// Ties an answer to its request: 96 bits that the asker draws.
///
/// They keep out whoever cannot see the request. They are dice and no secret: one who has seen some
/// of them can work out the next (`SplitMix64` is no cipher), which is why an answer also has to
/// come from where it was asked.
package struct StunTransaction: Hashable, Sendable {
  /// The first four bytes, in network order, and the other eight.
  package let high: UInt32
  package let low: UInt64

  package init(high: UInt32, low: UInt64) {
    self.high = high
    self.low = low
  }

  package init(from dice: inout SplitMix64) {
    self.init(high: UInt32(truncatingIfNeeded: dice.next()), low: dice.next())
  }
}
