import Netplay
import Rollback
import Station
import Testing
import Vocabulary

struct LobbyMessageTests {
  private func error(_ bytes: [UInt8]) -> WireError? {
    do throws(WireError) {
      _ = try LobbyMessage(bytes[...])
      return nil
    } catch { return error }
  }

  private func offer(_ change: (inout MatchTerms) -> Void) -> [UInt8] {
    var terms = LobbySample.terms
    change(&terms)
    return LobbyMessage.offer(terms, configuration: 7).encoded()
  }

  @Test(arguments: LobbySample.messages)
  func `every message comes back as it was written`(message: LobbyMessage) throws {
    #expect(try LobbyMessage(message.encoded()[...]) == message)
  }

  @Test(arguments: LobbySample.messages)
  func `every truncation and a byte too many are errors`(message: LobbyMessage) {
    let bytes = message.encoded()
    for count in bytes.indices { #expect(error(Array(bytes.prefix(count))) != nil) }
    #expect(error(bytes + [0]) == .trailingBytes)
  }

  @Test func `an unlimited episode comes back without a limit`() throws {
    let bytes = offer { $0.frameLimit = nil }
    guard case .offer(let terms, configuration: 7) = try LobbyMessage(bytes[...]) else {
      Issue.record("no offer")
      return
    }
    #expect(terms.frameLimit == nil)
  }

  @Test(arguments: [0, Envelope.version - 1, Envelope.version + 1, 255])
  func `another version is told before anything else is read`(version: UInt8) {
    #expect(error([version]) == .version(version))
    #expect(error([version, 99, 99]) == .version(version))
  }

  @Test(arguments: [0, 9, 255] as [UInt8])
  func `an unknown kind is an error`(kind: UInt8) {
    #expect(error([Envelope.version, kind]) == .unknownKind(kind))
  }

  @Test func `an unknown reason is an error`() {
    var bytes = LobbyMessage.decline(epoch: 1, .unplayable).encoded()
    bytes[10] = 5
    #expect(error(bytes) == .unknownKind(5))
    bytes[10] = 0
    #expect(error(bytes) == .unknownKind(0))
  }

  @Test func `players are 2 to 8`() {
    for (players, isFine) in [(1, false), (2, true), (8, true), (9, false), (255, false)] {
      #expect((error(offer { $0.players = players }) == nil) == isFine)
    }
  }

  @Test func `the hash interval is 1 to 600`() {
    for (interval, isFine) in [(0, false), (1, true), (600, true), (601, false)] {
      #expect((error(offer { $0.hashInterval = interval }) == nil) == isFine)
    }
  }

  @Test func `the frame limit is at most a hundred million`() {
    #expect(error(offer { $0.frameLimit = Frame(1) }) == nil)
    #expect(error(offer { $0.frameLimit = Frame(100_000_000) }) == nil)
    #expect(error(offer { $0.frameLimit = Frame(100_000_001) }) == .invalid(.count))
  }

  @Test func `the description of a game is at most 3,000 bytes`() {
    #expect(error(offer { $0.game = Array(repeating: 1, count: 3000) }) == nil)
    #expect(error(offer { $0.game = Array(repeating: 1, count: 3001) }) == .invalid(.length))
  }

  @Test func `at most 16 addresses are written and taken`() throws {
    let many = (1...20).map { Address(ipv4: 10, 0, 0, UInt8($0), port: 9) }
    let bytes = LobbyMessage.hello(name: DisplayText("a"), candidates: many).encoded()
    #expect(
      try LobbyMessage(bytes[...])
        == .hello(name: DisplayText("a"), candidates: Array(many.prefix(16))))
    var inflated = bytes + [UInt8](repeating: 1, count: 18)
    inflated[5] = 17
    #expect(error(inflated) == .invalid(.candidate))
    inflated[4] = UInt8(NetworkKind.allCases.count)
    #expect(error(inflated) == .invalid(.network))
  }

  @Test func `a name is taken up to 256 bytes and cleaned`() throws {
    func hello(_ name: [UInt8]) -> [UInt8] {
      var writer = ByteWriter()
      writer.byte(Envelope.version)
      writer.byte(1)
      writer.block(name)
      writer.byte(0)
      writer.byte(0)
      writer.uint64(0)
      writer.byte(1)
      return writer.bytes
    }
    let long = [UInt8](repeating: 0x61, count: 256)
    let cleaned = LobbyMessage.hello(
      name: DisplayText(String(repeating: "a", count: 16)), candidates: [])
    #expect(try LobbyMessage(hello(long)[...]) == cleaned)
    #expect(error(hello(long + [0x61])) == .invalid(.length))
    let rude = LobbyMessage.hello(name: DisplayText("[2Jx"), candidates: [])
    #expect(try LobbyMessage(hello([0x1B, 0x5B, 0x32, 0x4A, 0xFF, 0x78])[...]) != rude)
    #expect(try LobbyMessage(hello([0x1B, 0x5B, 0x32, 0x4A, 0x78])[...]) == rude)
  }

  @Test func `random bytes and flipped bits never trap`() {
    var dice = SplitMix64(seed: 3)
    var decoded = 0
    for round in 0..<20_000 {
      var bytes = LobbySample.messages[round % LobbySample.messages.count].encoded()
      for _ in 0...dice.next(below: 3) {
        bytes[dice.next(below: bytes.count)] ^= 1 << UInt8(dice.next(below: 8))
      }
      if dice.next(below: 4) == 0 {
        bytes = [Envelope.version] + (0..<40).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
      }
      if error(bytes) == nil { decoded += 1 }
    }
    #expect(decoded > 1000 && decoded < 20_000)
  }
}
