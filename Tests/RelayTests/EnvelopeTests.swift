import Relay
import Testing
import Vocabulary

struct EnvelopeTests {
  static let clientGolden: [(ClientMessage, [UInt8])] = [
    (
      .createRoom(token(9), capacity: 4),
      [1, 4] + [UInt8](repeating: 9, count: 32) + [4]
    ),
    (
      .joinRoom(token(9)),
      [2, 4] + [UInt8](repeating: 9, count: 32)
    ),
    (.data(to: seat(3), payload: [0xAA, 0xBB]), [3, 3, 0xAA, 0xBB]),
    (.signal(to: seat(15), payload: [0xCC]), [4, 15, 0xCC]),
    (.leave, [5]),
    (
      .resume(
        ResumeRequest(
          token: token(9), seat: seat(3), capacity: 4,
          ticket: ResumeTicket(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F))),
      [6, 4] + [UInt8](repeating: 9, count: 32) + [3, 4]
        + [UInt8](0..<16) + [0, 0]
    ),
    (
      .resume(
        ResumeRequest(
          token: token(9), seat: seat(3), capacity: 12,
          ticket: ResumeTicket(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F),
          expecting: Presence([seat(0), seat(2), seat(11)]))),
      [6, 4] + [UInt8](repeating: 9, count: 32) + [3, 12]
        + [UInt8](0..<16) + [0x05, 0x08]
    ),
    (.hold(.open), [7, 0]),
    (.hold(.kept), [7, 1]),
  ]

  static let relayGolden: [(RelayMessage, [UInt8])] = [
    (
      welcome(2, of: 12, with: [0, 1, 9], ticket: 5),
      [0x81, 2, 12, 0x03, 0x02, 0x80, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 5]
    ),
    (.peerJoined(seat(1)), [0x82, 1]),
    (.peerLeft(seat(11), .lost), [0x83, 11, 0]),
    (.peerLeft(seat(0), .left), [0x83, 0, 1]),
    (.data(from: seat(3), payload: [0xAA, 0xBB]), [0x84, 3, 0xAA, 0xBB]),
    (.signal(from: seat(0), payload: [0xCC]), [0x85, 0, 0xCC]),
    (.refused(.noSuchRoom(next: .none)), [0x86, 0, 0]),
    (.refused(.roomFull), [0x86, 1, 0]),
    (.refused(.roomExists), [0x86, 2, 0]),
    (.refused(.noSuchRoom(next: Wait(seconds: 16))), [0x86, 0, 16]),
    (.refused(.rateLimited), [0x86, 3, 0]),
    (.refused(.tooManyRoomsFromHere(Wait(seconds: 6))), [0x86, 9, 6]),
    (.refused(.roomTooLarge(seats: 12)), [0x86, 10, 12]),
    (.slowed(Wait(seconds: 4)), [0x87, 4]),
    (.refused(.versionMismatch(theirs: 9)), [0x86, 4, 9]),
    (.refused(.malformed), [0x86, 5, 0]),
    (.refused(.tooManyRooms), [0x86, 6, 0]),
    (.refused(.shuttingDown), [0x86, 7, 0]),
    (.refused(.hostLeft), [0x86, 8, 0]),
    (.refused(.draining(nil)), [0x86, 11, 0]),
    (
      .refused(.draining(NextRelay("ghostline://b:1"))),
      [0x86, 11, 0] + Array("ghostline://b:1".utf8)
    ),
    (.draining(nil), [0x88]),
    (.draining(NextRelay("ghostline://b:1")), [0x88] + Array("ghostline://b:1".utf8)),
  ]

  @Test(arguments: clientGolden)
  func `messages of clients have these bytes`(message: ClientMessage, bytes: [UInt8]) throws {
    #expect(message.encoded == bytes)
    #expect(try ClientMessage(decoding: bytes) == message)
  }

  @Test(arguments: relayGolden)
  func `messages of relays have these bytes`(message: RelayMessage, bytes: [UInt8]) throws {
    #expect(message.encoded == bytes)
    #expect(try RelayMessage(decoding: bytes) == message)
  }

