import Vocabulary

extension StunMessage {
  /// The message as it travels; at most `mostBytes`.
  package var encoded: [UInt8] {
    var writer = StunWriter(kind, transaction)
    for attribute in attributes { writer.append(attribute) }
    let bytes = writer.finished
    precondition(bytes.count <= Self.mostBytes, "\(bytes.count) bytes are no STUN message")
    return bytes
  }
}

/// Appends attributes to the header of a message.
private struct StunWriter {
  private var bytes: [UInt8] = []
  private let transaction: StunTransaction

  init(_ kind: StunMessage.Kind, _ transaction: StunTransaction) {
    self.transaction = transaction
    // Header, a masked IPv6 address and a port: most answers.
    bytes.reserveCapacity(64)
    uint16(kind.rawValue)
    uint16(0)
    uint32(StunMessage.magicCookie)
    uint32(transaction.high)
    uint64(transaction.low)
  }

  var finished: [UInt8] {
    var finished = self
    finished.setLength()
    return finished.bytes
  }

  mutating func append(_ attribute: StunAttribute) {
    let start = bytes.count
    uint16(attribute.type)
    uint16(UInt16(attribute.valueByteCount))
    value(of: attribute)
    while bytes.count % 4 != 0 { bytes.append(0) }
    assert(bytes.count - start == attribute.byteCount, "\(attribute) is of another length")
  }

  private mutating func value(of attribute: StunAttribute) {
    switch attribute {
    case .mappedAddress(let address), .responseOrigin(let address), .otherAddress(let address):
      self.address(address, family: address.family)
    case .xorMappedAddress(let address):
      let family = address.family
      self.address(address.masked(by: transaction, family), family: family)
    case .errorCode(let code):
      precondition((300...699).contains(code), "\(code) is no error of STUN")
      uint16(0)
      uint16(UInt16((code / 100) << 8 | code % 100))
    case .unknownAttributes(let types): for type in types { uint16(type) }
    case .software(let name): bytes += name
    case .padding(let count): bytes += repeatElement(0, count: count)
    case .changeRequest(let change): uint32(change.rawValue)
    case .alternatePort(let port):
      uint16(port)
      uint16(0)
    case .fingerprint: fingerprint()
    case .notUnderstood: break
    }
  }

  private mutating func address(_ address: Address, family: StunFamily) {
    uint16(family.rawValue)
    uint16(address.port)
    switch family {
    case .ipv4: uint32(UInt32(truncatingIfNeeded: address.low))
    case .ipv6:
      uint64(address.high)
      uint64(address.low)
    }
  }

  /// The checksum is of everything before the attribute, with the length that the message will have.
  private mutating func fingerprint() {
    let header = bytes.count - 4
    uint32(0)
    setLength()
    let checksum = StunChecksum.value(of: bytes[..<header])
    bytes.removeLast(4)
    uint32(checksum)
  }

  private mutating func setLength() {
    let length = bytes.count - StunMessage.headerByteCount
    bytes[2] = UInt8(truncatingIfNeeded: length >> 8)
    bytes[3] = UInt8(truncatingIfNeeded: length)
  }

  private mutating func uint16(_ value: UInt16) { word(UInt64(value), 2) }
  private mutating func uint32(_ value: UInt32) { word(UInt64(value), 4) }
  private mutating func uint64(_ value: UInt64) { word(value, 8) }

  private mutating func word(_ value: UInt64, _ width: Int) {
    for index in (0..<width).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }
}
