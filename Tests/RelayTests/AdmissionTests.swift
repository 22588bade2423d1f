import Relay
import Testing
import Vocabulary

struct AdmissionTests {
  /// FIPS 180-4 digests of a repeated byte, computed with an independent implementation.
  @Test func `the hash of a token is its SHA-256`() {
    #expect(
      hex(token(0).hash)
        == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925")
    #expect(
      hex(token(0xFF).hash)
        == "af9613760f72635fbdb44a5a0a63c39f12af30f950a6ee5c971be188e89c4051")
  }

  @Test func `hashes differ by any one bit`() {
    let bytes = [UInt8](0..<32)
    let hash = AdmissionHash(bytes: bytes)
    #expect(hash == AdmissionHash(bytes: bytes))
    for index in 0..<32 {
      var other = bytes
      other[index] ^= 0x10
      #expect(AdmissionHash(bytes: other) != hash)
    }
  }

  @Test(arguments: [0, 31, 33])
  func `only 32 bytes are a token or a hash`(count: Int) {
    let bytes = [UInt8](repeating: 1, count: count)
    #expect(JoinToken(bytes: bytes) == nil)
    #expect(AdmissionHash(bytes: bytes) == nil)
  }

  @Test func `a hash keeps its bytes, and a token does not print them`() {
    let bytes = [UInt8](0..<32)
    #expect(AdmissionHash(bytes: bytes)?.bytes == bytes)
    #expect("\(token(9))" == "JoinToken(redacted)")
  }

  @Test func `tickets differ by any one bit`() {
    let bytes = [UInt8](0..<16)
    let ticket = ResumeTicket(bytes: bytes)
    #expect(ticket == ResumeTicket(bytes: bytes))
    for index in 0..<16 {
      var other = bytes
      other[index] ^= 0x10
      #expect(ResumeTicket(bytes: other) != ticket)
    }
  }

  @Test func `two differences of a ticket do not make up for each other`() {
    #expect(ResumeTicket(high: 1, low: 2) != ResumeTicket(high: 3, low: 0))
  }

  @Test(arguments: [0, 15, 17])
  func `only 16 bytes are a ticket`(count: Int) {
    #expect(ResumeTicket(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test func `a ticket keeps its bytes, and does not print them`() {
    let ticket = ResumeTicket(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F)
    #expect(ticket.bytes == [UInt8](0..<16))
    #expect("\(ticket)" == "ResumeTicket(redacted)")
    #expect(String(reflecting: ticket) == "ResumeTicket(redacted)")
    #expect(Mirror(reflecting: ticket).children.isEmpty)
  }

  private func hex(_ hash: AdmissionHash) -> String {
    hash.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
