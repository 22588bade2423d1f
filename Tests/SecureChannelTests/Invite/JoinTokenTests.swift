import Relay
import SecureChannel
import Testing
import Vocabulary

struct JoinTokenTests {
  private func token(_ bytes: [UInt8] = [UInt8](0..<16)) throws -> JoinToken {
    JoinToken(secret: try #require(InviteSecret(bytes: bytes)))
  }

  /// Computed with an independent implementation of RFC 5869 and of SHA-256.
  @Test func `the token of a known secret is known, and the room of that`() throws {
    let token = try token()
    #expect(
      hex(token.bytes) == "9f2735d025607112d6560a308fc5ab803dba2a219887454bbc14b4279efbc8da")
    #expect("\(token.room)" == "HV9VCB")
  }

  @Test func `another secret has another token, and another room`() throws {
    #expect(try token() != token([UInt8](1..<17)))
    #expect(try token().room != token([UInt8](1..<17)).room)
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
