import SecureChannel
import Testing
import Vocabulary

/// Keys that are agreed anew with a member who was here all the time, and what a relay may try then.
struct RenewalTests {
  private var room = RenewalRoom()

  // MARK: The way through

  @Test mutating func `the beginning side renews, and both have new keys`() throws {
    let before = try unwrap(room.secrets[0])
    room.renew(0)
    room.deliver()
    #expect(room.secrets[0] != nil && room.secrets[0] == room.secrets[1])
    #expect(room.secrets[0] != before)
    #expect(room.told == [[.rekeyed(seat: 1)], [.rekeyed(seat: 0)]])
  }

  @Test mutating func `the answering side renews by asking for it`() throws {
    let before = try unwrap(room.secrets[0])
    room.renew(1)
    #expect(room.mail.map(\.bytes) == [[3, 4]])
    room.deliver()
    #expect(room.secrets[0] != nil && room.secrets[0] == room.secrets[1])
    #expect(room.secrets[0] != before)
    #expect(
      room.told == [[.renewalWanted(seat: 1), .rekeyed(seat: 1)], [.rekeyed(seat: 0)]])
  }

  @Test(arguments: [0, 1])
  mutating func `what is said afterwards arrives`(own: Int) {
    room.renew(own)
    room.deliver()
    room.send([1], from: 0)
    room.send([2], from: 1)
    room.send([3], from: 0)
    room.deliver()
    #expect(room.told[0].last == .received([2], seat: 1))
    #expect(
      room.told[1].suffix(2) == [.received([1], seat: 0), .received([3], seat: 0)])
  }

  @Test mutating func `what the beginning side says meanwhile waits for the new keys`() {
    room.renew(0)
    room.send([1], from: 0)
    room.send([2], from: 0)
    #expect(room.secrets[0] == nil)
    room.deliver()
    #expect(
      room.told[1] == [
        .rekeyed(seat: 0), .received([1], seat: 0), .received([2], seat: 0),
      ])
  }

  @Test mutating func `until the new keys are used the answering side keeps the old ones`() {
    let before = room.secrets[1]
    room.renew(0)
    room.deliver(1)
    #expect(room.secrets[1] == before)
    room.deliver()
    #expect(room.secrets[1] != before)
  }

  @Test mutating func `a renewal whose beginning was lost is begun again`() {
    room.renew(0)
    room.mail.removeAll()
    room.remind()
    room.deliver()
    #expect(room.secrets[0] != nil && room.secrets[0] == room.secrets[1])
    #expect(room.told == [[.rekeyed(seat: 1)], [.rekeyed(seat: 0)]])
  }

  // MARK: How often

  @Test(arguments: [0, 1])
  mutating func `at most once between two reminders`(own: Int) {
    room.renew(own)
    #expect(room.mail.count == 1)
    room.renew(own)
    #expect(room.mail.count == 1)
    room.deliver()
    room.renew(own)
    #expect(room.mail.isEmpty)
    room.remind()
    room.renew(own)
    #expect(room.mail.count == 1)
  }

  @Test mutating func `with a seat that is empty nothing is renewed`() {
    var member = RenewalRoom.member(0)
    #expect(member.renew(seat: 1, ephemeral: .numbered(9)) == [])
  }

  // MARK: A relay that does what it likes

  @Test mutating func `a forged request costs one renewal between two reminders`() {
    let before = room.secrets[0]
    for _ in 0..<10 { room.forge([3, 4], to: 0) }
    #expect(room.mail.count == 1)
    room.deliver()
    #expect(room.secrets[0] != nil && room.secrets[0] == room.secrets[1])
    #expect(room.secrets[0] != before)
    for _ in 0..<10 { room.forge([3, 4], to: 0) }
    #expect(room.mail.isEmpty)
    room.remind()
    for _ in 0..<10 { room.forge([3, 4], to: 0) }
    #expect(room.mail.count == 1)
    room.deliver()
    room.send([5], from: 1)
    room.deliver()
    #expect(room.told[0].last == .received([5], seat: 1))
  }

  @Test mutating func `the answering side obeys no request, and a longer one is none`() {
    let before = room.secrets
    room.forge([3, 4], to: 1)
    room.forge([3, 4, 0], to: 0)
    #expect(room.mail.isEmpty && room.secrets == before)
    #expect(room.told == [[], []])
  }

  @Test mutating func `an old opening that is replayed changes no keys`() throws {
    let opening = try unwrap(room.history.first)
    room.renew(0)
    room.deliver()
    let before = room.secrets
    let told = room.told
    room.forge(opening.bytes, to: 1)
    room.deliver()
    #expect(room.secrets == before && room.told == told)
    room.send([5], from: 0)
    room.send([6], from: 1)
    room.deliver()
    #expect(room.told[1] == told[1] + [.received([5], seat: 0)])
    #expect(room.told[0] == told[0] + [.received([6], seat: 1)])
  }

  @Test mutating func `the opening of a renewal that is replayed changes nothing`() throws {
    room.renew(0)
    let opening = try unwrap(room.mail.first)
    room.deliver()
    let before = room.secrets
    let told = room.told
    room.forge(opening.bytes, to: 1)
    #expect(room.mail.isEmpty)
    #expect(room.secrets == before && room.told == told)
  }

  /// The relay has recorded all that was said by the old keys, their agreement included.
  @Test mutating func `a whole conversation from before a renewal cannot be replayed`() {
    room.send([1], from: 0)
    room.deliver()
    let recorded = room.history.filter { $0.to == 1 }
    #expect(recorded.count == 3)
    room.renew(0)
    room.deliver()
    let before = room.secrets
    let told = room.told
    for letter in recorded { room.forge(letter.bytes, to: 1) }
    #expect(room.secrets == before && room.told == told)
  }
}

