/// Why bytes from the network are not a message of ours.
@usableFromInline package enum WireError: Error, Hashable {
  case truncated
  /// Another protocol version than ours; the number is theirs.
  case version(UInt8)
  case unknownKind(UInt8)
  /// A field outside its range.
  case invalid(Field)
  case trailingBytes

  @usableFromInline package enum Field: Hashable, Sendable {
    case seat, count, run, length, varint, text, candidate, network, flag
  }
}
