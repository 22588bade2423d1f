/// Holds a large value behind a pointer, so that whoever draws a part of it need not copy it.
///
/// A model of a screen is thousands of bytes with dozens of references: handed on by value to each part
/// of a picture, and to the parts of those, copies were a quarter of what drawing cost.
struct Shared<Value> {
  /// One value; an array, since that is the pointer that needs no class.
  private let storage: [Value]

  init(_ value: Value) { storage = [value] }

  var value: Value { _read { yield storage[0] } }
}

extension Shared: Sendable where Value: Sendable {}

extension Shared<ScreenModel> {
  /// The model, measured by another table.
  init(_ model: ScreenModel, widths: WidthTable) {
    var storage = [model]
    storage[0].widths = widths
    self.storage = storage
  }
}

/// Draws a part of a screen.
protocol ScreenPart {
  var screen: Shared<ScreenModel> { get }
}

extension ScreenPart {
  var model: ScreenModel { _read { yield screen.value } }
}
