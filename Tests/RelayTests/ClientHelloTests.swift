import Relay
import Testing
import Vocabulary

/// What a connection by TLS begins with, and the event loop that it names.
struct ClientHelloTests {
  private static let hint = RoomHint(of: token().room)

  private static func vector(_ lengthBytes: Int, _ content: [UInt8]) -> [UInt8] {
    (0..<lengthBytes).map {
      UInt8(truncatingIfNeeded: content.count >> (8 * (lengthBytes - 1 - $0)))
    }
      + content
  }

  /// - Parameters:
  ///   - names: Protocols that are offered.
  ///   - padding: Bytes of an extension before them.
  private static func hello(_ names: [String], padding: Int = 10) -> [UInt8] {
    let offered = names.flatMap { vector(1, Array($0.utf8)) }
    let extensions: [UInt8] =
      [0, 21] + vector(2, [UInt8](repeating: 7, count: padding)) + [0, 16]
      + vector(2, vector(2, offered)) + [0, 43] + vector(2, [2, 3, 4])
    let random = [UInt8](repeating: 9, count: 32)
    let body: [UInt8] =
      [3, 3] + random + vector(1, random) + vector(2, [0x13, 1, 0x13, 2]) + vector(1, [0])
      + vector(2, extensions)
    return [0x16, 3, 1] + vector(2, [1] + vector(3, body))
  }

  private func read(_ bytes: [UInt8]) -> ClientHello { ClientHello(reading: bytes[...]) }

  @Test func `a hint is found wherever it stands among the protocols, whatever follows`() {
    let name = Self.hint.protocolName
    for names in [[name], ["http/1.1", name], [name, "h2"], ["ghostline-room-", name, "x"]] {
      #expect(read(Self.hello(names)) == .named(Self.hint), "\(names)")
      #expect(read(Self.hello(names) + [1, 2, 3]) == .named(Self.hint))
    }
  }

  @Test func `it goes on until it is whole, wherever it is cut`() {
    let whole = Self.hello(["http/1.1", Self.hint.protocolName])
    for count in whole.indices {
      #expect(ClientHello(reading: whole[..<count]) == .incomplete, "\(count)")
    }
  }

  @Test(arguments: [
    [], ["http/1.1"], ["ghostline-room-"], ["ghostline-room-3"], ["ghostline-room-3F"],
    ["ghostline-room-3fa"], ["ghostline-room-+f"], ["ghostline-rooms3f"], ["xghostline-room-3f"],
  ])
  func `other protocols name nothing`(names: [String]) {
    #expect(read(Self.hello(names)) == .unnamed)
  }

  @Test func `what is no hello names nothing, from its first byte on`() {
    #expect(read([]) == .incomplete)
    #expect(read(Array("G".utf8)) == .unnamed)
    #expect(read([0x15, 3, 1, 0, 2, 1, 0]) == .unnamed)
    var other = Self.hello([Self.hint.protocolName])
    other[5] = 2
    #expect(read(other) == .unnamed, "the hello of a server")
    #expect(read([0x16, 3, 1, 0, 0]) == .unnamed, "an empty record")
  }

  @Test func `a record has at most 4096 bytes`() {
    let name = Self.hint.protocolName
    let fixed = Self.hello([name], padding: 0).count
    let longest = Self.hello([name], padding: ClientHello.byteLimit - fixed)
    #expect(longest.count == 4_096)
    #expect(read(longest) == .named(Self.hint))
    #expect(read(Self.hello([name], padding: ClientHello.byteLimit - fixed + 1)) == .unnamed)
    // Nobody waits for more than that.
    #expect(read([0x16, 3, 1, 0x0F, 0xFB]) == .incomplete)
    #expect(read([0x16, 3, 1, 0x0F, 0xFC]) == .unnamed)
  }

  /// Any bytes, and hellos with some of theirs changed: nothing traps, a slice is read as an array is, and
  /// what was judged stays judged with more behind it.
  @Test(arguments: UInt64(0)..<500)
  func `any bytes name a loop, begin to, or name none`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let seeds: [[UInt8]] = [
      Self.hello(["http/1.1", Self.hint.protocolName]), Self.hello([]),
      [0x16] + (0..<80).map { _ in UInt8(truncatingIfNeeded: dice.next()) },
      [0x16, 3, 1, 0, 75] + (0..<80).map { _ in UInt8(truncatingIfNeeded: dice.next()) },
    ]
    for var bytes in seeds {
      for _ in 0..<dice.next(below: 5) {
        bytes[dice.next(below: bytes.count)] = UInt8(truncatingIfNeeded: dice.next())
      }
      bytes = Array(bytes.prefix(dice.next(below: bytes.count + 1)))
      let judged = read(bytes)
      let shifted = ([0, 0, 0] + bytes + [1, 2])[3..<(3 + bytes.count)]
      #expect(ClientHello(reading: shifted) == judged)
      if judged != .incomplete { #expect(read(bytes + [1, 2, 3]) == judged) }
    }
  }

  @Test func `hints are spread over all loops, and each is one byte of the room`() {
    for count in 1...RoomShare.loopLimit {
      var rooms = [Int](repeating: 0, count: count)
      for byte in UInt8.min...UInt8.max {
        guard let room = RoomCode(hash: [byte] + [UInt8](repeating: 0xAA, count: 15)) else {
          continue
        }
        let hint = RoomHint(of: room)
        #expect(RoomHint(protocolName: Array(hint.protocolName.utf8)) == hint && hint.byte == byte)
        rooms[hint.loop(among: count)] += 1
      }
      #expect(
        rooms.allSatisfy { (256 / count...(256 + count - 1) / count).contains($0) }, "\(rooms)")
    }
  }
}
