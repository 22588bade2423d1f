package import Netplay
import Relay
import SecureChannel
import Vocabulary

/// A station's share of a measurement: the host answers whoever has come to measure, and who measures
/// asks.
extension Station {
  /// How far who measures has come.
  package enum Measuring: Hashable, Sendable {
    /// The relay is being asked to let us in.
    case entering
    /// We have a seat.
    case seated
    /// There is no seat to be had, for this reason.
    case inVain(Ending)
  }

  package var measuring: Measuring {
    if lobby != nil { return .seated }
    if let ending { return .inVain(ending) }
    // Others have every seat: it is not for us to wait for one.
    if relay.newestClosure == .refused(.roomFull) { return .inVain(.relay(.refused(.roomFull))) }
    return .entering
  }

  /// Why there is no direct way to the host, as far as who measures can tell.
  package var measuredObstacle: DirectObstacle? {
    hostWatch == nil ? nil : measurements.first.flatMap(\.direct.obstacle)
  }

  // MARK: Turns

  /// Keeps up with who measures, and sends what is due.
  mutating func measure() {
    // In a match, as a rule: nothing more than that.
    if hostWatch == nil, measurements.isEmpty, !isSomebodyMeasuring { return }
    let now = now
    noteMeasured()
    for index in measurements.indices where serves(index) {
      if let secret = relay.secret(of: measurements[index].seat) {
        measurements[index].agreed(secret)
      }
      if let reach = lobby?.member(at: measurements[index].seat)?.reach {
        measurements[index].offered(allowed(reach), now: now)
      }
      if let parcel = measurements[index].tick(ours: direct.network, now: now) { send(parcel) }
    }
    ask()
  }

  private var isSomebodyMeasuring: Bool { lobby?.members.contains(where: \.isMeasuring) ?? false }

  /// There is one with each member with whom something is measured, until it has been gone for a while.
  private mutating func noteMeasured() {
    guard let lobby else { return }
    let now = now
    measurements.removeAll { $0.ownSeat != lobby.seat }
    for index in measurements.indices.reversed() {
      let seat = measurements[index].seat
      // Who measures waits for the host as long as it likes.
      if hostWatch != nil || lobby.member(at: seat)?.isMeasuring ?? false {
        measurements[index].isSeated(now: now)
      }
      // Whoever is there by the same keys may measure again, and counters must not begin anew.
      if now - measurements[index].seatedAt > Measurement.Limit.memory,
        relay.secret(of: seat) != measurements[index].secret
      {
        measurements.remove(at: index)
      }
    }
    for member in lobby.members where isMeasured(member, in: lobby) {
      guard !measurements.contains(where: { $0.seat == member.seat }) else { continue }
      measurements.append(
        Measurement(with: member.seat, from: lobby.seat, linkSeed: dice.next(), now: now))
    }
  }

  private func isMeasured(_ member: Lobby.Member, in lobby: Lobby) -> Bool {
    guard max(member.seat.number, lobby.seat.number) < Presence.maxPlayers else { return false }
    return switch lobby.purpose {
    case .measure: member.seat.number == 0 && member.name != nil
    case .play: lobby.isCreator && member.isMeasuring
    }
  }

  /// Not in a match, which nothing shall disturb, and not where somebody plays meanwhile.
  private func serves(_ index: Int) -> Bool {
    guard !isTicking, let lobby else { return false }
    if lobby.purpose == .measure { return true }
    return lobby.member(at: measurements[index].seat)?.isMeasuring ?? true
  }

  private mutating func ask() {
    guard let index = measurements.indices.first else { return }
    let now = now
    var open = PathSet.none
    if measurements[index].direct.link.active != nil { open.insert(.direct) }
    if relay.isConnected, measurements[index].secret != nil { open.insert(.relay) }
    for (path, nonce) in hostWatch?.tick(open: open, now: now) ?? [] {
      if let parcel = measurements[index].probe(nonce, by: path) { send(parcel) }
    }
  }

  // MARK: Datagrams

  /// A datagram of a match, or of who measures.
  mutating func deliver(_ bytes: [UInt8], from source: PeerAddress, at time: Instant) {
    if measurements.isEmpty {
      playing?.received(bytes, from: source, now: time)
      return
    }
    let seat =
      switch source {
      case .direct: Envelope.claimedSender(of: bytes)
      case .relay(let seat): seat.number
      }
    guard let index = measurements.firstIndex(where: { $0.seat.number == seat }), serves(index)
    else {
      playing?.received(bytes, from: source, now: time)
      return
    }
    switch measurements[index].received(bytes, from: source, now: time) {
    case .reply(let parcel): send(parcel)
    case .answer(let nonce, let source):
      guard hostWatch?.answered(nonce, by: source.path, now: time) ?? false,
        case .direct(let address) = source
      else { return }
      measurements[index].proved(from: address, now: time)
    case nil: break
    }
  }

  private mutating func send(_ parcel: Measurement.Parcel) {
    guard isOpen(parcel.destination) else { return }
    if injector.isIdle(sendingBy: parcel.destination.path) {
      effects.append(.send(parcel.bytes, to: parcel.destination, receipt: nil))
    } else {
      injector.send(parcel.bytes, to: parcel.destination, now: now)
    }
  }

  /// When something of all that is due.
  var nextMeasuring: Instant? {
    var times: [Instant] = []
    for index in measurements.indices where serves(index) {
      times.append(measurements[index].nextTick)
    }
    if let hostWatch, !measurements.isEmpty { times.append(hostWatch.nextTick) }
    return times.min()
  }
}
