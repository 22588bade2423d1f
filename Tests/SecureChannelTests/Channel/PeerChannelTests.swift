import SecureChannel
import Testing
import Vocabulary

struct PeerChannelTests {
  private let datagram: [UInt8] = [0x61] + epochBytes + [10, 20, 30, 40]
  private var zero: PeerChannel
  private var one: PeerChannel

  init() throws {
    let secrets = try Secrets()
    zero = secrets.channel(own: 0, peer: 1)
    one = secrets.channel(own: 1, peer: 0)
  }

  @Test(arguments: Path.allCases)
  mutating func `what is sealed comes out as it was given, longer by the overhead on the way`(
    lane: Path
  ) throws {
    let sealed = try unwrap(zero.seal(datagram[...], on: lane))
    #expect(sealed.count == datagram.count + PeerChannel.overhead)
    #expect(sealed.first == 0x61)
    #expect(try one.open(sealed[...], on: lane) == datagram)
    let back = try unwrap(one.seal(datagram[...], on: lane))
    #expect(back != sealed)
    #expect(try zero.open(back[...], on: lane) == datagram)
  }

  @Test mutating func `equal datagrams never look equal`() throws {
    var seen: Set<[UInt8]> = []
    for _ in 0..<100 {
      for lane in Path.allCases {
        let body = Array(try unwrap(zero.seal(datagram[...], on: lane)).dropFirst(5))
        seen.insert(body)
      }
    }
    #expect(seen.count == 200)
  }

  @Test mutating func `any altered bit is noticed and changes nothing`() throws {
    let sealed = try unwrap(zero.seal(datagram[...], on: .direct))
    for bit in 0..<8 * sealed.count {
      var altered = sealed
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: PeerChannel.Rejection.forged) { try one.open(altered[...], on: .direct) }
    }
    #expect(try one.open(sealed[...], on: .direct) == datagram)
  }

  @Test mutating func `truncated and lengthened bytes do not open`() throws {
    let sealed = try unwrap(zero.seal(datagram[...], on: .relay))
    for count in 0..<sealed.count {
      let expected: PeerChannel.Rejection = count < 21 ? .malformed : .forged
      #expect(throws: expected) { try one.open(sealed.prefix(count), on: .relay) }
    }
    #expect(throws: PeerChannel.Rejection.forged) { try one.open((sealed + [0])[...], on: .relay) }
  }

  @Test mutating func `a datagram opens once, in any order`() throws {
    let sealed = try (0..<50).map { _ in try unwrap(zero.seal(datagram[...], on: .direct)) }
    for bytes in sealed.reversed() { #expect(try one.open(bytes[...], on: .direct) == datagram) }
    for bytes in sealed {
      #expect(throws: PeerChannel.Rejection.replayed) { try one.open(bytes[...], on: .direct) }
    }
  }

  @Test mutating func `a forged counter does not shut out the genuine ones`() throws {
    let sealed = try unwrap(zero.seal(datagram[...], on: .direct))
    var forged = sealed
    forged[4] = 0xFF
    #expect(throws: PeerChannel.Rejection.forged) { try one.open(forged[...], on: .direct) }
    #expect(try one.open(sealed[...], on: .direct) == datagram)
  }

  @Test mutating func `the other path, the sender itself and another match cannot open it`() throws
  {
    let secrets = try Secrets()
    let sealed = try unwrap(zero.seal(datagram[...], on: .direct))
    var strangers = [
      secrets.channel(own: 1, peer: 0, epoch: epoch + 1),
      secrets.channel(own: 1, peer: 0, terms: 1),
      secrets.channel(own: 2, peer: 0),
      try Secrets(key: 77).channel(own: 1, peer: 0),
    ]
    for index in strangers.indices {
      #expect(throws: PeerChannel.Rejection.forged) {
        try strangers[index].open(sealed[...], on: .direct)
      }
    }
    #expect(throws: PeerChannel.Rejection.forged) { try one.open(sealed[...], on: .relay) }
    #expect(throws: PeerChannel.Rejection.forged) { try zero.open(sealed[...], on: .direct) }
    #expect(try one.open(sealed[...], on: .direct) == datagram)
  }

  @Test(arguments: UInt64(0)..<100)
  mutating func `random bytes do not open`(seed: UInt64) {
    var word = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let noise = (0..<Int(seed)).map { _ in
      word ^= word << 13
      word ^= word >> 7
      word ^= word << 17
      return UInt8(truncatingIfNeeded: word)
    }
    #expect(throws: PeerChannel.Rejection.self) { try one.open(noise[...], on: .direct) }
  }

  @Test func `secrets are not printed`() throws {
    let secret = try Secrets().secret
    for text in ["\(secret)", "\(EphemeralKey.numbered(1))", "\(PreSharedKey(bytes: [1, 2]))"] {
      #expect(text.hasSuffix("(redacted)"))
    }
    var dump = ""
    Swift.dump(secret, to: &dump)
    #expect(!dump.contains("bytes"))
  }
}

private let epoch: UInt64 = 0x0102_0304_0506_0708
private let epochBytes: [UInt8] = [8, 7, 6, 5, 4, 3, 2, 1]

/// What two members agreed.
private struct Secrets {
  let secret: ChannelSecret

  init(key: UInt8 = 1) throws {
    var a = SignalChannel.at(.initiator, key: key)
    var b = SignalChannel.at(.responder, key: 2)
    let answer = try unwrap(b.received(try unwrap(a.begin().sent.first)[...]).sent.first)
    _ = a.received(answer[...])
    secret = try unwrap(a.secret)
  }

  func channel(
    own: Int, peer: Int, epoch: UInt64 = epoch, terms: UInt64 = 9
  ) -> PeerChannel {
    PeerChannel(secret: secret, epoch: epoch, terms: terms, ownSeat: own, peerSeat: peer)
  }
}
