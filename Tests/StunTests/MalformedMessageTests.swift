import Stun
import Testing
import Vocabulary

struct MalformedMessageTests {
  // MARK: The header

  @Test func `STUN is told from our own datagrams by its first byte and the cookie`() {
    #expect(StunMessage.isStun(request()[...]))
    for first in UInt8.min...UInt8.max {
      var bytes = request()
      bytes[0] = first
      #expect(StunMessage.isStun(bytes[...]) == (first < 0x40))
    }
    for index in 4..<8 {
      var bytes = request()
      bytes[index] ^= 1
      #expect(!StunMessage.isStun(bytes[...]))
      #expect(errorOfDecoding(bytes) == .notStun)
    }
    #expect(!StunMessage.isStun(request()[..<19]))
    #expect(!StunMessage.isStun([]))
  }

  @Test func `a datagram of ours is not decoded`() {
    var bytes = request()
    bytes[0] = 0b0110_0000
    #expect(errorOfDecoding(bytes) == .notStun)
  }

  @Test func `other methods and indications are not spoken`() {
    #expect(errorOfDecoding(message(attributes: [], type: 0x0011)) == .unknownKind(0x0011))
    #expect(errorOfDecoding(message(attributes: [], type: 0x0003)) == .unknownKind(0x0003))
  }

  @Test func `the length has to be right and a multiple of four`() {
    var bytes = request()
    bytes[3] = 4
    #expect(errorOfDecoding(bytes) == .length(4))
    #expect(errorOfDecoding(request() + [0, 0, 0, 0]) == .length(0))
    #expect(errorOfDecoding(message(attributes: [0x80, 0, 0])) == .length(3))
    bytes[2] = 0xFF
    bytes[3] = 0xFC
    #expect(errorOfDecoding(bytes) == .length(0xFFFC))
  }

  @Test func `1,500 bytes are a message, more are none`() {
    let most = request(.padding(1_476))
    #expect(most.count == 1_500)
    #expect(decoded(most)?.padding == 1_476)
    let more = message(attributes: hex("002605c8") + [UInt8](repeating: 0, count: 1_480))
    #expect(errorOfDecoding(more) == .tooLong(1_504))
  }

  // MARK: Attributes

  @Test func `32 attributes are a message, one more is none, whether or not it counts`() {
    let most = message(attributes: (0..<32).flatMap { _ in hex("80000000") })
    #expect(decoded(most)?.attributes == [])
    let more = message(attributes: (0..<33).flatMap { _ in hex("80000000") })
    #expect(errorOfDecoding(more) == .tooManyAttributes)
  }

  @Test func `an attribute ends within the message`() {
    #expect(errorOfDecoding(message(attributes: hex("80220004"))) == .truncated)
    #expect(errorOfDecoding(message(attributes: hex("8022ffff 00000000"))) == .truncated)
    // The filling belongs to it.
    #expect(errorOfDecoding(message(attributes: hex("80220005 00000000"))) == .truncated)
    #expect(errorOfDecoding(message(attributes: hex("80000005 00000000"))) == .truncated)
  }

  @Test(arguments: [
    // Addresses: of no family, too short, too long, IPv6 in the length of IPv4.
    ("00010008 00030d96 c0000201", 0x0001), ("00010004 00010d96", 0x0001),
    ("00010007 00010d96 c0000200", 0x0001), ("0001000c 00010d96 c0000201 00000000", 0x0001),
    ("00200008 00020d96 c0000201", 0x0020), ("00200002 00010000", 0x0020),
    ("802b0000", 0x802B), ("802c0008 00000d96 c0000201", 0x802C),
    // Codes below 300, above 699, with a rest of 100; too short.
    ("00090004 00000263", 0x0009), ("00090004 00000700", 0x0009), ("00090004 00000464", 0x0009),
    ("00090002 00000000", 0x0009),
    // Half a type.
    ("000a0003 00030000", 0x000A),
    ("00030000", 0x0003), ("00030008 00000000 00000000", 0x0003), ("00030003 00000000", 0x0003),
    ("e1070002 0d970000", 0xE107), ("e1070008 0d970000 00000000", 0xE107),
  ])
  func `a content that cannot be is named`(bytes: String, type: UInt16) {
    #expect(errorOfDecoding(message(attributes: hex(bytes))) == .invalid(type))
  }

