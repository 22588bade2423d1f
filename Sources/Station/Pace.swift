/// How fast time passes for all who play in this process, and for the network between them.
package enum Pace: Hashable, Sendable {
  case usual
  /// One part in `divisor` of the usual speed.
  case slowed(divisor: Int)
  /// No time passes at all.
  case held

  /// The one that a key asks for after this: half, a quarter, and as ever again.
  package var next: Pace {
    switch self {
    case .usual: .slowed(divisor: 2)
    case .slowed(2): .slowed(divisor: 4)
    case .slowed, .held: .usual
    }
  }
}
