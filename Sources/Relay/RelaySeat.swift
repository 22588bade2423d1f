/// Names one place in a room; the relay stamps it on everything that it forwards.
package struct RelaySeat: Hashable, Comparable, Sendable {
  /// Most seats that any room can have: what one byte of the wire may say.
  package static let limit = 16

  package let rawValue: UInt8

  package init(_ rawValue: Int) {
    precondition((0..<Self.limit).contains(rawValue), "seat \(rawValue) is not below \(Self.limit)")
    self.rawValue = UInt8(rawValue)
  }

  /// Returns nothing for a byte that names no seat.
  package init?(byte: UInt8) {
    guard byte < Self.limit else { return nil }
    rawValue = byte
  }

  package var index: Int { Int(rawValue) }

  package static func < (a: RelaySeat, b: RelaySeat) -> Bool { a.rawValue < b.rawValue }
}

/// Holds a set of seats in two bytes.
package struct SeatSet: Hashable, Sendable {
  package private(set) var bits: UInt16

  package init(bits: UInt16 = 0) { self.bits = bits }

  package init(_ seats: some Sequence<RelaySeat>) {
    bits = 0
    for seat in seats { insert(seat) }
  }

  package mutating func insert(_ seat: RelaySeat) { bits |= 1 << seat.rawValue }
  package mutating func remove(_ seat: RelaySeat) { bits &= ~(1 << seat.rawValue) }
  package func contains(_ seat: RelaySeat) -> Bool { bits & (1 << seat.rawValue) != 0 }

  package var isEmpty: Bool { bits == 0 }
  package var count: Int { bits.nonzeroBitCount }

  /// The members in ascending order.
  package var seats: [RelaySeat] {
    (0..<RelaySeat.limit).map { RelaySeat($0) }.filter(contains)
  }
}
