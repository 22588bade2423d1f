import Vocabulary

extension StunMessage {
  /// Decodes one datagram.
  ///
  /// - Throws: `StunError` for anything but a whole Binding message with a right checksum or none.
  package init(_ bytes: ArraySlice<UInt8>) throws(StunError) {
    guard bytes.count <= Self.mostBytes else { throw .tooLong(bytes.count) }
    var reader = StunReader(bytes)
    let type = try reader.uint16()
    let length = Int(try reader.uint16())
    guard type >> 14 == 0, try reader.uint32() == Self.magicCookie else { throw .notStun }
    let transaction = StunTransaction(high: try reader.uint32(), low: try reader.uint64())
    guard let kind = Kind(rawValue: type) else { throw .unknownKind(type) }
    guard length == reader.remaining, length % 4 == 0 else { throw .length(length) }
    var attributes = StunAttributeReader(reader, transaction)
    self.init(kind, transaction, try attributes.all())
  }
}

/// Reads the attributes of one message.
private struct StunAttributeReader {
  private enum Masking { case clear, masked }

  private var reader: StunReader
  private let transaction: StunTransaction
  private var attributes: [StunAttribute] = []

  init(_ reader: StunReader, _ transaction: StunTransaction) {
    self.reader = reader
    self.transaction = transaction
  }

  mutating func all() throws(StunError) -> [StunAttribute] {
    var count = 0
    var isProtected = false
    while reader.remaining > 0 {
      guard count < StunMessage.mostAttributes else { throw .tooManyAttributes }
      count += 1
      let before = reader.consumed
      let type = try reader.uint16()
      let value = try reader.filledBlock(Int(try reader.uint16()))
      switch StunAttributeType(rawValue: type) {
      case .fingerprint: attributes.append(try fingerprint(value, of: before))
      // What comes after the sender's seal may be another's: only the checksum counts (RFC 8489 14.5).
      case _ where isProtected: break
      case .messageIntegrity, .messageIntegritySHA256: isProtected = true
      case .sourceAddress, .changedAddress: break
      case .some(let known): attributes.append(try attribute(known, value))
      case nil:
        if StunAttributeType.mustBeUnderstood(type) { attributes.append(.notUnderstood(type)) }
      }
    }
    return attributes
  }

  private func attribute(
    _ type: StunAttributeType, _ value: ArraySlice<UInt8>
  ) throws(StunError) -> StunAttribute {
    do throws(StunError) {
      switch type {
      case .mappedAddress: return .mappedAddress(try address(value))
      case .xorMappedAddress: return .xorMappedAddress(try address(value, .masked))
      case .responseOrigin: return .responseOrigin(try address(value))
      case .otherAddress: return .otherAddress(try address(value))
      case .errorCode: return .errorCode(try errorCode(value))
      case .unknownAttributes: return .unknownAttributes(try types(value))
      case .software where value.count <= StunAttribute.mostSoftwareBytes:
        return .software(Array(value))
      case .padding: return .padding(value.count)
      case .changeRequest: return .changeRequest(StunChange(flags: try word(value)))
      case .alternatePort:
        return .alternatePort(UInt16(truncatingIfNeeded: try word(value) >> 16))
      case .software, .sourceAddress, .changedAddress, .messageIntegrity,
        .messageIntegritySHA256, .fingerprint:
        throw .truncated
      }
    } catch { throw .invalid(type.rawValue) }
  }

  private func fingerprint(
    _ value: ArraySlice<UInt8>, of before: ArraySlice<UInt8>
  ) throws(StunError) -> StunAttribute {
    guard reader.remaining == 0, value.count == 4,
      try word(value) == StunChecksum.value(of: before)
    else { throw .fingerprint }
    return .fingerprint
  }

  private func address(
    _ value: ArraySlice<UInt8>, _ masking: Masking = .clear
  ) throws(StunError) -> Address {
    var reader = StunReader(value)
    // The first byte is to be ignored (RFC 8489 14.1).
    guard let family = StunFamily(rawValue: try reader.uint16() & 0xFF) else { throw .truncated }
    let port = try reader.uint16()
    let address =
      switch family {
      case .ipv4: Address(high: 0, low: 0xFFFF << 32 | UInt64(try reader.uint32()), port: port)
      case .ipv6: Address(high: try reader.uint64(), low: try reader.uint64(), port: port)
      }
    guard reader.remaining == 0 else { throw .truncated }
    return masking == .clear ? address : address.masked(by: transaction, family)
  }

  private func errorCode(_ value: ArraySlice<UInt8>) throws(StunError) -> Int {
    var reader = StunReader(value)
    let word = try reader.uint32()
    let hundreds = Int(word >> 8 & 7)
    let rest = Int(word & 0xFF)
    guard (3...6).contains(hundreds), rest < 100 else { throw .truncated }
    return 100 * hundreds + rest
  }

  private func types(_ value: ArraySlice<UInt8>) throws(StunError) -> [UInt16] {
    guard value.count / 2 <= StunMessage.mostAttributes else { throw .tooManyAttributes }
    var reader = StunReader(value)
    var types: [UInt16] = []
    while reader.remaining > 0 { types.append(try reader.uint16()) }
    return types
  }

  private func word(_ value: ArraySlice<UInt8>) throws(StunError) -> UInt32 {
    var reader = StunReader(value)
    let word = try reader.uint32()
    guard reader.remaining == 0 else { throw .truncated }
    return word
  }
}
