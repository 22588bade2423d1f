import SecureChannel
import Testing
import Vocabulary

/// Three members and the relay between them, as an in-memory mailbox.
struct SignallingTests {
  @Test func `what is said before the keys are agreed waits, and arrives in order`() {
    var room = SealedRoom(seats: 2)
    room.join()
    room.send([1], from: 0, to: 1)
    room.send([2], from: 0, to: 1)
    room.send([3], from: 1, to: 0)
    room.deliver()
    #expect(room.received[1] == [.init(seat: 0, bytes: [1]), .init(seat: 0, bytes: [2])])
    #expect(room.received[0] == [.init(seat: 1, bytes: [3])])
    #expect(room.members[0].secret(seat: 1) == room.members[1].secret(seat: 0))
  }

  @Test func `three members agree three different secrets`() {
    var room = SealedRoom(seats: 3)
    room.join()
    room.deliver()
    let secrets = [(0, 1), (0, 2), (1, 2)].map { room.members[$0].secret(seat: $1) }
    #expect(Set(secrets).count == 3 && !secrets.contains(nil))
    #expect(secrets == [(1, 0), (2, 0), (2, 1)].map { room.members[$0].secret(seat: $1) })
  }

  @Test func `a seat that is taken anew starts from the beginning`() {
    var room = SealedRoom(seats: 2)
    room.join()
    room.deliver()
    let before = room.members[0].secret(seat: 1)
    room.join(firstKey: 50)
    #expect(room.members[0].secret(seat: 1) == nil)
    room.send([9], from: 1, to: 0)
    room.deliver()
    #expect(room.received[0] == [.init(seat: 1, bytes: [9])])
    #expect(room.members[0].secret(seat: 1) != before)
  }

  @Test func `a lost opening is repeated each second, and not for ever`() {
    var room = SealedRoom(seats: 2)
    room.join()
    room.mail.removeAll()
    for _ in 0..<Signalling.Limit.reminders { room.remind() }
    #expect(room.mail.count == Signalling.Limit.reminders)
    room.remind()
    #expect(room.mail.count == Signalling.Limit.reminders)
    room.deliver()
    #expect(room.members[0].secret(seat: 1) != nil)
    #expect(room.members[1].secret(seat: 0) != nil)
  }

  /// A relay drops what one member says too often; the rest of a conversation has to get through.
  @Test func `who wakes up answers once, however often the opening was repeated`() {
    var room = SealedRoom(seats: 2)
    room.join()
    for _ in 0..<9 { room.remind() }
    let openings = room.mail
    #expect(openings.count == 10 && openings.allSatisfy { $0.to == 1 })
    let answers = openings.map { room.members[1].received($0.bytes[...], seat: 0).count }
    #expect(answers == [1] + Array(repeating: 0, count: 9))
    _ = room.members[1].reminded()
    #expect(room.members[1].received(openings[0].bytes[...], seat: 0).count == 1, "lost, perhaps")
  }

  @Test func `only so many messages wait`() {
    var room = SealedRoom(seats: 2)
    room.join()
    for number in 0...UInt8(Signalling.Limit.waiting) { room.send([number], from: 0, to: 1) }
    #expect(room.members[0].dropped == 1)
    room.deliver()
    #expect(room.received[1].count == Signalling.Limit.waiting)
  }

  @Test func `members that nobody told us of are not heard and not spoken to`() {
    var room = SealedRoom(seats: 2)
    #expect(room.members[0].send([1], seat: 1) == [])
    #expect(room.members[0].received([3, 1, 2][...], seat: 1) == [])
  }

  /// A relay that tells one of two members another seat than it has.
  @Test func `members who see different seats do not agree`() {
    var room = SealedRoom(seats: 3)
    room.mail += room.members[0].joined(seat: 1, ephemeral: .numbered(1)).mail(from: 0)
    _ = room.members[2].joined(seat: 0, ephemeral: .numbered(2))
    for letter in room.mail {
      #expect(room.members[2].received(letter.bytes[...], seat: 0) == [])
    }
    #expect(room.members[2].allRejections.forged == 1)
  }

  // MARK: Versions

