/// Names a seat in a room and in a session: 0 is the first player, and as good as any other.
public struct PlayerIndex: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The seats that a room can have; a session has at most `Presence.maxPlayers` of them.
  @inlinable public static var limit: Int { 16 }

  /// The seat as a number in 0..<16.
  public let number: Int

  /// Names a seat by its number, which has to be in 0..<16.
  @inlinable public init(_ number: Int) {
    precondition(number >= 0 && number < Self.limit, "seat \(number) is not in 0..<16")
    self.number = number
  }

  /// Returns nothing for a byte that names no seat.
  package init?(byte: UInt8) {
    guard byte < Self.limit else { return nil }
    number = Int(byte)
  }

  /// The seat as one byte.
  package var byte: UInt8 { UInt8(truncatingIfNeeded: number) }

  /// Whether `a` is the seat with the lower number; it means nothing in play.
  @inlinable public static func < (a: PlayerIndex, b: PlayerIndex) -> Bool { a.number < b.number }
}

extension PlayerIndex: CustomStringConvertible {
  /// The seat in words, as in `seat 1`.
  public var description: String { "seat \(number)" }
}

/// Holds a set of seats: those that take part in a step, or that are taken in a room.
///
/// In a session it is agreed by all peers, so that it may steer the simulation.
public struct Presence: Hashable, Sendable, BitwiseCopyable {
  /// The most seats that a session can have.
  @inlinable public static var maxPlayers: Int { 8 }

  /// Bit n is set when seat n takes part.
  public var bits: UInt16

  /// Takes the seats as a word of bits, the lowest for seat 0.
  @inlinable public init(bits: UInt16) { self.bits = bits }

  package init(_ seats: some Sequence<PlayerIndex>) {
    bits = 0
    for seat in seats { insert(seat: seat.number) }
  }

  /// Everyone in a session of `players` seats (1...16).
  @inlinable public static func all(_ players: Int) -> Presence {
    Presence(bits: UInt16(truncatingIfNeeded: (1 << players) - 1))
  }

  /// No seat at all.
  @inlinable public static var none: Presence { Presence(bits: 0) }

  /// Whether the seat is a member.
  @inlinable public func contains(_ seat: PlayerIndex) -> Bool { contains(seat: seat.number) }

  /// The same, for a seat by its number in 0..<16, as loops over seats have it.
  @inlinable public func contains(seat: Int) -> Bool {
    bits &>> UInt16(truncatingIfNeeded: seat) & 1 != 0
  }

  /// Adds a seat by its number in 0..<16; adding it again changes nothing.
  @inlinable public mutating func insert(seat: Int) {
    bits |= 1 &<< UInt16(truncatingIfNeeded: seat)
  }

  package var isEmpty: Bool { bits == 0 }
  package var count: Int { bits.nonzeroBitCount }

  /// The members in ascending order.
  package var seats: [PlayerIndex] {
    (0..<PlayerIndex.limit).filter { contains(seat: $0) }.map { PlayerIndex($0) }
  }
}
