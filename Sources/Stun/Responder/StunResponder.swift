package import Vocabulary

/// Tells whoever asks by which address they are seen: the server's side of STUN (RFC 8489), for the
/// relay's UDP port.
///
/// With a second port it also says which that is and answers from there when asked to, so that a
/// client learns how its NAT maps and filters (RFC 5780) from a server with one IP. Anything but a
/// well-formed request is counted and left alone. An answer is never larger than three times what was
/// asked, so that a forged sender address gains an attacker little; what does not fit is left out,
/// least useful first.
///
/// The shell hands every datagram for which `StunMessage.isStun` holds to `received`, and sends what
/// comes back. No timer.
package struct StunResponder: Hashable, Sendable {
  /// One of our ports, which have the IP in common.
  package enum Socket: Hashable, Sendable {
    case primary, alternate

    var other: Socket { self == .primary ? .alternate : .primary }
  }

  package struct Reply: Hashable, Sendable {
    package let bytes: [UInt8]
    package let to: Address
    package let from: Socket

    package init(bytes: [UInt8], to: Address, from: Socket) {
      self.bytes = bytes
      self.to = to
      self.from = from
    }
  }

  /// What is known of an address that asks.
  package enum Standing: Hashable, Sendable {
    /// Somebody there has a connection to the relay.
    case known
    case stranger
  }

  package struct Limits: Hashable, Sendable {
    /// For all addresses together that are not known: so that a flood of forged ones leaves time for
    /// those that are, and reflects little.
    package var strangersPerSecond = 5_000
    /// For each IPv4 address or IPv6 /64. A survey asks some ten times at once, and neighbours share
    /// an address.
    package var answersPerSecond = 10
    package var burst = 20
    /// Sources remembered for their rate, 16 bytes each; those that asked least make way for others.
    package var sources = 16_384

    package init() {}
  }

  /// What became of the datagrams; they add up.
  package struct Counters: Hashable, Sendable {
    package internal(set) var answered = 0
    /// Answered, with an error.
    package internal(set) var refused = 0
    package internal(set) var malformed = 0
    /// Well-formed, but no request; or from an address that nothing can be sent to.
    package internal(set) var unexpected = 0
    package internal(set) var rateLimited = 0
    /// Not looked at, from addresses that are not known, for too many of them asked.
    package internal(set) var shed = 0
    /// Sources that were forgotten for others before their time, which is no datagram.
    package internal(set) var displacedSources = 0

    package init() {}
  }

  package static let largestGain = 3

  private enum Code {
    static let unknownAttribute = 420
  }

  private var counted = Counters()
  package var counters: Counters {
    var counters = counted
    counters.displacedSources = allowance.displaced
    return counters
  }
  private let primaryPort: UInt16
  private let alternatePort: UInt16?
  private let software: [UInt8]
  private var allowance: SourceAllowance
  private let strangersRate: Rate
  private var strangers = RateMeter()

  /// - Parameters:
  ///   - primaryPort: As clients reach it, and so is `alternatePort`.
  ///   - alternatePort: Of the same IP; nothing when there is one socket only.
  ///   - key: What nobody can guess: whoever knows it chooses who makes way for whom.
  ///   - software: Told to those whose request leaves room for it.
  package init(
    primaryPort: UInt16, alternatePort: UInt16? = nil, key: UInt64 = 0,
    software: String = "ghostline",
    limits: Limits = Limits()
  ) {
    precondition(alternatePort != primaryPort, "port \(primaryPort) is no alternative to itself")
    precondition(
      software.utf8.count <= StunAttribute.mostSoftwareBytes, "\(software) is too long a name")
    self.primaryPort = primaryPort
    self.alternatePort = alternatePort
    self.software = Array(software.utf8)
    strangersRate = .perSecond(limits.strangersPerSecond)
    allowance = SourceAllowance(
      perSecond: limits.answersPerSecond, burst: limits.burst, sources: limits.sources,
      key: key)
  }

  /// Answers one datagram, or does not.
  ///
  /// - Parameters:
  ///   - localAddress: That which the datagram was sent to, when the shell knows it; a socket on a
  ///     wildcard address does not. It is only told back.
  ///   - standing: Who is known comes first when there are too many.
  package mutating func received(
    _ bytes: ArraySlice<UInt8>, from client: Address, at socket: Socket,
    localAddress: Address? = nil, standing: Standing = .stranger, now: Instant
  ) -> Reply? {
    precondition(
      socket == .primary || alternatePort != nil, "there is no alternate socket to receive at")
    if standing == .stranger, strangers.nextAdmission(rate: strangersRate) > now {
      counted.shed += 1
      return nil
    }
    guard let request = request(bytes, from: client) else { return nil }
    switch allowance.take(from: client, now: now) {
    case .allowed: if standing == .stranger { _ = strangers.admits(rate: strangersRate, now: now) }
    case .overRate:
      counted.rateLimited += 1
      return nil
    }
    let answer = answer(to: request, from: client, at: socket, localAddress, room: bytes.count)
    precondition(
      answer.bytes.count <= Self.largestGain * bytes.count,
      "\(answer.bytes.count) bytes in answer to \(bytes.count)")
    return answer
  }

  /// How many sources are held to a rate now.
  package func sources(now: Instant) -> Int { allowance.sources(now: now) }

  private mutating func request(
    _ bytes: ArraySlice<UInt8>, from client: Address
  ) -> StunMessage? {
    do throws(StunError) {
      let message = try StunMessage(bytes)
      guard message.kind == .request, client.isReachable else {
        counted.unexpected += 1
        return nil
      }
      return message
    } catch {
      counted.malformed += 1
      return nil
    }
  }

  private mutating func answer(
    to request: StunMessage, from client: Address, at socket: Socket, _ localAddress: Address?,
    room byteCount: Int
  ) -> Reply {
    let impossible = impossible(in: request)
    guard impossible.isEmpty else {
      counted.refused += 1
      var draft = StunDraft(answering: request, byteCount: byteCount)
      draft.add(.errorCode(Code.unknownAttribute))
      draft.add(.unknownAttributes(impossible))
      return Reply(bytes: draft.encoded(.failure), to: client, from: socket)
    }
    counted.answered += 1
    let from = request.changeRequest == .port ? socket.other : socket
    var draft = StunDraft(answering: request, byteCount: byteCount)
    draft.add(.xorMappedAddress(client))
    if let port = port(of: socket.other) { draft.addIfItFits(.alternatePort(port)) }
    if let localAddress, let port = port(of: from) {
      draft.addIfItFits(.responseOrigin(localAddress.at(port: port)))
    }
    if !software.isEmpty { draft.addIfItFits(.software(software)) }
    if let count = request.padding { draft.addPadding(count) }
    return Reply(bytes: draft.encoded(.success), to: client, from: from)
  }

  /// The types of what we cannot do.
  ///
  /// A server without a second address refuses CHANGE-REQUEST as if it did not know it (RFC 5780
  /// 6.1); we can change the port, if there are two, but never the IP.
  private func impossible(in request: StunMessage) -> [UInt16] {
    guard let change = request.changeRequest, !canDo(change) else { return request.notUnderstood }
    return [StunAttributeType.changeRequest.rawValue] + request.notUnderstood
  }

  private func canDo(_ change: StunChange) -> Bool {
    switch change {
    case .nothing, .port: alternatePort != nil
    case .host, .hostAndPort: false
    }
  }

  private func port(of socket: Socket) -> UInt16? {
    socket == .primary ? primaryPort : alternatePort
  }
}