  @Test func `another version is told only when no handshake succeeds, with its number`() {
    var member = Signalling.member(seat: 0, version: 3)
    _ = member.joined(seat: 1, ephemeral: .numbered(1))
    #expect(member.received([2, 1, 0][...], seat: 1) == [.send([3], seat: 1)])
    #expect(member.received([2, 1, 0][...], seat: 1) == [])
    for _ in 0..<Signalling.Limit.patience {
      #expect(!member.reminded().contains(.incompatible(version: 2, seat: 1)))
    }
    #expect(member.reminded().contains(.incompatible(version: 2, seat: 1)))
  }

  @Test func `a relay that alters the version of one message stops nothing`() throws {
    var room = SealedRoom(seats: 2)
    room.join()
    var altered = try unwrap(room.mail.first).bytes
    altered[0] = 2
    room.mail.removeAll()
    room.mail += room.members[1].received(altered[...], seat: 0).mail(from: 1)
    room.deliver()
    room.remind()
    room.deliver()
    for _ in 0..<10 { room.remind() }
    #expect(room.incompatible == [])
    #expect(room.members[1].secret(seat: 0) != nil)
    #expect(room.members[1].rejections.malformed == 1)
  }

  /// Byte by byte: every message of a whole conversation is altered in every byte before the genuine
  /// one comes.
  @Test func `a relay that alters everything first changes nothing`() {
    var room = SealedRoom(seats: 2)
    room.forgesEverything = true
    room.join()
    for number in UInt8(1)...5 {
      room.send([number, 7, 7], from: 0, to: 1)
      room.send([number, 8, 8], from: 1, to: 0)
    }
    room.deliver()
    #expect(room.received[1].map(\.bytes) == (1...5).map { [UInt8($0), 7, 7] })
    #expect(room.received[0].map(\.bytes) == (1...5).map { [UInt8($0), 8, 8] })
    #expect(room.forgeries > 500)
    #expect(room.members.reduce(0) { $0 + $1.allRejections.total } >= room.forgeries)
  }
}

/// Members of one room, and what is under way between them.
struct SealedRoom {
  struct Letter {
    let from: Int
    let to: Int
    let bytes: [UInt8]
  }

  struct Heard: Hashable {
    let seat: Int
    let bytes: [UInt8]
  }

  var members: [Signalling]
  var mail: [Letter] = []
  var received: [[Heard]]
  var incompatible: [Signalling.Effect] = []
  var forgesEverything = false
  var forgeries = 0

  init(seats: Int) {
    members = (0..<seats).map { .member(seat: $0, version: 3) }
    received = Array(repeating: [], count: seats)
  }

  mutating func join(firstKey: UInt8 = 1) {
    for own in members.indices {
      for other in members.indices where other != own {
        let key = EphemeralKey.numbered(firstKey + UInt8(own * members.count + other))
        obey(members[own].joined(seat: other, ephemeral: key), of: own)
      }
    }
  }

  mutating func send(_ bytes: [UInt8], from: Int, to: Int) {
    obey(members[from].send(bytes, seat: to), of: from)
  }

  mutating func remind() {
    for own in members.indices { obey(members[own].reminded(), of: own) }
  }

  mutating func deliver() {
    while !mail.isEmpty {
      let letter = mail.removeFirst()
      if forgesEverything { forge(letter) }
      obey(members[letter.to].received(letter.bytes[...], seat: letter.from), of: letter.to)
    }
  }

  private mutating func forge(_ letter: Letter) {
    for altered in letter.bytes.alterations {
      forgeries += 1
      let effects = members[letter.to].received(altered[...], seat: letter.from)
      // The only answer that a forgery may get is our version.
      if effects.contains(where: { $0 != .send([3], seat: letter.from) }) {
        received[letter.to].append(Heard(seat: -1, bytes: altered))
      }
    }
  }

  private mutating func obey(_ effects: [Signalling.Effect], of own: Int) {
    mail += effects.mail(from: own)
    for effect in effects {
      switch effect {
      case .send: break
      case .received(let bytes, let seat): received[own].append(Heard(seat: seat, bytes: bytes))
      case .incompatible: incompatible.append(effect)
      case .rekeyed, .renewalWanted: break
      }
    }
  }
}

extension Signalling {
  static func member(seat: Int, version: UInt8) -> Signalling {
    Signalling(
      version: version, secret: .numbered(1), ownSeat: seat)
  }
}

extension [Signalling.Effect] {
  func mail(from own: Int) -> [SealedRoom.Letter] {
    compactMap {
      if case .send(let bytes, let seat) = $0 {
        SealedRoom.Letter(from: own, to: seat, bytes: bytes)
      } else {
        nil
      }
    }
  }
}
