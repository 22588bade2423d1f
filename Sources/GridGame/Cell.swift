import Rollback
package import Vocabulary

/// Shows what one cell of the board holds, for views and bots.
package enum Cell: Hashable, Sendable {
  case floor
  /// A boost pad that gives a boost to the first who rides over it.
  case warmPad
  /// A boost pad that was used lately or has not warmed up yet.
  case coldPad
  /// A wall of the map.
  case wall
  /// A wall that sudden death has put here.
  case closedWall
  /// A piece of `owner`'s trail: ridden into towards `entered` and out of towards `left`.
  case trail(owner: PlayerIndex, entered: Heading, left: Heading)
  /// Where `owner`'s cycle is, or where it crashed.
  case head(owner: PlayerIndex, entered: Heading)

  /// Whether a cycle that rides on here is stopped.
  package var isBlocking: Bool {
    switch self {
    case .floor, .warmPad, .coldPad: false
    case .wall, .closedWall, .trail, .head: true
    }
  }
}

/// Packs one cell into a byte: 0 floor, 1 pad, 2 wall, 3 closed wall, `01oo00ee` head,
/// `10ooeell` trail (owner, heading when entered, heading when left; headings minus 1).
struct CellByte: Hashable, Sendable, BitwiseCopyable {
  var raw: UInt8

  static var floor: CellByte { CellByte(raw: 0) }
  static var pad: CellByte { CellByte(raw: 1) }
  static var wall: CellByte { CellByte(raw: 2) }
  static var closedWall: CellByte { CellByte(raw: 3) }

  static func head(seat: Int, entered: Heading) -> CellByte {
    CellByte(raw: 0x40 | UInt8(truncatingIfNeeded: seat) << 4 | (entered.rawValue - 1))
  }

  static func trail(seat: Int, entered: Heading, left: Heading) -> CellByte {
    CellByte(
      raw: 0x80 | UInt8(truncatingIfNeeded: seat) << 4
        | (entered.rawValue - 1) << 2 | (left.rawValue - 1))
  }

  var isBlocking: Bool { raw >= 2 }

  /// The seat whose head or trail this is.
  var seat: Int? { raw >= 0x40 ? Int(raw >> 4 & 3) : nil }

  /// The heading in which a head came here.
  var enteredHeading: Heading? { raw & 0xC0 == 0x40 ? Self.heading(raw) : nil }

  /// What the byte stands for; `isWarm` tells it about a pad.
  func cell(isWarm: @autoclosure () -> Bool) -> Cell {
    switch raw {
    case 0: return .floor
    case 1: return isWarm() ? .warmPad : .coldPad
    case 2: return .wall
    case 3: return .closedWall
    default: break
    }
    let owner = PlayerIndex(Int(raw >> 4 & 3))
    if raw < 0x80 { return .head(owner: owner, entered: Self.heading(raw)) }
    return .trail(owner: owner, entered: Self.heading(raw >> 2), left: Self.heading(raw))
  }

  private static func heading(_ bits: UInt8) -> Heading {
    switch bits & 3 {
    case 0: .up
    case 1: .right
    case 2: .down
    default: .left
    }
  }
}
