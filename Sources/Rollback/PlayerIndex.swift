/// Names a seat in a session: 0 is the first player, and as good as any other.
public struct PlayerIndex: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// 0..<8.
  public let number: Int

  @inlinable public init(_ number: Int) {
    precondition(number >= 0 && number < Presence.maxPlayers, "seat \(number) is not in 0..<8")
    self.number = number
  }

  @inlinable public static func < (a: PlayerIndex, b: PlayerIndex) -> Bool { a.number < b.number }
}

extension PlayerIndex: CustomStringConvertible {
  public var description: String { "seat \(number)" }
}

/// Holds which seats take part in a step; agreed by all peers, so that it may steer the simulation.
public struct Presence: Hashable, Sendable, BitwiseCopyable {
  /// The most seats that a session can have.
  @inlinable public static var maxPlayers: Int { 8 }

  /// Bit n is set when seat n takes part.
  public var bits: UInt8

  @inlinable public init(bits: UInt8) { self.bits = bits }

  /// Everyone in a session of `players` seats (1...8).
  @inlinable public static func all(_ players: Int) -> Presence {
    Presence(bits: UInt8(truncatingIfNeeded: (1 << players) - 1))
  }

  @inlinable public func contains(_ seat: PlayerIndex) -> Bool { contains(seat: seat.number) }
}

extension Presence {
  @inlinable static var none: Presence { Presence(bits: 0) }

  @inlinable func contains(seat: Int) -> Bool { bits &>> UInt8(truncatingIfNeeded: seat) & 1 != 0 }

  @inlinable mutating func insert(seat: Int) { bits |= 1 &<< UInt8(truncatingIfNeeded: seat) }
}