  @Test(arguments: clientGolden.map(\.1))
  func `a message of fixed size is read at that size alone`(bytes: [UInt8]) {
    guard bytes[0] != 3, bytes[0] != 4 else { return }
    for count in 1..<bytes.count {
      #expect(throws: EnvelopeError.self) { try ClientMessage(decoding: Array(bytes[..<count])) }
    }
    #expect(throws: EnvelopeError.wrongLength(expected: bytes.count, found: bytes.count + 1)) {
      try ClientMessage(decoding: bytes + [0])
    }
  }

  private static func resumption(
    seat: UInt8, capacity: UInt8, expecting expected: [UInt8] = [0, 0]
  ) -> [UInt8] {
    [6, 4] + [UInt8](repeating: 0, count: 32) + [seat, capacity] + noTicket + expected
  }

  struct Bad: Sendable {
    let bytes: [UInt8]
    let error: EnvelopeError
  }

  static let badClient: [Bad] = [
    Bad(bytes: [], error: .empty),
    Bad(bytes: [0], error: .unknownKind(0)),
    Bad(bytes: [8], error: .unknownKind(8)),
    Bad(bytes: [0x84, 1, 1], error: .unknownKind(0x84)),
    Bad(bytes: [1, 2], error: .version(theirs: 2)),
    Bad(bytes: [2, 0, 1, 2, 3], error: .version(theirs: 0)),
    Bad(bytes: [2], error: .wrongLength(expected: 2, found: 1)),
    Bad(bytes: [3], error: .wrongLength(expected: 2, found: 1)),
    Bad(bytes: [3, 16, 1], error: .seat(16)),
    Bad(bytes: [3, 1], error: .payloadSize(found: 0, limit: 1_200)),
    Bad(
      bytes: [3, 1] + [UInt8](repeating: 0, count: 1_201),
      error: .payloadSize(found: 1_201, limit: 1_200)),
    Bad(
      bytes: [4, 1] + [UInt8](repeating: 0, count: 3_501),
      error: .payloadSize(found: 3_501, limit: 3_500)),
    Bad(
      bytes: [1, 4] + [UInt8](repeating: 0, count: 32) + [0], error: .capacity(0)),
    Bad(
      bytes: [1, 4] + [UInt8](repeating: 0, count: 32) + [17], error: .capacity(17)),
    Bad(bytes: [2, 3] + [UInt8](repeating: 0, count: 40), error: .version(theirs: 3)),
    Bad(bytes: [6], error: .wrongLength(expected: 2, found: 1)),
    Bad(bytes: [6, 2, 2, 3], error: .version(theirs: 2)),
    Bad(bytes: resumption(seat: 16, capacity: 16), error: .seat(16)),
    Bad(bytes: resumption(seat: 2, capacity: 2), error: .seat(2)),
    Bad(bytes: resumption(seat: 0, capacity: 0), error: .capacity(0)),
    Bad(bytes: resumption(seat: 0, capacity: 17), error: .capacity(17)),
    Bad(bytes: resumption(seat: 0, capacity: 2, expecting: [4, 0]), error: .seat(2)),
    Bad(bytes: resumption(seat: 0, capacity: 15, expecting: [1, 0x80]), error: .seat(15)),
    Bad(
      bytes: resumption(seat: 0, capacity: 2, expecting: []),
      error: .wrongLength(expected: 54, found: 52)),
    Bad(bytes: [7], error: .wrongLength(expected: 2, found: 1)),
    Bad(bytes: [7, 2], error: .hold(2)),
    Bad(bytes: [7, 255], error: .hold(255)),
    Bad(bytes: [7, 1, 0], error: .wrongLength(expected: 2, found: 3)),
  ]

  @Test(arguments: badClient)
  func `what is no message of a client says why`(bad: Bad) {
    #expect(throws: bad.error) { try ClientMessage(decoding: bad.bytes) }
  }

  private static let noTicket = [UInt8](repeating: 0, count: 16)

  static let badRelay: [Bad] = [
    Bad(bytes: [], error: .empty),
    Bad(bytes: [3, 1, 1], error: .unknownKind(3)),
    Bad(bytes: [0x81, 2, 2, 0, 0] + noTicket, error: .seat(2)),
    Bad(bytes: [0x81, 0, 2, 1, 0] + noTicket, error: .seat(0)),
    Bad(bytes: [0x81, 0, 2, 4, 0] + noTicket, error: .seat(2)),
    Bad(bytes: [0x81, 0, 0, 0, 0] + noTicket, error: .capacity(0)),
    Bad(bytes: [0x81, 0, 2, 0, 0], error: .wrongLength(expected: 21, found: 5)),
    Bad(bytes: [0x82], error: .wrongLength(expected: 2, found: 1)),
    Bad(bytes: [0x83, 1], error: .wrongLength(expected: 3, found: 2)),
    Bad(bytes: [0x83, 1, 0, 0], error: .wrongLength(expected: 3, found: 4)),
    Bad(bytes: [0x83, 16, 0], error: .seat(16)),
    Bad(bytes: [0x83, 1, 2], error: .departure(2)),
    Bad(bytes: [0x83, 1, 255], error: .departure(255)),
    Bad(bytes: [0x85, 1], error: .payloadSize(found: 0, limit: 3_500)),
    Bad(bytes: [0x86, 12, 0], error: .refusalCode(12)),
  ]

  @Test(arguments: badRelay)
  func `what is no message of a relay says why`(bad: Bad) {
    #expect(throws: bad.error) { try RelayMessage(decoding: bad.bytes) }
  }

  @Test func `every seat of the largest room can be expected`() throws {
    let bytes = Self.resumption(seat: 15, capacity: 16, expecting: [0xFF, 0x7F])
    guard case .resume(let request) = try ClientMessage(decoding: bytes) else {
      Issue.record("no resume")
      return
    }
    #expect(request.expected == Presence((0..<15).map { seat($0) }))
  }

  @Test func `payloads at their limits pass`() throws {
    let data = ClientMessage.data(to: seat(1), payload: [UInt8](repeating: 1, count: 1_200)[...])
    #expect(try ClientMessage(decoding: data.encoded) == data)
    let signal = ClientMessage.signal(
      to: seat(1), payload: [UInt8](repeating: 1, count: 3_500)[...])
    #expect(try ClientMessage(decoding: signal.encoded) == signal)
    #expect(signal.encoded.count <= EnvelopeLimits.frameBytes)
  }

  @Test(arguments: UInt64(0)..<50)
  func `hostile bytes are an error or a message that encodes to the same bytes`(seed: UInt64) {
    var dice = Dice(seed: seed)
    for _ in 0..<400 {
      let bytes = dice.bytes(upTo: 64)
      if let message = decoded({ try ClientMessage(decoding: bytes) }) {
        #expect(message.encoded == bytes)
      }
      // The detail of most refusals is ignored, so only the message survives.
      if let message = decoded({ try RelayMessage(decoding: bytes) }) {
        #expect(decoded { try RelayMessage(decoding: message.encoded) } == message)
      }
    }
  }

  private func decoded<Message>(_ decode: () throws -> Message) -> Message? {
    do { return try decode() } catch { return nil }
  }
}

/// Small random numbers with a seed (xorshift64*, Marsaglia 2003).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func roll(_ bound: Int) -> Int {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % bound
  }

  /// Bytes whose first is likely to be a kind.
  mutating func bytes(upTo limit: Int) -> [UInt8] {
    var bytes = (0..<roll(limit)).map { _ in UInt8(roll(256)) }
    if !bytes.isEmpty, roll(4) > 0 { bytes[0] = UInt8([0, 0x80][roll(2)] + roll(8)) }
    if bytes.count > 1, roll(4) > 0 { bytes[1] = UInt8(roll(5)) }
    return bytes
  }
}
