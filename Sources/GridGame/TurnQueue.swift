/// Holds up to two turns that a player asked for before the cycle could take them.
package struct TurnQueue: Hashable, Sendable, BitwiseCopyable {
  /// The turn for the next cell.
  package var first: Heading?
  /// The turn for the cell after that.
  package var second: Heading?

  package init() {}

  /// The newest turn.
  package var last: Heading? { second ?? first }

  /// Adds a turn; when two are waiting it replaces the second, so that the newest wish wins.
  mutating func append(_ turn: Heading) {
    if first == nil { first = turn } else { second = turn }
  }

  /// Takes the next turn off the queue.
  mutating func pop() -> Heading? {
    let turn = first
    first = second
    second = nil
    return turn
  }
}