  @Test func `a phrase after an error code does not matter`() {
    let bytes = message(attributes: hex("00090008 00000414 6261642e"), type: 0x0111)
    #expect(decoded(bytes)?.attributes == [.errorCode(420)])
  }

  @Test func `32 unknown types are a list, one more is none`() {
    let types = [UInt16](repeating: 0x0027, count: 32)
    let most = StunMessage(.failure, transaction(), [.unknownAttributes(types)])
    #expect(decoded(most.encoded) == most)
    let more = StunMessage(.failure, transaction(), [.unknownAttributes(types + [1])])
    #expect(errorOfDecoding(more.encoded) == .invalid(0x000A))
  }

  @Test func `763 bytes are a name, one more is none`() {
    let name = [UInt8](repeating: 0x41, count: 763)
    let most = StunMessage(.request, transaction(), [.software(name)])
    #expect(decoded(most.encoded) == most)
    let more = StunMessage(.request, transaction(), [.software(name + [0x41])])
    #expect(errorOfDecoding(more.encoded) == .invalid(0x8022))
  }

  // MARK: The checksum

  @Test func `the checksum is right, last, and of four bytes`() {
    let bytes = request(.padding(4), .fingerprint)
    #expect(decoded(bytes)?.hasFingerprint == true)
    for index in [1, 17, 24, 31, 35] {
      var damaged = bytes
      damaged[index] ^= 0x10
      #expect(decoded(damaged) == nil)
    }
    let checksum = Array(request(.fingerprint)[20...])
    #expect(errorOfDecoding(message(attributes: checksum + checksum)) == .fingerprint)
    #expect(errorOfDecoding(message(attributes: checksum + hex("80000000"))) == .fingerprint)
    #expect(errorOfDecoding(message(attributes: hex("80280000"))) == .fingerprint)
    #expect(errorOfDecoding(message(attributes: hex("80280008 00000000 00000000"))) == .fingerprint)
  }

  // MARK: Anything

  @Test func `every beginning of a message is refused`() {
    for bytes in wellFormed {
      for count in 0..<bytes.count {
        #expect(errorOfDecoding(Array(bytes[..<count])) != nil)
      }
    }
  }

  @Test func `a flipped bit under a checksum is always noticed`() {
    for bytes in wellFormed where decoded(bytes)?.hasFingerprint == true {
      for bit in 0..<bytes.count * 8 {
        var damaged = bytes
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        // The type of the checksum itself, changed into one that may be skipped, hides it.
        if let message = decoded(damaged) { #expect(!message.hasFingerprint) }
      }
    }
  }

  @Test func `a message with a flipped bit decodes to itself or not at all`() {
    var decodedCount = 0
    for bytes in wellFormed {
      for bit in 0..<bytes.count * 8 {
        var damaged = bytes
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        guard let message = decoded(damaged) else { continue }
        decodedCount += 1
        #expect(decoded(message.encoded) == message)
      }
    }
    #expect(decodedCount > 0)
  }

  @Test(arguments: UInt64(0)..<300)
  func `no bytes trap, and what decodes is bounded`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    for _ in 0..<50 {
      var bytes = (0..<dice.next(below: 160)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
      _ = errorOfDecoding(bytes)
      // Behind a right header it gets further.
      bytes = message(attributes: Array(bytes[..<(bytes.count / 4 * 4)]))
      guard let message = decoded(bytes) else { continue }
      #expect(message.attributes.count <= StunMessage.mostAttributes)
    }
  }

  @Test(arguments: UInt64(0)..<300)
  func `attributes of random types and lengths do not trap`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let types: [UInt8] = [1, 3, 4, 5, 8, 9, 10, 0x1C, 0x20, 0x26, 0x22, 0x28, 0x2B, 0x2C]
    var decodedCount = 0
    for _ in 0..<50 {
      var attributes: [UInt8] = []
      for _ in 0..<dice.next(below: 4) {
        let length = [0, 2, 4, 8, 12, 20][dice.next(below: 6)]
        attributes += [
          dice.next(below: 4) == 0 ? 0x80 : 0, types[dice.next(below: types.count)], 0,
          UInt8(length),
        ]
        attributes += (0..<(length + 3) / 4 * 4).map { _ in UInt8(dice.next(below: 8)) }
      }
      if decoded(message(attributes: attributes)) != nil { decodedCount += 1 }
    }
    #expect(decodedCount > 0)
  }
}
