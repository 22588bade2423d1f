import Vocabulary

extension Invite {
  /// Reads an invite; spaces and line ends around it are ignored, letters of the secret may be in either case.
  ///
  /// - Throws: `InviteError` with the position of the first mistake.
  package init(parsing text: String) throws(InviteError) {
    var parser = try InviteParser(text)
    let isSecured = try parser.isSecured()
    let host = try parser.host()
    let port = try parser.port()
    let path = try parser.path()
    let security = try parser.security(isSecured ? .tls(nil) : .plain)
    let secret = try parser.secret()
    self.init(host: host, port: port, link: RelayLink(security, path: path), secret: secret)
  }
}

/// Reads the parts of an invite from left to right.
private struct InviteParser {
  /// Keeps the indices of the given text, so that they are the positions of mistakes.
  private var rest: ArraySlice<UInt8>

  init(_ text: String) throws(InviteError) {
    // Bytes are counted before anything is copied: what is pasted may be of any size.
    let count = text.utf8.count
    guard count <= Invite.characterLimit else {
      throw InviteError(.tooLong(limit: Invite.characterLimit, found: count), at: 0)
    }
    let bytes = Array(text.utf8)
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
    let end = (bytes.lastIndex { !isSpace($0) } ?? start - 1) + 1
    rest = bytes[start..<end]
    if let bad = rest.firstIndex(where: { !(0x21...0x7E).contains($0) }) {
      throw InviteError(.notASCII, at: bad)
    }
  }

  mutating func isSecured() throws(InviteError) -> Bool {
    if skip("ghostline://") { return false }
    if skip("ghostlines://") { return true }
    throw InviteError(.scheme, at: rest.startIndex)
  }

  mutating func host() throws(InviteError) -> InviteHost {
    guard skip("[") else { return try InviteHost(take(untilAnyOf: ":/?#"), isIPv6: false) }
    let address = take(untilAnyOf: "]/?#")
    guard skip("]") else { throw InviteError(.bracketUnclosed, at: rest.startIndex) }
    return try InviteHost(address, isIPv6: true)
  }

  mutating func port() throws(InviteError) -> UInt16 {
    guard skip(":") else { throw InviteError(.portMissing, at: rest.startIndex) }
    let digits = take(untilAnyOf: "/?#")
    guard !digits.isEmpty else { throw InviteError(.portNotANumber, at: digits.startIndex) }
    if let bad = digits.firstIndex(where: { !(48...57).contains($0) }) {
      throw InviteError(.portNotANumber, at: bad)
    }
    guard let port = UInt16(String(decoding: digits, as: UTF8.self)), port != 0 else {
      throw InviteError(.portOutOfRange, at: digits.startIndex)
    }
    return port
  }

  /// What leads through a proxy.
  mutating func path() throws(InviteError) -> RelayPath {
    let whole = take(untilAnyOf: "?#")
    guard !whole.isEmpty else { return .root }
    guard !Self.isRoom(whole) else { throw InviteError(.olderVersion, at: whole.startIndex) }
    guard let path = RelayPath(String(decoding: whole, as: UTF8.self)) else {
      throw InviteError(.path, at: whole.startIndex)
    }
    return path
  }

  /// Symbols of the room that older programs wrote.
  private static let olderRoomLength = 10

  /// Whether it is a room as older programs wrote one, whole or not: `/938NKRKAYD`.
  private static func isRoom(_ path: ArraySlice<UInt8>) -> Bool {
    path.first == UInt8(ascii: "/") && path.count <= 1 + olderRoomLength
      && path.dropFirst().allSatisfy {
        Base32.value(of: $0) != nil && !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
      }
  }

  mutating func security(
    _ security: RelayLink.Security
  ) throws(InviteError) -> RelayLink.Security {
    guard skip("?") else { return security }
    guard security != .plain else { throw InviteError(.pinWithoutTLS, at: rest.startIndex) }
    guard skip("pin=") else { throw InviteError(.parameter, at: rest.startIndex) }
    let text = take(untilAnyOf: "#")
    guard text.count == CertificatePin.characterCount else {
      throw InviteError(
        .pinLength(expected: CertificatePin.characterCount, found: text.count),
        at: text.startIndex)
    }
    switch Base64URL.decode(text, byteCount: CertificatePin.byteCount) {
    case .success(let bytes): return .tls(CertificatePin(bytes: bytes))
    case .failure(let bad): throw InviteError(.pinCharacter, at: text.startIndex + bad.index)
    }
  }

  mutating func secret() throws(InviteError) -> InviteSecret {
    guard skip("#"), !rest.isEmpty else { throw InviteError(.secretMissing, at: rest.startIndex) }
    guard rest.count == InviteSecret.characterCount else {
      throw InviteError(
        .secretLength(expected: InviteSecret.characterCount, found: rest.count),
        at: rest.startIndex)
    }
    switch Base32.decode(rest, byteCount: InviteSecret.byteCount) {
    case .success(let bytes):
      guard let secret = InviteSecret(bytes: bytes) else {
        preconditionFailure("decoding gave \(bytes.count) bytes")
      }
      return secret
    case .failure(let bad): throw InviteError(.secretCharacter, at: rest.startIndex + bad.index)
    }
  }

  private mutating func skip(_ prefix: StaticString) -> Bool {
    let bytes = Array("\(prefix)".utf8)
    guard rest.starts(with: bytes) else { return false }
    rest = rest.dropFirst(bytes.count)
    return true
  }

  private mutating func take(untilAnyOf stops: StaticString) -> ArraySlice<UInt8> {
    let stops = Array("\(stops)".utf8)
    let end = rest.firstIndex { stops.contains($0) } ?? rest.endIndex
    defer { rest = rest[end...] }
    return rest[..<end]
  }
}
