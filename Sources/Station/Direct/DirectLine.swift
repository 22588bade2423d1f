package import Netplay
import Stun
import Vocabulary

/// Our end of the direct path: our own addresses, what STUN servers see of them, and what the others
/// are told.
package struct DirectLine: Sendable {
  package enum Limit {
    /// Addresses are asked for again and again: a NAT may forget us, a laptop may move.
    static let round = Duration.seconds(15)
    /// The same while a direct path that was there is missed: a NAT may have given us another port,
    /// which the others can only learn from us.
    static let hurriedRound = Duration.seconds(2)
    /// How long after a look-up that found nothing it is tried again.
    static let lookUp = Duration.seconds(10)
  }

  /// How far we are in asking STUN servers.
  private enum Survey: Sendable {
    /// There are none, or none may be asked.
    case none
    /// Their names are being looked up.
    case lookingUp([HostPort])
    /// No name could be looked up; tried again.
    case unknown([HostPort], retryAt: Instant)
    /// A round of questions was begun, and the next one follows.
    case asking(StunClient, Observers, begunAt: Instant, nextAt: Instant)
  }

  /// Who is asked: several addresses of one host are one observer.
  private enum Observers: Hashable, Sendable {
    case one(StunObserver, at: [Address])
    case several
  }

  private enum Socket: Hashable, Sendable {
    case open
    case closed
  }

  /// What others are told.
  package private(set) var reach = Reachability()
  package let policy: DirectPolicy
  private var survey = Survey.none
  private var socket: Socket
  private var own: [Address]
  /// What each server saw.
  private var mapped: [(server: Address, address: Address)] = []
  /// For the questions to STUN servers, which nobody shall foresee.
  private let seed: UInt64
  private let relay: HostPort

  /// - Parameter own: The addresses of this machine with the port of its socket, the likeliest first.
  init(
    _ policy: DirectPolicy, relay: HostPort, own: [Address], seed: UInt64,
    into effects: inout [Effect]
  ) {
    self.policy = policy
    self.relay = relay
    self.own = own
    self.seed = seed
    switch policy {
    case .relayOnly: socket = .closed
    case .loopback: socket = .open
    case .everywhere(let servers):
      socket = .open
      if !servers.isEmpty {
        survey = .lookingUp(servers)
        effects.append(.resolve(servers))
      }
    }
    reach = currentReach
  }

  // MARK: Queries

  /// When `tick` has something to do.
  var wakeTime: Instant? {
    switch survey {
    case .none, .lookingUp: nil
    case .unknown(_, let retryAt): retryAt
    case .asking(let client, _, _, let nextAt): min(nextAt, client.nextTick ?? nextAt)
    }
  }

  /// Whether something may be sent there, and can be.
  func isOpen(to address: Address) -> Bool { socket == .open && policy.allows(address) }

  // MARK: Events

  /// The socket was closed under us.
  ///
  /// - Returns: Whether that is news.
  mutating func closed() -> Bool {
    guard socket == .open, policy != .relayOnly else { return false }
    socket = .closed
    survey = .none
    reach = currentReach
    return true
  }

  /// The hosts of STUN servers have been looked up.
  mutating func resolved(_ servers: [ResolvedHost], now: Instant) {
    // One on this machine sees us from inside.
    let outside = servers.map { ResolvedHost($0.host, $0.addresses.filter(policy.allows)) }
      .filter { !$0.addresses.isEmpty }
    switch survey {
    case .lookingUp(let hosts) where outside.isEmpty:
      survey = .unknown(hosts, retryAt: now + Limit.lookUp)
    case .lookingUp, .unknown:
      guard let first = outside.first else { return }
      let observers: Observers =
        outside.count == 1
        ? .one(first.host == relay ? .relay : .named, at: first.addresses) : .several
      begin(
        StunClient(servers: ResolvedHost.inTurn(outside), ownAddresses: own, seed: seed), observers,
        now: now)
    case .none, .asking: break
    }
  }

  /// The addresses of this machine have changed.
  mutating func changed(_ addresses: [Address], now: Instant) {
    own = addresses
    mapped.removeAll()
    if case .asking(var client, let observers, _, _) = survey {
      client.ownAddresses = addresses
      begin(client, observers, now: now)
    }
    reach = currentReach
  }

  /// A datagram that is no player's.
  mutating func received(
    _ bytes: [UInt8], from source: Address, now: Instant, into effects: inout [Effect]
  ) {
    guard case .asking(var client, let observers, let begunAt, let nextAt) = survey else { return }
    let orders = client.received(bytes[...], from: source, now: now)
    survey = .asking(client, observers, begunAt: begunAt, nextAt: nextAt)
    obey(orders, into: &effects)
  }

  mutating func tick(now: Instant, into effects: inout [Effect]) {
    switch survey {
    case .none, .lookingUp: break
    case .unknown(let hosts, let retryAt):
      guard now >= retryAt else { return }
      survey = .lookingUp(hosts)
      effects.append(.resolve(hosts))
    case .asking(let client, let observers, _, let nextAt):
      if now >= nextAt { begin(client, observers, now: now) }
      ask(now: now, into: &effects)
    }
  }

  /// A direct path that was there is missed.
  mutating func hurry(now: Instant) {
    guard case .asking(let client, let observers, let begunAt, _) = survey,
      now - begunAt >= Limit.hurriedRound
    else { return }
    begin(client, observers, now: now)
  }

  // MARK: Details

  private mutating func begin(_ client: StunClient, _ observers: Observers, now: Instant) {
    var client = client
    client.ask(now: now)
    survey = .asking(client, observers, begunAt: now, nextAt: now + Limit.round)
  }

  private mutating func ask(now: Instant, into effects: inout [Effect]) {
    guard case .asking(var client, let observers, let begunAt, let nextAt) = survey,
      client.nextTick.map({ $0 <= now }) ?? false
    else { return }
    let orders = client.tick(now: now)
    survey = .asking(client, observers, begunAt: begunAt, nextAt: nextAt)
    obey(orders, into: &effects)
  }

  private mutating func obey(_ orders: [StunClient.Effect], into effects: inout [Effect]) {
    for order in orders {
      switch order {
      case .send(let bytes, let server):
        effects.append(.send(bytes, to: .direct(server), receipt: nil))
      case .mapped(let address, let server, _):
        mapped.removeAll { $0.server == server }
        mapped.append((server, address))
      case .unanswered(let server): mapped.removeAll { $0.server == server }
      }
    }
    reach = currentReach
  }

  private var currentReach: Reachability {
    guard policy != .relayOnly else { return Reachability(network: .relayOnly) }
    guard socket == .open else { return Reachability() }
    func usable(_ address: Address) -> Bool { policy.allows(address) && !address.isLinkLocal }
    return Reachability(
      own: own.filter(usable), mapped: mapped.map(\.address).filter(usable), network: kind)
  }

  /// What others are told of our network: what is not certain is nobody's business.
  private var kind: NetworkKind {
    switch network {
    case .known(let kind): kind
    case .unanswered: .unknown
    }
  }

  /// What is known of our network.
  var network: OwnNetwork {
    if policy == .relayOnly { return .known(.relayOnly) }
    guard case .asking(let client, let observers, _, _) = survey else { return .known(.unknown) }
    return switch (client.mapping, observers) {
    case (.unknown, _): .known(.unknown)
    case (.open, _): .known(.open)
    case (.endpointIndependent, _): .known(.mapped)
    case (.dependent, _): .known(.strict)
    case (.unanswered, .several): .known(.blocked)
    case (.unanswered, .one(let observer, let addresses)):
      .unanswered(by: observer, at: addresses)
    }
  }
}
