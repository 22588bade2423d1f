/// Holds a checked board with its spawns, pads and rule overrides.
///
/// Made from the bytes of a map file only, see `GameMap.init(parsing:)`; maps also arrive from
/// strangers, so nothing else can make one.
package struct GameMap: Hashable, Sendable {
  /// Tells how the board maps onto itself.
  package enum Symmetry: String, CaseIterable, Hashable, Sendable {
    case none
    /// Turned by 180 degrees.
    case turned = "rot180"
    /// Left and right swapped.
    case mirrored = "mirror-x"
  }

  /// Holds one number that differs from the usual rules.
  package struct Override: Hashable, Sendable {
    package let key: Rules.Key
    package let value: Int

    package init(key: Rules.Key, value: Int) {
      self.key = key
      self.value = value
    }
  }

  /// Places a cycle at the start of a round.
  package struct Spawn: Hashable, Sendable, BitwiseCopyable {
    package let position: Position
    package let heading: Heading
  }

  /// For people: 1 to 24 printable ASCII characters.
  package let name: String
  /// How many can play.
  package let players: ClosedRange<Int>
  package let symmetry: Symmetry
  /// In the order of `Rules.Key`, each key at most once.
  package let overrides: [Override]
  package let width: Int
  package let height: Int
  /// In reading order.
  package let walls: [Position]
  /// In reading order.
  package let pads: [Position]
  package let spawns: [Spawn]

  /// The cell that the symmetry of the map maps `position` to.
  package func twin(of position: Position) -> Position {
    symmetry.twin(of: position, width: width, height: height)
  }
}

extension GameMap.Symmetry {
  func twin(of position: Position, width: Int, height: Int) -> Position {
    switch self {
    case .none: position
    case .turned: Position(x: width - 1 - Int(position.x), y: height - 1 - Int(position.y))
    case .mirrored: Position(x: width - 1 - Int(position.x), y: Int(position.y))
    }
  }

  func twin(of heading: Heading) -> Heading {
    switch self {
    case .none: heading
    case .turned: heading.opposite
    case .mirrored: heading.mirrored
    }
  }
}
