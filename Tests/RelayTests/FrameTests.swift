import Relay
import Testing

/// The frames of WebSocket, byte by byte.
struct FrameTests {
  private func read(_ bytes: [UInt8]) -> ClientFrame.Reading { ClientFrame.read(bytes.span) }

  private func whole(_ bytes: [UInt8]) -> ClientFrame? {
    if case .frame(let frame) = read(bytes) { frame } else { nil }
  }

  @Test(arguments: [
    (UInt8(0x82), ClientFrame.Opcode.binary), (0x88, .close), (0x89, .ping), (0x8A, .pong),
  ])
  func `a short frame is told by its first bytes`(first: UInt8, opcode: ClientFrame.Opcode) throws {
    let frame = try #require(whole([first, 0x83, 1, 2, 3, 4]))
    #expect(frame.opcode == opcode && frame.mask == 0x0102_0304)
    #expect(frame.headByteCount == 6 && frame.payloadByteCount == 3 && frame.byteCount == 9)
  }

  @Test func `a frame of up to 4,096 bytes is taken, and not one more`() throws {
    let frame = try #require(whole([0x82, 0xFE, 0x10, 0x00, 9, 8, 7, 6]))
    #expect(frame.headByteCount == 8 && frame.payloadByteCount == 4_096)
    #expect(read([0x82, 0xFE, 0x10, 0x01]) == .violation(.frameTooLarge))
    #expect(read([0x82, 0xFF]) == .violation(.frameTooLarge))
  }

  @Test func `a control frame of up to 125 bytes is taken, and not one more`() {
    #expect(whole([0x89, 0xFD, 0, 0, 0, 0])?.payloadByteCount == 125)
    #expect(read([0x89, 0xFE]) == .violation(.badControlFrame))
  }

  @Test(arguments: [[0x82, 0x81, 1, 2, 3, 4], [0x82, 0xFE, 0, 200, 1, 2, 3, 4]] as [[UInt8]])
  func `a head that has not come whole is waited for`(head: [UInt8]) {
    for count in 0..<head.count { #expect(read(Array(head.prefix(count))) == .incomplete) }
    #expect(whole(head) != nil)
  }

  @Test func `every byte of the first two is judged as RFC 6455 says`() {
    for first in UInt8.min...UInt8.max {
      for second in [UInt8(0), 0x80] {
        let reading = read([first, second, 0, 0, 0, 0])
        let opcode = first & 0x0F
        let expected: ProtocolViolation? =
          if second == 0 {
            .unmaskedFrame
          } else if first & 0x70 != 0 {
            .reservedBits
          } else if opcode == 0 || first == 2 {
            .fragment
          } else if opcode == 1 {
            .textFrame
          } else if ![2, 8, 9, 10].contains(opcode) {
            .reservedOpcode
          } else if first & 0x80 == 0 {
            .badControlFrame
          } else {
            nil
          }
        if let expected {
          #expect(reading == .violation(expected), "\(first) \(second)")
        } else {
          #expect(whole([first, second, 0, 0, 0, 0])?.byteCount == 6, "\(first) \(second)")
        }
      }
    }
  }

  @Test func `the mask comes off as it was put on`() throws {
    let frame = try #require(whole([0x82, 0x85, 0x37, 0xFA, 0x21, 0x3D]))
    // The example of RFC 6455, 5.7.
    var payload: [UInt8] = [0x7F, 0x9F, 0x4D, 0x51, 0x58]
    frame.unmask(&payload)
    #expect(payload == Array("Hello".utf8))
  }

  @Test func `a server's head says how much follows`() {
    #expect(ServerFrame.head(.binary, payloadByteCount: 0) == (0x8200, 2))
    #expect(ServerFrame.head(.pong, payloadByteCount: 125) == (0x8A7D, 2))
    #expect(ServerFrame.head(.binary, payloadByteCount: 126) == (0x827E_007E, 4))
    #expect(ServerFrame.head(.binary, payloadByteCount: 4_096) == (0x827E_1000, 4))
  }

  @Test func `the answer to a key is that of RFC 6455`() {
    #expect(
      HandshakeKey.acceptance(of: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
  }
}
