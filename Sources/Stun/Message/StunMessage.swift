package import Vocabulary

/// Asks for one's own address as others see it, or answers that: a Binding message of STUN (RFC 8489).
///
/// It shares a socket with our own datagrams: `isStun` tells them apart. Decoding is total: it
/// throws a `StunError` or returns a message, and takes no memory but for bytes that arrived.
package struct StunMessage: Hashable, Sendable {
  /// Method and class in one; Binding is the only method.
  package enum Kind: UInt16, Hashable, Sendable {
    case request = 0x0001
    case success = 0x0101
    case failure = 0x0111
  }

  /// No datagram that crosses the Internet in one piece is longer.
  package static let mostBytes = 1_500
  /// A message of ours has at most 7; the others that may be skipped are counted too.
  package static let mostAttributes = 32
  static let headerByteCount = 20
  static let magicCookie: UInt32 = 0x2112_A442

  package let kind: Kind
  package let transaction: StunTransaction
  /// In their order; where one comes twice, the first counts (RFC 8489 14).
  package let attributes: [StunAttribute]

  package init(_ kind: Kind, _ transaction: StunTransaction, _ attributes: [StunAttribute] = []) {
    precondition(
      attributes.count <= Self.mostAttributes, "\(attributes.count) attributes are too many")
    self.kind = kind
    self.transaction = transaction
    self.attributes = attributes
  }

  /// Whether a datagram is STUN's and none of ours, which start with 0b01 or more.
  ///
  /// It may still not decode. Messages of RFC 3489 have no cookie and are not recognised.
  package static func isStun(_ bytes: ArraySlice<UInt8>) -> Bool {
    let start = bytes.startIndex
    return bytes.count >= headerByteCount && bytes[start] & 0xC0 == 0
      && bytes[start + 4] == 0x21 && bytes[start + 5] == 0x12
      && bytes[start + 6] == 0xA4 && bytes[start + 7] == 0x42
  }
}

// MARK: What it says

extension StunMessage {
  /// The asker's address: XOR-MAPPED-ADDRESS, or MAPPED-ADDRESS where there is no other.
  package var mapped: Address? {
    first { if case .xorMappedAddress(let address) = $0 { address } else { nil } }
      ?? first { if case .mappedAddress(let address) = $0 { address } else { nil } }
  }

  package var otherAddress: Address? {
    first { if case .otherAddress(let address) = $0 { address } else { nil } }
  }

  package var alternatePort: UInt16? {
    first { if case .alternatePort(let port) = $0 { port } else { nil } }
  }

  package var errorCode: Int? {
    first { if case .errorCode(let code) = $0 { code } else { nil } }
  }

  /// What to change, when there is something about it.
  package var changeRequest: StunChange? {
    first { if case .changeRequest(let change) = $0 { change } else { nil } }
  }

  /// Bytes of padding, when there is any.
  package var padding: Int? {
    first { if case .padding(let count) = $0 { count } else { nil } }
  }

  package var hasFingerprint: Bool { attributes.last == .fingerprint }

  /// The types of what had to be understood and was not.
  package var notUnderstood: [UInt16] {
    attributes.compactMap { if case .notUnderstood(let type) = $0 { type } else { nil } }
  }

  private func first<Value>(_ value: (StunAttribute) -> Value?) -> Value? {
    for attribute in attributes {
      if let found = value(attribute) { return found }
    }
    return nil
  }
}