/// Two members who have agreed keys, and what is under way between them.
private struct RenewalRoom {
  struct Letter {
    let to: Int
    let bytes: [UInt8]
  }

  private var members = [member(0), member(1)]
  var mail: [Letter] = []
  /// All that was ever given to the relay.
  private(set) var history: [Letter] = []
  /// By member: all that came of it but letters, since both had keys first.
  private(set) var told: [[Signalling.Effect]] = [[], []]
  private var keys: UInt8 = 0

  init() {
    for own in 0...1 {
      let key = freshKey()
      obey(members[own].joined(seat: 1 - own, ephemeral: key), of: own)
    }
    deliver()
  }

  static func member(_ seat: Int) -> Signalling {
    Signalling(
      version: 3, secret: .numbered(1), ownSeat: seat)
  }

  /// What each has agreed with the other.
  var secrets: [ChannelSecret?] {
    [members[0].secret(seat: 1), members[1].secret(seat: 0)]
  }

  mutating func renew(_ own: Int) {
    let key = freshKey()
    obey(members[own].renew(seat: 1 - own, ephemeral: key), of: own)
  }

  mutating func send(_ bytes: [UInt8], from own: Int) {
    obey(members[own].send(bytes, seat: 1 - own), of: own)
  }

  mutating func remind() {
    for own in 0...1 { obey(members[own].reminded(), of: own) }
  }

  /// The relay says that the other member has sent this.
  mutating func forge(_ bytes: [UInt8], to own: Int) {
    obey(members[own].received(bytes[...], seat: 1 - own), of: own)
  }

  /// Brings letters and what they bring about, in order; at most so many.
  mutating func deliver(_ limit: Int = .max) {
    var delivered = 0
    while !mail.isEmpty, delivered < limit {
      delivered += 1
      let letter = mail.removeFirst()
      forge(letter.bytes, to: letter.to)
    }
  }

  private mutating func freshKey() -> EphemeralKey {
    keys += 1
    return .numbered(keys)
  }

  /// As the line to the relay does it.
  private mutating func obey(_ effects: [Signalling.Effect], of own: Int) {
    for effect in effects {
      switch effect {
      case .send(let bytes, let seat):
        mail.append(Letter(to: seat, bytes: bytes))
        history.append(Letter(to: seat, bytes: bytes))
      case .renewalWanted:
        told[own].append(effect)
        renew(own)
      case .received, .incompatible, .rekeyed: told[own].append(effect)
      }
    }
  }
}
