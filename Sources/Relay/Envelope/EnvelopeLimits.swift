/// The version and the sizes that client and relay agree on.
package enum EnvelopeLimits {
  /// Stands in the first byte after the kind of `createRoom`, `joinRoom` and `resume`.
  package static let version: UInt8 = 4
  /// Largest WebSocket message either side accepts.
  package static let frameBytes = 4_096
  /// Largest payload of a data message: one datagram of the direct path.
  package static let dataBytes = 1_200
  /// Largest payload of a signal: a whole map as text fits.
  package static let signalBytes = 3_500
  /// The kind and the seat in front of a payload.
  package static let headerBytes = 2
}

/// Says why bytes are no message of the envelope.
package enum EnvelopeError: Error, Hashable, Sendable {
  case empty
  case unknownKind(UInt8)
  /// A message of a fixed size has another one.
  case wrongLength(expected: Int, found: Int)
  /// The other side speaks another version, whatever the rest of its message looks like.
  case version(theirs: UInt8)
  case payloadSize(found: Int, limit: Int)
  case seat(UInt8)
  case capacity(UInt8)
  case refusalCode(UInt8)
  case departure(UInt8)
  case hold(UInt8)
  case relayAddress(byteCount: Int)
}
