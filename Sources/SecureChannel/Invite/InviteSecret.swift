import Vocabulary

/// The 128 random bits of an invite, from which everything that is proved or sealed is derived.
///
/// Nothing prints it but `InviteSecret.text`: descriptions, mirrors and dumps show that it is redacted.
package struct InviteSecret: Hashable, Sendable {
  package static let byteCount = 16
  /// 26 symbols of base 32; the last two bits are zero.
  package static let characterCount = 26

  package let bytes: [UInt8]

  /// Returns nothing unless there are exactly 16 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// The secret in clear, for the invite alone.
  package var text: String { Base32.encode(bytes) }
}

extension InviteSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "redacted" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
