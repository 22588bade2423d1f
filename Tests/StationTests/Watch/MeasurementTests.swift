import Netplay
import SecureChannel
import Testing
import Vocabulary

@testable import Station

/// Two ends of a measurement over a wire in memory, and what strangers and the other may try.
struct MeasurementTests {
  private static let host = Address(ipv4: 192, 0, 2, 1, port: 7_000)
  private static let doctor = Address(ipv4: 192, 0, 2, 2, port: 7_000)

  private var now = Instant.zero
  private var answering: Measurement
  private var asking: Measurement
  private let secret: ChannelSecret

  init() throws {
    secret = try Self.agreed(key: 1)
    answering = Measurement(with: PlayerIndex(1), from: PlayerIndex(0), linkSeed: 1, now: .zero)
    asking = Measurement(with: PlayerIndex(0), from: PlayerIndex(1), linkSeed: 2, now: .zero)
    answering.agreed(secret)
    asking.agreed(secret)
  }

  private static func agreed(key: UInt8) throws -> ChannelSecret {
    func channel(_ role: SignalChannel.Role, _ byte: UInt8) throws -> SignalChannel {
      let bytes = [UInt8](repeating: byte, count: InviteSecret.byteCount)
      return SignalChannel(
        role: role, psk: PreSharedKey(secret: try #require(InviteSecret(bytes: bytes))),
        prologue: [], ephemeral: try #require(EphemeralKey(bytes: Array(repeating: key, count: 32)))
      )
    }
    var (a, b) = (try channel(.initiator, 9), try channel(.responder, 9))
    for case .send(let opening) in a.begin() {
      for case .send(let answer) in b.received(opening[...]) { _ = a.received(answer[...]) }
    }
    return try #require(a.secret)
  }

  /// What the host makes of it, when it comes by that way.
  private mutating func answer(
    to parcel: Measurement.Parcel?, from source: PeerAddress
  ) throws -> Measurement.Reception? {
    answering.received(try #require(parcel).bytes, from: source, now: now)
  }

  /// Lets both find the other's address.
  private mutating func connect() {
    asking.offered(Reachability(candidates: [Self.host]), now: now)
    answering.offered(Reachability(candidates: [Self.doctor]), now: now)
    for _ in 0..<20 {
      now += Measurement.Limit.cadence
      for parcel in [asking.tick(ours: .known(.open), now: now)].compactMap(\.self) {
        guard
          case .reply(let reply) = answering.received(
            parcel.bytes, from: .direct(Self.doctor), now: now)
        else { continue }
        _ = asking.received(reply.bytes, from: .direct(Self.host), now: now)
      }
      _ = answering.tick(ours: .known(.open), now: now)
    }
  }

  // MARK: What it is for

  @Test mutating func `a probe is answered with its nonce, by the path that it came by`() throws {
    connect()
    #expect(asking.direct.link.active == Self.host)
    for (path, from) in [
      (Path.relay, PeerAddress.relay(PlayerIndex(1))), (.direct, .direct(Self.doctor)),
    ] {
      guard case .reply(let reply) = try answer(to: asking.probe(77, by: path), from: from) else {
        Issue.record("no reply by \(path)")
        continue
      }
      #expect(reply.destination == from)
      let back: PeerAddress = path == .relay ? .relay(PlayerIndex(0)) : .direct(Self.host)
      #expect(asking.received(reply.bytes, from: back, now: now) == .answer(77, from: back))
    }
    #expect(answering.refused == 0 && answering.unanswered == 0)
  }

  @Test mutating func `a probe is answered where it came from, whatever was told before`() throws {
    connect()
    let elsewhere = Address(ipv4: 198, 51, 100, 7, port: 9)
    let reception = try answer(to: asking.probe(5, by: .direct), from: .direct(elsewhere))
    guard case .reply(let reply) = reception else { throw Missing() }
    #expect(reply.destination == .direct(elsewhere))
  }

  @Test mutating func `nothing is said before there are keys, or directly without an address`() {
    var keyless = Measurement(with: PlayerIndex(0), from: PlayerIndex(1), linkSeed: 1, now: now)
    #expect(keyless.secret == nil && keyless.probe(1, by: .relay) == nil)
    keyless.offered(Reachability(candidates: [Self.host]), now: now)
    #expect(keyless.tick(ours: .known(.open), now: now) == nil)
    #expect(asking.probe(1, by: .direct) == nil && asking.probe(1, by: .relay) != nil)
  }

  @Test
  mutating func `addresses are tried twenty times a second at most, and told again for nothing`() {
    var sent = 0
    for step in 0..<1_000 {
      asking.offered(Reachability(candidates: [Self.host, Self.doctor]), now: now)
      now = .zero + .milliseconds(step)
      if asking.tick(ours: .known(.open), now: now) != nil { sent += 1 }
    }
    #expect((10...20).contains(sent), "\(sent)")
    #expect(asking.direct.link.candidateCount == 2)
  }

  // MARK: What others may try

  @Test mutating func `what is not the other's is never answered`() throws {
    let probe = asking.probe(1, by: .relay)
    let genuine = try #require(probe).bytes
    let relay = PeerAddress.relay(PlayerIndex(1))
    var forged: [[UInt8]] = [[], [0x81], Array(repeating: 0, count: 30), genuine.dropLast()]
    for index in genuine.indices {
      var bytes = genuine
      bytes[index] ^= 1
      forged.append(bytes)
    }
    for bytes in forged { #expect(answering.received(bytes, from: relay, now: now) == nil) }
    #expect(answering.received(genuine, from: .direct(Self.doctor), now: now) == nil, "other path")
    var stranger = Measurement(with: PlayerIndex(0), from: PlayerIndex(1), linkSeed: 1, now: now)
    stranger.agreed(try Self.agreed(key: 3))
    #expect(try answer(to: stranger.probe(1, by: .relay), from: relay) == nil)
    #expect(answering.refused == forged.count + 2)
    #expect(answering.received(genuine, from: relay, now: now) != nil, "not vacuous")
    #expect(answering.received(genuine, from: relay, now: now) == nil, "replayed")
  }

  @Test mutating func `datagrams of a match are no probes, whoever sealed them`() throws {
    var seals = PeerSeals(epoch: 0, terms: 0, ownSeat: 1, peerSeat: 0)
    seals.agreed(secret)
    func sealed(_ kind: Envelope.Kind, by seat: Int, _ body: [UInt8]) throws -> [UInt8] {
      var writer = ByteWriter()
      Envelope(kind: kind, epoch: 0, sender: PlayerIndex(seat)).encode(into: &writer)
      let sealed = seals.seal((writer.bytes + body)[...], on: .relay)
      return try #require(sealed)
    }
    let nonce = [UInt8](repeating: 7, count: 8)
    let relay = PeerAddress.relay(PlayerIndex(1))
    for bytes in [
      try sealed(.match, by: 1, nonce), try sealed(.probe, by: 1, nonce + [0]),
      try sealed(.probe, by: 1, Array(nonce.dropLast())), try sealed(.probe, by: 0, nonce),
    ] { #expect(answering.received(bytes, from: relay, now: now) == nil) }
    let probe = try sealed(.probe, by: 1, nonce)
    #expect(answering.received(probe, from: relay, now: now) != nil, "not vacuous")
  }

  @Test mutating func `who asks too fast is answered at the rate that is allowed`() throws {
    var answers = 0
    for step in 0..<3_000 {
      now = .zero + .milliseconds(step)
      let reception = try answer(
        to: asking.probe(UInt64(step), by: .relay), from: .relay(PlayerIndex(1)))
      if reception != nil { answers += 1 }
    }
    // A hundred at once, and a hundred a second.
    #expect((390...401).contains(answers), "\(answers)")
    #expect(answering.unanswered == 3_000 - answers)
  }

  private struct Missing: Error {}
}
