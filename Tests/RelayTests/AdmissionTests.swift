import Relay
import Testing
import Vocabulary

struct AdmissionTests {
  /// The first 30 bits of FIPS 180-4 digests of a repeated byte, computed with an independent
  /// implementation.
  @Test func `a room is shown as the first six characters of the hash of its token`() {
    #expect("\(token(0).room)" == "CSM7NB")
    #expect("\(token(0xFF).room)" == "NYB16X")
  }

  @Test func `rooms differ by any one bit of 128, and by no other`() {
    let bytes = [UInt8](0..<32)
    let room = RoomCode(hash: bytes)
    for index in 0..<32 {
      var other = bytes
      other[index] ^= 0x10
      #expect((RoomCode(hash: other) == room) == (index >= 16))
    }
    #expect(RoomCode(hash: bytes.prefix(15)) == nil)
  }

  @Test func `rooms are in the order of their bits`() throws {
    let low = try #require(RoomCode(hash: [UInt8](repeating: 0, count: 15) + [1]))
    let high = try #require(
      RoomCode(hash: [0, 0, 0, 0, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 8)))
    #expect(low < high && !(high < low))
  }

  @Test(arguments: [0, 31, 33])
  func `only 32 bytes are a token`(count: Int) {
    #expect(JoinToken(bytes: [UInt8](repeating: 1, count: count)) == nil)
  }

  @Test func `a token does not print its bytes`() {
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
}
