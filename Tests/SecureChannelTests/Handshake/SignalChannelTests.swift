import SecureChannel
import Testing
import Vocabulary

/// One test per state and event, and a relay that does what it likes.
struct SignalChannelTests {
  private var a = SignalChannel.at(.initiator, key: 1)
  private var b = SignalChannel.at(.responder, key: 2)

  // MARK: The way through

  @Test mutating func `after an opening, an answer and a first message both are open`() throws {
    let opening = try unwrap(a.begin().sent.first)
    let answer = try unwrap(b.received(opening[...]).sent.first)
    #expect(!b.isOpen)
    #expect(a.received(answer[...]) == [.opened])
    let hello = try unwrap(a.seal(Array("hello".utf8)))
    #expect(b.received(hello[...]) == [.opened, .received(Array("hello".utf8))])
    #expect(a.secret == b.secret && a.secret != nil)
    let reply = try unwrap(b.seal(Array("reply".utf8)))
    #expect(a.received(reply[...]) == [.received(Array("reply".utf8))])
    #expect(a.rejections == .init() && b.rejections == .init())
  }

  @Test mutating func `nothing is sealed before the channel is open`() throws {
    #expect(a.seal([1]) == nil)
    let answer = try unwrap(b.received(try unwrap(a.begin().sent.first)[...]).sent.first)
    #expect(a.seal([1]) == nil)
    #expect(b.seal([1]) == nil)
    _ = a.received(answer[...])
    #expect(a.seal([1]) != nil)
    #expect(b.seal([1]) == nil)
  }

  @Test mutating func `only the initiator begins, and repeats the very same opening`() throws {
    #expect(b.begin() == [])
    let first = a.begin()
    #expect(first.sent.count == 1)
    #expect(a.begin() == first)
    try connect()
    #expect(a.begin() == [])
    #expect(b.begin() == [])
  }

  @Test mutating func `a lost answer is given again when the opening is repeated`() throws {
    let opening = try unwrap(a.begin().sent.first)
    let lost = b.received(opening[...])
    let again = b.received(opening[...])
    #expect(lost == again)
    #expect(a.received(try unwrap(again.sent.first)[...]) == [.opened])
  }

  @Test mutating func `other keys, other seats or another room never agree`() throws {
    for other in [
      SignalChannel.at(.responder, key: 2, secret: 9),
      SignalChannel.at(.responder, key: 2, prologue: [9]),
    ] {
      var other = other
      let opening = try unwrap(a.begin().sent.first)
      #expect(other.received(opening[...]) == [])
      #expect(other.rejections.forged == 1)
    }
  }

  // MARK: A malicious relay

