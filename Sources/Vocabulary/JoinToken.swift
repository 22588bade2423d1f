/// Proves to a relay that its holder was invited, and tells it nothing about the invite's secret.
package struct JoinToken: Hashable, Sendable {
  package static let byteCount = 32

  package let bytes: [UInt8]

  /// Returns nothing unless there are exactly 32 bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = Array(bytes)
  }
}

extension JoinToken: CustomStringConvertible, CustomReflectable {
  package var description: String { "JoinToken(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
