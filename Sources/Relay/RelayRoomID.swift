/// Names a room: the 50 bits that ten characters of an invite carry.
package struct RelayRoomID: Hashable, Sendable {
  package static let bitCount = 50

  package let rawValue: UInt64

  /// Returns nothing when more than 50 bits are set.
  package init?(rawValue: UInt64) {
    guard rawValue >> Self.bitCount == 0 else { return nil }
    self.rawValue = rawValue
  }
}
