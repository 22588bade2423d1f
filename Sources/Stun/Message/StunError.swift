/// Why bytes are not a STUN message that we speak.
package enum StunError: Error, Hashable {
  /// They end inside the header or inside an attribute.
  case truncated
  /// More bytes than `StunMessage.mostBytes`.
  case tooLong(Int)
  /// The top bits or the magic cookie are another protocol's, or of the STUN of 2003.
  case notStun
  /// A method other than Binding, or an indication; the number is the message's type.
  case unknownKind(UInt16)
  /// A length that is not that of the bytes, or no multiple of four.
  case length(Int)
  /// More of them than `StunMessage.mostAttributes`.
  case tooManyAttributes
  /// An attribute of this type whose content cannot be.
  case invalid(UInt16)
  /// A checksum that is not that of the bytes, or not at their end.
  case fingerprint
}
