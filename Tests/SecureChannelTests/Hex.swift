import SecureChannel
import Testing
import Vocabulary

/// Two hexadecimal digits for each byte.
func hex(_ bytes: [UInt8]) -> String {
  bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

/// The bytes that hexadecimal digits stand for.
func bytes(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

extension EphemeralKey {
  /// A known key, for tests.
  static func numbered(_ number: UInt8) -> EphemeralKey {
    guard let key = EphemeralKey(bytes: [UInt8](repeating: number, count: byteCount)) else {
      preconditionFailure("32 bytes")
    }
    return key
  }
}

extension InviteSecret {
  static func numbered(_ number: UInt8) -> InviteSecret {
    guard let secret = InviteSecret(bytes: [UInt8](repeating: number, count: byteCount)) else {
      preconditionFailure("16 bytes")
    }
    return secret
  }
}

/// As `#require`, for values that come of a mutating call.
func unwrap<Value>(_ value: Value?) throws -> Value { try #require(value) }
