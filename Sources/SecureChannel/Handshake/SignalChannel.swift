import Crypto

/// Keeps what two members tell each other through the relay sealed: handshake, then messages.
///
/// The member with the lower seat begins. Whatever the relay alters, swaps, repeats or makes up is
/// counted and changes nothing: a first message that was recorded elsewhere is answered, since
/// nobody can tell, but only what the other proves to have sealed with the agreed keys counts.
///
/// | Byte 0 | Then |
/// |---|---|
/// | 1 opening | public key 32 B, tag 16 B |
/// | 2 answer | public key 32 B, tag 16 B |
/// | 3 sealed | counter u32 little-endian, ciphertext, tag 16 B |
/// | 4 request | nothing: the answering side asks for a new opening |
package struct SignalChannel: Sendable {
  package enum Effect: Hashable, Sendable {
    case send([UInt8])
    /// The keys are agreed, and the other has shown that it has them: messages can be sealed.
    case opened
    case received([UInt8])
    /// The answering side asks for new keys; anyone on the way can make it up, so that obeying it
    /// must cost little, and not too often.
    case requested
  }

  /// Which side begins.
  package enum Role: Hashable, Sendable { case initiator, responder }

  /// What was received and thrown away.
  package struct Rejections: Hashable, Sendable {
    package var malformed = 0
    /// Not made with the keys that it should be made with.
    package var forged = 0
    /// Genuine, and seen before.
    package var replayed = 0

    package init() {}

    package var total: Int { malformed + forged + replayed }
  }

  /// Openings that may wait for their first sealed message.
  package static let maxPending = 4
  /// How often keys may be agreed anew: as many openings are remembered, so that none can be repeated
  /// to bring old keys back.
  package static let maxRenewals = 64

  private enum Kind: UInt8 {
    case opening = 1
    case answer, sealed, request
  }

  private enum Phase: Sendable {
    case idle
    /// We began, and wait for the answer.
    case opening(NoiseHandshake.Initiator)
    /// We answered these openings; the one whose keys are used first is the other's own.
    case answered([Agreement])
    /// With the openings that were answered since: the other may have lost its keys.
    case open(Agreement, since: [Agreement])
  }

  private struct Agreement: Sendable {
    let opening: [UInt8]
    let secret: ChannelSecret
    let sending: SymmetricKey
    let receiving: SymmetricKey
    var sent: UInt32 = 0
    var received: UInt32?

    init(_ state: NoiseState, role: Role, opening: [UInt8]) {
      self.opening = opening
      secret = ChannelSecret(state)
      let keys = state.split()
      sending = SymmetricKey(data: role == .initiator ? keys.initiator : keys.responder)
      receiving = SymmetricKey(data: role == .initiator ? keys.responder : keys.initiator)
    }
  }

  package let role: Role
  package private(set) var rejections = Rejections()
  private let psk: PreSharedKey
  private let prologue: [UInt8]
  private let ephemeral: EphemeralKey
  private var phase = Phase.idle
  /// The openings whose keys were used before the present ones.
  private var spent: [[UInt8]] = []

  /// - Parameters:
  ///   - prologue: What both sides must agree on beforehand; see `Signalling`.
  ///   - ephemeral: Drawn for this channel alone.
  package init(role: Role, psk: PreSharedKey, prologue: [UInt8], ephemeral: EphemeralKey) {
    self.role = role
    self.psk = psk
    self.prologue = prologue
    self.ephemeral = ephemeral
  }

  /// The root of the datagrams' keys, once the channel is open.
  package var secret: ChannelSecret? {
    if case .open(let agreement, _) = phase { agreement.secret } else { nil }
  }

  package var isOpen: Bool { secret != nil }

  /// Begins, or repeats the beginning when nothing has come; says nothing on the other side, nor
  /// once the channel is open.
  package mutating func begin() -> [Effect] {
    guard role == .initiator else { return [] }
    switch phase {
    case .idle:
      let own = NoiseHandshake.Initiator(psk: psk, prologue: prologue, ephemeral: ephemeral)
      phase = .opening(own)
      return [.send([Kind.opening.rawValue] + own.message)]
    case .opening(let own): return [.send([Kind.opening.rawValue] + own.message)]
    case .answered, .open: return []
    }
  }

  package mutating func received(_ bytes: ArraySlice<UInt8>) -> [Effect] {
    guard let first = bytes.first, let kind = Kind(rawValue: first) else {
      rejections.malformed += 1
      return []
    }
    switch kind {
    case .opening: return receivedOpening(bytes.dropFirst())
    case .answer: return receivedAnswer(bytes.dropFirst())
    case .sealed: return receivedSealed(bytes.dropFirst())
    case .request:
      guard role == .initiator, bytes.count == 1 else {
        rejections.malformed += 1
        return []
      }
      return [.requested]
    }
  }

  /// Whether the other side begins, or repeats its beginning, with this.
  package static func isOpening(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.first == Kind.opening.rawValue
  }

  /// What the answering side says to ask for a new opening; nothing on the other side, which begins by
  /// itself.
  package var request: [UInt8]? { role == .responder ? [Kind.request.rawValue] : nil }

  /// Seals a message; nothing before the channel is open.
  package mutating func seal(_ message: [UInt8]) -> [UInt8]? {
    guard case .open(var agreement, let since) = phase, agreement.sent < .max else { return nil }
    let header = Self.header(counter: agreement.sent)
    let sealed = AEAD.seal(
      message, key: agreement.sending, counter: UInt64(agreement.sent), authenticating: header)
    agreement.sent += 1
    phase = .open(agreement, since: since)
    return header + sealed
  }

  // MARK: Handshake

  private mutating func receivedOpening(_ message: ArraySlice<UInt8>) -> [Effect] {
    var answered: [Agreement]
    switch phase {
    case .idle: answered = []
    case .answered(let agreements): answered = agreements
    case .open(let agreement, _) where agreement.opening == Array(message):
      rejections.replayed += 1
      return []
    case .open(_, let since):
      guard spent.count < Self.maxRenewals, !spent.contains(Array(message)) else {
        rejections.replayed += 1
        return []
      }
      answered = since
    case .opening:
      rejections.forged += 1
      return []
    }
    guard role == .responder, message.count == NoiseHandshake.messageBytes,
      let response = NoiseHandshake.respond(
        to: message, psk: psk, prologue: prologue, ephemeral: ephemeral)
    else {
      rejections.forged += 1
      return []
    }
    let agreement = Agreement(response.state, role: .responder, opening: Array(message))
    answered.removeAll { $0.opening == agreement.opening }
    if answered.count == Self.maxPending { answered.removeFirst() }
    answered.append(agreement)
    if case .open(let present, _) = phase {
      phase = .open(present, since: answered)
    } else {
      phase = .answered(answered)
    }
    return [.send([Kind.answer.rawValue] + response.answer)]
  }

  private mutating func receivedAnswer(_ answer: ArraySlice<UInt8>) -> [Effect] {
    switch phase {
    case .opening(let own):
      guard answer.count == NoiseHandshake.messageBytes, let finished = own.finish(answer) else {
        rejections.forged += 1
        return []
      }
      phase = .open(
        Agreement(finished.state, role: .initiator, opening: own.message), since: [])
      return [.opened]
    case .open:
      // An opening that was repeated is answered twice.
      rejections.replayed += 1
      return []
    case .idle, .answered:
      rejections.forged += 1
      return []
    }
  }

  // MARK: Messages

  private mutating func receivedSealed(_ body: ArraySlice<UInt8>) -> [Effect] {
    guard body.count >= 4 + AEAD.tagBytes else {
      rejections.malformed += 1
      return []
    }
    let counter = body.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    switch phase {
    case .idle, .opening: break
    case .answered(let agreements):
      if let effects = agreed(on: agreements, by: body, counter: counter) { return effects }
    case .open(var agreement, let since):
      if let effects = agreed(on: since, by: body, counter: counter) { return effects }
      if let newest = agreement.received, counter <= newest {
        rejections.replayed += 1
        return []
      }
      if let message = Self.open(body, counter: counter, by: &agreement) {
        phase = .open(agreement, since: since)
        return [.received(message)]
      }
    }
    rejections.forged += 1
    return []
  }

  /// The other uses the keys of one of these answers: they are its own.
  private mutating func agreed(
    on agreements: [Agreement], by body: ArraySlice<UInt8>, counter: UInt32
  ) -> [Effect]? {
    // The newest first: it is the likely one.
    for var agreement in agreements.reversed() {
      guard let message = Self.open(body, counter: counter, by: &agreement) else { continue }
      if case .open(let former, _) = phase { spent.append(former.opening) }
      phase = .open(agreement, since: [])
      return [.opened, .received(message)]
    }
    return nil
  }

  private static func open(
    _ body: ArraySlice<UInt8>, counter: UInt32, by agreement: inout Agreement
  ) -> [UInt8]? {
    let message = AEAD.open(
      body.dropFirst(4), key: agreement.receiving, counter: UInt64(counter),
      authenticating: header(counter: counter))
    if message != nil { agreement.received = counter }
    return message
  }

  private static func header(counter: UInt32) -> [UInt8] {
    [Kind.sealed.rawValue] + (0..<4).map { UInt8(truncatingIfNeeded: counter >> (8 * $0)) }
  }
}
