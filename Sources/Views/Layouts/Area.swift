/// Holds a part of the screen.
struct Area: Hashable, Sendable {
  var row: Int
  var column: Int
  var width: Int
  var height: Int
}
