package import Vocabulary

/// Says one thing in a STUN message (RFC 8489 14, RFC 5780 7).
///
/// Absent: everything about users and passwords. Nobody who asks us has an account, and an address
/// is believed for no more than being probed.
package enum StunAttribute: Hashable, Sendable {
  /// The asker's address as the server saw it; in clear, from servers of the old kind.
  case mappedAddress(Address)
  /// The same, masked: some NATs rewrite every copy of an address that they find in a payload.
  case xorMappedAddress(Address)
  /// Why a request is refused, 300...699. Its phrase for people is neither sent nor kept.
  case errorCode(Int)
  /// The types of those attributes for which a request was refused; at most
  /// `StunMessage.mostAttributes`.
  case unknownAttributes([UInt16])
  /// Who made the message; at most `mostSoftwareBytes`. A stranger's: no text for a terminal.
  case software([UInt8])
  /// So many bytes of nothing.
  case padding(Int)
  case changeRequest(StunChange)
  /// The address that an answer was sent from, as the server knows it.
  case responseOrigin(Address)
  /// Where a server that has a second IP would answer from if all were to be changed.
  case otherAddress(Address)
  /// The second port of a server that has no second IP: of our own making.
  ///
  /// RFC 5780 7.4 forbids OTHER-ADDRESS to such a server, for a good reason: who finds the same IP
  /// in it takes one address for two, and a symmetric NAT for a good one. This one is of a type
  /// that others skip, and needs no IP, which a server on a wildcard socket does not know.
  case alternatePort(UInt16)
  /// The checksum, always last (RFC 8489 14.7). It was right, or the message was not decoded.
  case fingerprint
  /// An attribute that must be understood, but is not; without its content.
  case notUnderstood(UInt16)

  /// RFC 8489 14.14.
  package static let mostSoftwareBytes = 763
}

/// Numbers the attributes; those below 0x8000 have to be understood, the others may be skipped.
enum StunAttributeType: UInt16, Hashable, Sendable {
  case mappedAddress = 0x0001
  case changeRequest = 0x0003
  /// SOURCE-ADDRESS and CHANGED-ADDRESS of RFC 3489: some servers still add them, so they are known,
  /// and not looked at.
  case sourceAddress = 0x0004
  case changedAddress = 0x0005
  case messageIntegrity = 0x0008
  case errorCode = 0x0009
  case unknownAttributes = 0x000A
  case messageIntegritySHA256 = 0x001C
  case xorMappedAddress = 0x0020
  case padding = 0x0026
  case software = 0x8022
  case fingerprint = 0x8028
  case responseOrigin = 0x802B
  case otherAddress = 0x802C
  /// Unassigned, in the range for single applications (RFC 8489 18.3).
  case alternatePort = 0xE107

  static func mustBeUnderstood(_ type: UInt16) -> Bool { type < 0x8000 }
}

extension StunAttribute {
  /// The bytes that it takes in a message, header and filling included.
  var byteCount: Int { 4 + (valueByteCount + 3) / 4 * 4 }

  var type: UInt16 {
    switch self {
    case .mappedAddress: StunAttributeType.mappedAddress.rawValue
    case .xorMappedAddress: StunAttributeType.xorMappedAddress.rawValue
    case .errorCode: StunAttributeType.errorCode.rawValue
    case .unknownAttributes: StunAttributeType.unknownAttributes.rawValue
    case .software: StunAttributeType.software.rawValue
    case .padding: StunAttributeType.padding.rawValue
    case .changeRequest: StunAttributeType.changeRequest.rawValue
    case .responseOrigin: StunAttributeType.responseOrigin.rawValue
    case .otherAddress: StunAttributeType.otherAddress.rawValue
    case .alternatePort: StunAttributeType.alternatePort.rawValue
    case .fingerprint: StunAttributeType.fingerprint.rawValue
    case .notUnderstood(let type): type
    }
  }

  var valueByteCount: Int {
    switch self {
    case .mappedAddress(let address), .xorMappedAddress(let address),
      .responseOrigin(let address), .otherAddress(let address):
      address.isIPv4 ? 8 : 20
    case .unknownAttributes(let types): 2 * types.count
    case .software(let name): name.count
    case .padding(let count): count
    case .errorCode, .changeRequest, .alternatePort, .fingerprint: 4
    case .notUnderstood: 0
    }
  }
}
