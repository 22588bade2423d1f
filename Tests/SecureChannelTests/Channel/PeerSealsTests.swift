import SecureChannel
import Testing
import Vocabulary

/// Two members who agree keys again and again, and do not always learn of it at the same time.
struct PeerSealsTests {
  private let datagram: [UInt8] = [0x61, 7, 0, 0, 0, 0, 0, 0, 0, 10, 20, 30, 40]
  private var zero = Self.seals(own: 0, peer: 1)
  private var one = Self.seals(own: 1, peer: 0)
  private let secrets: [ChannelSecret]

  init() throws { secrets = try (1...5).map { try agreedSecret(key: $0) } }

  @Test mutating func `before there are keys nothing is sealed, nothing called forged`() throws {
    #expect(zero.seal(datagram[...], on: .direct) == nil)
    one.agreed(secrets[0])
    let early = try unwrap(one.seal(datagram[...], on: .direct))
    #expect(throws: PeerSeals.Rejection.unkeyed) { try zero.open(early[...], on: .direct) }
    zero.agreed(secrets[0])
    #expect(try zero.open(early[...], on: .direct) == datagram)
  }

  @Test mutating func `L-51 keys that only one side got leave both understood`() throws {
    zero.agreed(secrets[0])
    one.agreed(secrets[0])
    // The answer got lost with the connection: only one side has the new keys.
    one.agreed(secrets[1])
    for _ in 0..<3 {
      try expectUnderstanding(from: \.zero, at: \.one)
      try expectUnderstanding(from: \.one, at: \.zero)
    }
  }

  @Test mutating func `L-51 a side with only the newest keys is understood in the end`() throws {
    zero.agreed(secrets[0])
    one.agreed(secrets[1])
    #expect(throws: PeerSeals.Rejection.forged) { try self.pass(from: \.one, at: \.zero) }
    zero.agreed(secrets[1])
    try expectUnderstanding(from: \.one, at: \.zero)
    // It has seen that the other has the new ones.
    try expectUnderstanding(from: \.zero, at: \.one)
  }

  @Test mutating func `new keys are used as soon as the peer has shown to have them`() throws {
    zero.agreed(secrets[0])
    one.agreed(secrets[0])
    try expectUnderstanding(from: \.zero, at: \.one)
    try expectUnderstanding(from: \.one, at: \.zero)
    zero.agreed(secrets[1])
    var onlyNew = Self.seals(own: 1, peer: 0)
    onlyNew.agreed(secrets[1])
    let proof = try unwrap(onlyNew.seal(datagram[...], on: .relay))
    #expect(try zero.open(proof[...], on: .relay) == datagram)
    let answer = try unwrap(zero.seal(datagram[...], on: .relay))
    #expect(try onlyNew.open(answer[...], on: .relay) == datagram)
  }

  @Test mutating func `the oldest keys are forgotten, and equal ones are no new ones`() throws {
    for secret in secrets.prefix(1 + PeerSeals.mostGenerations) {
      zero.agreed(secret)
      zero.agreed(secret)
    }
    one.agreed(secrets[1])
    try expectUnderstanding(from: \.one, at: \.zero)
    one = Self.seals(own: 1, peer: 0)
    one.agreed(secrets[0])
    #expect(throws: PeerSeals.Rejection.forged) { try self.pass(from: \.one, at: \.zero) }
  }

  @Test mutating func `a copy is a copy with old keys too`() throws {
    zero.agreed(secrets[0])
    one.agreed(secrets[0])
    let sealed = try unwrap(one.seal(datagram[...], on: .direct))
    zero.agreed(secrets[1])
    #expect(try zero.open(sealed[...], on: .direct) == datagram)
    #expect(throws: PeerSeals.Rejection.replayed) { try zero.open(sealed[...], on: .direct) }
  }

  private mutating func expectUnderstanding(
    from sender: WritableKeyPath<Self, PeerSeals>, at receiver: WritableKeyPath<Self, PeerSeals>
  ) throws {
    #expect(try pass(from: sender, at: receiver) == datagram)
  }

  private mutating func pass(
    from sender: WritableKeyPath<Self, PeerSeals>, at receiver: WritableKeyPath<Self, PeerSeals>
  ) throws -> [UInt8] {
    let sealed = try unwrap(self[keyPath: sender].seal(datagram[...], on: .direct))
    return try self[keyPath: receiver].open(sealed[...], on: .direct)
  }

  private static func seals(own: Int, peer: Int) -> PeerSeals {
    PeerSeals(epoch: 7, terms: 9, ownSeat: own, peerSeat: peer)
  }
}

/// What two members share after a handshake with this key of the first.
private func agreedSecret(key: UInt8) throws -> ChannelSecret {
  var a = SignalChannel.at(.initiator, key: key)
  var b = SignalChannel.at(.responder, key: 100)
  let answer = try unwrap(b.received(try unwrap(a.begin().sent.first)[...]).sent.first)
  _ = a.received(answer[...])
  return try unwrap(a.secret)
}
