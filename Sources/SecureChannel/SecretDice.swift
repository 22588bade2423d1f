import Crypto

/// Draws key material and seeds from 32 bytes that nobody else knows.
///
/// The shell hands in the bytes, from the system's dice; what is drawn is the output of HKDF-SHA256
/// (RFC 5869, expansion alone) for one counter after the other, so that nothing that others get to see
/// of it tells anything about the rest. Equal seeds draw equally, which simulations live on.
package struct SecretDice: Sendable {
  package static let seedBytes = 32

  private let key: SymmetricKey
  private var counter: UInt64 = 0

  /// - Parameter seed: 32 bytes.
  package init(seed: [UInt8]) {
    precondition(seed.count == Self.seedBytes, "a seed of \(seed.count) bytes")
    key = SymmetricKey(data: seed)
  }

  package mutating func bytes(_ count: Int) -> [UInt8] {
    let info = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (8 * UInt64($0))) }
    counter += 1
    let drawn = HKDF<SHA256>.expand(
      pseudoRandomKey: key, info: Array("ghostline dice".utf8) + info, outputByteCount: count)
    return unsafe drawn.withUnsafeBytes { unsafe Array($0) }
  }

  package mutating func next() -> UInt64 { bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }

  /// A fresh key pair for one handshake.
  package mutating func ephemeralKey() -> EphemeralKey {
    guard let key = EphemeralKey(bytes: bytes(EphemeralKey.byteCount)) else {
      preconditionFailure("any \(EphemeralKey.byteCount) bytes are a key")
    }
    return key
  }
}

extension SecretDice: CustomStringConvertible, CustomReflectable {
  package var description: String { "SecretDice(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