  /// Whatever is altered in whatever message: it is counted, and the genuine one still works.
  @Test mutating func `any altered bit of any message is noticed and changes nothing`() throws {
    let opening = try unwrap(a.begin().sent.first)
    for altered in opening.alterations {
      let before = b.rejections.total
      #expect(b.received(altered[...]) == [])
      #expect(b.rejections.total == before + 1)
    }
    let answer = try unwrap(b.received(opening[...]).sent.first)
    for altered in answer.alterations {
      let before = a.rejections.total
      #expect(a.received(altered[...]) == [])
      #expect(a.rejections.total == before + 1)
    }
    #expect(a.received(answer[...]) == [.opened])
    let message = try unwrap(a.seal([1, 2, 3]))
    for altered in message.alterations {
      let before = b.rejections.total
      #expect(b.received(altered[...]) == [])
      #expect(b.rejections.total == before + 1)
    }
    #expect(b.received(message[...]) == [.opened, .received([1, 2, 3])])
    let second = try unwrap(a.seal([4]))
    for altered in second.alterations { #expect(b.received(altered[...]) == []) }
    #expect(b.received(second[...]) == [.received([4])])
  }

  @Test mutating func `truncated and lengthened messages change nothing`() throws {
    try connect()
    let message = try unwrap(a.seal([1, 2, 3]))
    for count in 0..<message.count { #expect(b.received(message.prefix(count)) == []) }
    #expect(b.received((message + [0])[...]) == [])
    #expect(b.received(message[...]) == [.received([1, 2, 3])])
  }

  @Test mutating func `a message that is replayed or held back behind a later one counts once`()
    throws
  {
    try connect()
    let first = try unwrap(a.seal([1]))
    let second = try unwrap(a.seal([2]))
    #expect(b.received(second[...]) == [.received([2])])
    #expect(b.received(second[...]) == [])
    #expect(b.received(first[...]) == [])
    #expect(b.rejections.replayed == 2)
  }

  @Test mutating func `a message sent back to its sender is not taken for the other's`() throws {
    try connect()
    let message = try unwrap(a.seal([1]))
    #expect(a.received(message[...]) == [])
    #expect(a.rejections.forged == 1)
  }

  /// The relay recorded the opening of an earlier visit: it is answered, but what counts is who can
  /// use the keys.
  @Test mutating func `an opening of an earlier visit opens nothing and blocks nothing`() throws {
    var earlier = SignalChannel.at(.initiator, key: 7)
    let recorded = try unwrap(earlier.begin().sent.first)
    _ = b.received(recorded[...])
    #expect(!b.isOpen)
    let opening = try unwrap(a.begin().sent.first)
    let answer = try unwrap(b.received(opening[...]).sent.first)
    // It comes again in the middle.
    let stale = try unwrap(b.received(recorded[...]).sent.first)
    #expect(a.received(stale[...]) == [])
    #expect(a.received(answer[...]) == [.opened])
    let message = try unwrap(a.seal([5]))
    #expect(b.received(message[...]) == [.opened, .received([5])])
    #expect(a.secret == b.secret)
  }

  @Test mutating func `an opening after the channel is open changes nothing`() throws {
    let opening = try unwrap(a.begin().sent.first)
    try connect()
    let secret = b.secret
    #expect(b.received(opening[...]) == [])
    #expect(b.rejections.replayed == 1)
    var stranger = SignalChannel.at(.initiator, key: 8)
    // Nobody can tell whether it is the other's: it is answered, and counts once its keys are used.
    #expect(b.received(try unwrap(stranger.begin().sent.first)[...]).sent.count == 1)
    #expect(b.rejections.forged == 0)
    #expect(b.secret == secret)
  }

  @Test mutating func `only the newest openings wait`() throws {
    let opening = try unwrap(a.begin().sent.first)
    let answer = try unwrap(b.received(opening[...]).sent.first)
    for key in 0..<UInt8(SignalChannel.maxPending - 1) {
      var other = SignalChannel.at(.initiator, key: 100 + key)
      _ = b.received(try unwrap(other.begin().sent.first)[...])
    }
    #expect(a.received(answer[...]) == [.opened])
    var last = b
    var other = SignalChannel.at(.initiator, key: 99)
    _ = last.received(try unwrap(other.begin().sent.first)[...])
    let message = try unwrap(a.seal([1]))
    #expect(b.received(message[...]) == [.opened, .received([1])])
    #expect(last.received(message[...]) == [])
  }

  @Test mutating func `an answer that nobody asked for, or a second one, changes nothing`() throws {
    let opening = try unwrap(a.begin().sent.first)
    let answer = try unwrap(b.received(opening[...]).sent.first)
    var idle = SignalChannel.at(.initiator, key: 1)
    #expect(idle.received(answer[...]) == [])
    #expect(b.received(answer[...]) == [])
    #expect(b.rejections.forged == 1)
    _ = a.received(answer[...])
    #expect(a.received(answer[...]) == [])
    #expect(a.rejections.replayed == 1)
  }

  @Test(arguments: UInt64(0)..<50)
  mutating func `random bytes never open a channel`(seed: UInt64) throws {
    var word = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    _ = a.begin()
    for _ in 0..<40 {
      var noise: [UInt8] = []
      for _ in 0..<Int(word % 70) {
        word ^= word << 13
        word ^= word >> 7
        word ^= word << 17
        noise.append(UInt8(truncatingIfNeeded: word))
      }
      word ^= word << 13
      for kind in UInt8(0)...4 {
        let isRequest = kind == 4 && noise.isEmpty
        #expect(a.received(([kind] + noise)[...]) == (isRequest ? [.requested] : []))
        #expect(b.received(([kind] + noise)[...]) == [])
      }
    }
    #expect(!a.isOpen && !b.isOpen)
    try connect()
  }

  private mutating func connect() throws {
    let answer = try unwrap(b.received(try unwrap(a.begin().sent.first)[...]).sent.first)
    _ = a.received(answer[...])
    let hello = try unwrap(a.seal([0]))
    #expect(b.received(hello[...]) == [.opened, .received([0])])
  }
}

extension SignalChannel {
  static func at(
    _ role: Role, key: UInt8, secret: UInt8 = 1, prologue: [UInt8] = [1, 2, 3]
  ) -> SignalChannel {
    SignalChannel(
      role: role,
      psk: PreSharedKey(secret: .numbered(secret)),
      prologue: prologue, ephemeral: .numbered(key))
  }
}

extension [SignalChannel.Effect] {
  var sent: [[UInt8]] {
    compactMap { if case .send(let bytes) = $0 { bytes } else { nil } }
  }
}

extension [UInt8] {
  /// These bytes with every single byte altered, each in two ways.
  var alterations: [[UInt8]] {
    indices.flatMap { index in
      [UInt8(1), 0x80].map { mask in
        var altered = self
        altered[index] ^= mask
        return altered
      }
    }
  }
}
