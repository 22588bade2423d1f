/// Names a room of a relay: 128 bits of a hash of the room's token, so that nobody who knows it can make
/// the room or get into it.
package struct RoomCode: Hashable, Comparable, Sendable {
  package static let byteCount = 16
  /// How much of it people are shown.
  private static let shownCount = 6

  private let high: UInt64
  private let low: UInt64

  /// Returns nothing unless there are at least 16 bytes; the first ones are taken.
  package init?(hash bytes: some Collection<UInt8>) {
    guard bytes.count >= Self.byteCount else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  package var bytes: [UInt8] {
    [high, low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
    }
  }

  package static func < (a: RoomCode, b: RoomCode) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

extension RoomCode: CustomStringConvertible {
  /// Its first six characters, enough to tell rooms apart in talk and in logs: `7ZZZ0A`.
  package var description: String {
    Base32.encode(high >> UInt64(64 - 5 * Self.shownCount), symbols: Self.shownCount)
  }
}
