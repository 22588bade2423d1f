/// The raw value is what travels.
extension Ghostline.Input: RawRepresentable {
  package var rawValue: UInt8 { byte }

  /// Nothing for a byte that no player can have sent.
  package init?(rawValue: UInt8) {
    self.init(byte: rawValue)
    guard byte == rawValue else { return nil }
  }
}

extension Ghostline {
  package static func isOver(_ state: State) -> Bool {
    state.isMatchOver && state.rules.continuation == .stop
  }
}
