/// What a client says first by TLS (RFC 8446, 4.1.2), as far as it names the event loop that it belongs to.
///
/// Nothing of it is believed but that: a wrong hint leads to a loop that does not have the room.
package enum ClientHello: Hashable, Sendable {
  case incomplete
  /// It has no hint, or is nothing that a client of ours says; whoever reads on may judge it.
  case unnamed
  case named(RoomHint)

  /// Of a whole record: several times what any program says.
  package static let byteLimit = 4_096

  private static let handshakeRecord: UInt8 = 0x16
  private static let hello: UInt8 = 1
  private static let protocols = 16

  /// Judges all that a connection has said so far; total.
  package init(reading bytes: ArraySlice<UInt8>) {
    guard let first = bytes.first else {
      self = .incomplete
      return
    }
    guard first == Self.handshakeRecord else {
      self = .unnamed
      return
    }
    var record = Cursor(rest: bytes.dropFirst(3))
    guard let length = record.number(ofBytes: 2) else {
      self = .incomplete
      return
    }
    guard length + 5 <= Self.byteLimit else {
      self = .unnamed
      return
    }
    guard let body = record.take(length) else {
      self = .incomplete
      return
    }
    self = Self.hint(in: body).map { .named($0) } ?? .unnamed
  }

  private static func hint(in body: ArraySlice<UInt8>) -> RoomHint? {
    var message = Cursor(rest: body)
    guard message.number(ofBytes: 1) == Int(hello), let inner = message.vector(lengthBytes: 3)
    else { return nil }
    var fields = Cursor(rest: inner)
    // A version and 32 random bytes, a session, ciphers, compressions.
    guard fields.take(34) != nil, fields.vector(lengthBytes: 1) != nil,
      fields.vector(lengthBytes: 2) != nil, fields.vector(lengthBytes: 1) != nil,
      let all = fields.vector(lengthBytes: 2)
    else { return nil }
    var extensions = Cursor(rest: all)
    while let kind = extensions.number(ofBytes: 2),
      let content = extensions.vector(lengthBytes: 2)
    {
      guard kind == protocols else { continue }
      return firstHint(among: content)
    }
    return nil
  }

  private static func firstHint(among content: ArraySlice<UInt8>) -> RoomHint? {
    var list = Cursor(rest: content)
    guard let inner = list.vector(lengthBytes: 2) else { return nil }
    var names = Cursor(rest: inner)
    while let name = names.vector(lengthBytes: 1) {
      if let hint = RoomHint(protocolName: name) { return hint }
    }
    return nil
  }

  /// Takes what is there, and nothing beyond its end.
  private struct Cursor {
    var rest: ArraySlice<UInt8>

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }

    /// The highest byte first.
    mutating func number(ofBytes count: Int) -> Int? {
      take(count)?.reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func vector(lengthBytes: Int) -> ArraySlice<UInt8>? {
      number(ofBytes: lengthBytes).flatMap { take($0) }
    }
  }
}
