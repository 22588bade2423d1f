/// Seals everything that we tell the other members of a room through the relay.
///
/// The owner tells who comes and goes, hands over what the relay brings, and calls `reminded` once a
/// second; it sends what it is asked to, and gives what was received to the lobby. What is said
/// before the keys are agreed waits, in order.
package struct Signalling: Sendable {
  package enum Effect: Hashable, Sendable {
    /// Give these bytes to the relay.
    case send([UInt8], seat: Int)
    /// The other said this; it is genuine.
    case received([UInt8], seat: Int)
    /// The other seems to speak another version: nothing that it says can be read.
    case incompatible(version: UInt8, seat: Int)
    /// Keys were agreed anew with a member who was here all the time: messages may have been lost.
    case rekeyed(seat: Int)
    /// The other asks for new keys: call `renew` with a fresh key.
    case renewalWanted(seat: Int)
  }

  package enum Limit {
    /// Messages that wait for a channel to open.
    package static let waiting = 16
    /// Seconds after which a handshake that another version may have answered is given up.
    package static let patience = 2
    /// Seconds for which a handshake is begun again and again.
    package static let reminders = 60
  }

  private struct Member: Sendable {
    let seat: Int
    var channel: SignalChannel
    var waiting: [[UInt8]] = []
    var claimedVersion: UInt8?
    var reminders = 0
    var hasBeenOpen = false
    /// Whether keys were begun anew since the last reminder: once a second is often enough.
    var isRenewed = false
    /// The opening that was answered since the last reminder. It is repeated once a second, and who
    /// slept meanwhile finds them all at once: a relay would drop so many answers, and more.
    var answered: ArraySlice<UInt8> = []
  }

  /// Stands in front of every message: programs of different versions must be able to say so.
  private let version: UInt8
  private let psk: PreSharedKey
  private let ownSeat: Int
  private var members: [Member] = []
  /// Messages of members that are none: bytes that nobody could have sealed.
  package private(set) var rejections = SignalChannel.Rejections()
  /// Messages that could not wait any longer.
  package private(set) var dropped = 0

  package init(version: UInt8, secret: InviteSecret, ownSeat: Int) {
    self.version = version
    psk = PreSharedKey(secret: secret)
    self.ownSeat = ownSeat
  }

  /// The seat was taken, by someone new as far as anyone knows.
  ///
  /// - Parameter ephemeral: Drawn for this alone.
  package mutating func joined(seat: Int, ephemeral: EphemeralKey) -> [Effect] {
    left(seat: seat)
    var member = Member(seat: seat, channel: channel(with: seat, ephemeral: ephemeral))
    let effects = member.channel.begin()
    members.append(member)
    return translate(effects, of: members.count - 1)
  }

  /// Agrees keys anew with a member who is here, since what it seals does not open: begins, or asks it
  /// to. At most once between two calls of `reminded`.
  ///
  /// - Parameter ephemeral: Drawn for this alone.
  package mutating func renew(seat: Int, ephemeral: EphemeralKey) -> [Effect] {
    guard let index = index(of: seat), !members[index].isRenewed else { return [] }
    members[index].isRenewed = true
    if let request = members[index].channel.request {
      return [.send([version] + request, seat: seat)]
    }
    note(members[index].channel.rejections)
    members[index].channel = channel(with: seat, ephemeral: ephemeral)
    members[index].reminders = 0
    return translate(members[index].channel.begin(), of: index)
  }

  private func channel(with seat: Int, ephemeral: EphemeralKey) -> SignalChannel {
    SignalChannel(
      role: ownSeat < seat ? .initiator : .responder, psk: psk, prologue: prologue(with: seat),
      ephemeral: ephemeral)
  }

  /// The seat is empty again.
  package mutating func left(seat: Int) {
    guard let index = index(of: seat) else { return }
    note(members[index].channel.rejections)
    members.remove(at: index)
  }

  /// Sends a message once the keys are agreed; at once if they are.
  package mutating func send(_ message: [UInt8], seat: Int) -> [Effect] {
    guard let index = index(of: seat) else { return [] }
    if let sealed = members[index].channel.seal(message) {
      return [.send([version] + sealed, seat: seat)]
    }
    guard members[index].waiting.count < Limit.waiting else {
      dropped += 1
      return []
    }
    members[index].waiting.append(message)
    return []
  }

  /// The relay brought bytes that it says are from that seat.
  package mutating func received(_ bytes: ArraySlice<UInt8>, seat: Int) -> [Effect] {
    guard let index = index(of: seat) else { return [] }
    guard let first = bytes.first, first == version else {
      return heardVersion(bytes.first, of: index)
    }
    let message = bytes.dropFirst()
    if SignalChannel.isOpening(message) {
      guard members[index].answered != message else { return [] }
      members[index].answered = message
    }
    return translate(members[index].channel.received(message), of: index)
  }

  /// A second has passed: handshakes without an answer are begun again.
  package mutating func reminded() -> [Effect] {
    var effects: [Effect] = []
    for index in members.indices {
      members[index].isRenewed = false
      members[index].answered = []
    }
    for index in members.indices where !members[index].channel.isOpen {
      members[index].reminders += 1
      if let theirs = members[index].claimedVersion, members[index].reminders > Limit.patience {
        effects.append(.incompatible(version: theirs, seat: members[index].seat))
      }
      guard members[index].reminders <= Limit.reminders else { continue }
      effects += translate(members[index].channel.begin(), of: index)
    }
    return effects
  }

  /// The root of the keys for datagrams to and from that seat, once the channel is open.
  package func secret(seat: Int) -> ChannelSecret? {
    index(of: seat).flatMap { members[$0].channel.secret }
  }

  /// Everything that was thrown away, of all members so far.
  package var allRejections: SignalChannel.Rejections {
    members.reduce(into: rejections) { $0 += $1.channel.rejections }
  }

  // MARK: Details

  /// Anyone on the way can write another first byte: it is believed only if no handshake succeeds
  /// for a while. The other shall learn our version too, so it is told, though it cannot read more.
  private mutating func heardVersion(_ theirs: UInt8?, of index: Int) -> [Effect] {
    rejections.malformed += 1
    guard let theirs, !members[index].channel.isOpen else { return [] }
    let isNew = members[index].claimedVersion == nil
    members[index].claimedVersion = theirs
    return isNew ? [.send([version], seat: members[index].seat)] : []
  }

  private mutating func translate(
    _ effects: [SignalChannel.Effect], of index: Int
  ) -> [Effect] {
    let seat = members[index].seat
    var translated: [Effect] = []
    for effect in effects {
      switch effect {
      case .send(let bytes): translated.append(.send([version] + bytes, seat: seat))
      case .opened:
        let waiting = members[index].waiting
        members[index].waiting = []
        // The initiator has to speak first, or the other never learns that the keys are its own.
        let messages =
          waiting.isEmpty && members[index].channel.role == .initiator ? [[]] : waiting
        for message in messages {
          guard let sealed = members[index].channel.seal(message) else { continue }
          translated.append(.send([version] + sealed, seat: seat))
        }
        if members[index].hasBeenOpen { translated.append(.rekeyed(seat: seat)) }
        members[index].hasBeenOpen = true
      case .requested: translated.append(.renewalWanted(seat: seat))
      case .received(let message):
        if !message.isEmpty { translated.append(.received(message, seat: seat)) }
      }
    }
    return translated
  }

  /// Binds the handshake to version and seats (the key is the room's own): a relay that seats two members differently in
  /// the eyes of each stops them from agreeing.
  private func prologue(with seat: Int) -> [UInt8] {
    let seats = [min(ownSeat, seat), max(ownSeat, seat)].map { UInt8(truncatingIfNeeded: $0) }
    return Array("ghostline".utf8) + [version] + seats
  }

  private mutating func note(_ more: SignalChannel.Rejections) { rejections += more }

  private func index(of seat: Int) -> Int? { members.firstIndex { $0.seat == seat } }
}

extension SignalChannel.Rejections {
  static func += (sum: inout Self, other: Self) {
    sum.malformed += other.malformed
    sum.forged += other.forged
    sum.replayed += other.replayed
  }
}
