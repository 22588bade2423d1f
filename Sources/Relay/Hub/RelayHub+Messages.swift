import Vocabulary

// What members and strangers may say, and what comes of it.
extension RelayHub {
  /// Obeys a member: forwards, lets go, or closes who asks for what only strangers may ask.
  mutating func memberSaid(
    _ message: ClientMessage, _ id: ConnectionID, _ membership: Membership, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    switch message {
    case .data(let seat, let payload):
      forwardData(payload, to: seat, from: membership, into: &effects)
    case .signal(let seat, let payload):
      // Signals are carried without loss or not at all: whoever missed one would wait for ever.
      guard connections[id]?.mayAskToSignal(rates: rates, now: now) == true else {
        return refuse(id, .rateLimited, now: now, into: &effects)
      }
      forwardSignal(payload, to: seat, from: membership, now: now, into: &effects)
    case .hold(let hold):
      connections[id]?.holds(hold)
      freeSeatsAfterMatch(in: membership.room)
    case .leave: end(id, .left, now: now, into: &effects)
    case .createRoom, .joinRoom, .resume: refuse(id, .malformed, now: now, into: &effects)
    }
  }

  /// - Parameter ticket: the connection's own, which a new seat gets.
  mutating func strangerSaid(
    _ message: ClientMessage, _ id: ConnectionID, with ticket: ResumeTicket, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    switch message {
    case .createRoom, .joinRoom, .resume:
      guard !handsOver(message, id, now: now, into: &effects) else { return }
      attempt(message, id, with: ticket, now: now, into: &effects)
    case .leave: end(id, .left, now: now, into: &effects)
    case .data, .signal, .hold: refuse(id, .malformed, now: now, into: &effects)
    }
  }

  private mutating func forwardData(
    _ payload: ArraySlice<UInt8>, to seat: PlayerIndex, from sender: Membership,
    into effects: inout [RelayEffect]
  ) {
    guard seat != sender.seat, let target = rooms[sender.room]?.connection(at: seat) else {
      return counters.drops.count(.emptySeat)
    }
    let bytes = RelayMessage.data(from: sender.seat, payload: payload).encoded
    switch connections[target]?.offer(bytes, from: sender.seat) {
    case .send:
      counters.dataForwarded += 1
      write(bytes, to: target, into: &effects)
    case .held: counters.dataForwarded += 1
    case .conflated: counters.drops.count(.conflated)
    case nil: preconditionFailure("a room seats a connection that is gone")
    }
  }

  private mutating func forwardSignal(
    _ payload: ArraySlice<UInt8>, to seat: PlayerIndex, from sender: Membership, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    guard seat != sender.seat, let target = rooms[sender.room]?.connection(at: seat) else {
      return counters.drops.count(.emptySeat)
    }
    counters.signalsForwarded += 1
    send(
      RelayMessage.signal(from: sender.seat, payload: payload).encoded, to: target, now: now,
      into: &effects)
  }
}
