import Relay
import SecureChannel
import Testing
import Vocabulary

struct JoinTokenTests {
  private func token(_ bytes: [UInt8] = [UInt8](0..<16), room: UInt64 = 0x1_2345_6789_ABCD) throws
    -> JoinToken
  {
    JoinToken(
      secret: try #require(InviteSecret(bytes: bytes)), room: RoomCode(randomBits: room))
  }

  /// Computed with an independent implementation of RFC 5869.
  @Test func `the token of a known secret is known`() throws {
    let token = try token()
    #expect(
      hex(token.bytes) == "0d5ab7c6781b340b2ac9541451fcaeebb1b8f82a6d5920687d0ac66abcbaaf10")
    #expect(
      hex(token.hash.bytes) == "865616ced051f4adad86d32b7eb10661db7f1eb8337743dc09bdffe8a77767d8")
  }

  @Test func `another secret or another room has another token`() throws {
    #expect(try token() != token(room: 1))
    #expect(try token() != token([UInt8](1..<17)))
    #expect(try token() == token())
  }

  @Test(arguments: [0, 15, 17])
  func `only 16 bytes are a secret`(count: Int) {
    #expect(InviteSecret(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test(arguments: [0, 31, 33])
  func `only 32 bytes are a pin`(count: Int) {
    #expect(CertificatePin(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }
}
