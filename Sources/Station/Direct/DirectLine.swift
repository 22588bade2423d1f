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
    case asking(StunClient, begunAt: Instant, nextAt: Instant)
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

  /// - Parameter own: The addresses of this machine with the port of its socket.
  init(_ policy: DirectPolicy, own: [Address], seed: UInt64, into effects: inout [Effect]) {
    self.policy = policy
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
    case .asking(let client, _, let nextAt): min(nextAt, client.nextTick ?? nextAt)
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
  mutating func resolved(_ servers: [Address], now: Instant) {
    // One on this machine sees us from inside.
    let outside = servers.filter(policy.allows)
    switch survey {
    case .lookingUp(let hosts) where outside.isEmpty:
      survey = .unknown(hosts, retryAt: now + Limit.lookUp)
    case .lookingUp, .unknown:
      guard !outside.isEmpty else { return }
      begin(StunClient(servers: outside, ownAddresses: own, seed: seed), now: now)
    case .none, .asking: break
    }
  }

  /// The addresses of this machine have changed.
  mutating func changed(_ addresses: [Address], now: Instant) {
    own = addresses
    mapped.removeAll()
    if case .asking(var client, _, _) = survey {
      client.ownAddresses = addresses
      begin(client, now: now)
    }
    reach = currentReach
  }

  /// A datagram that is no player's.
  mutating func received(
    _ bytes: [UInt8], from source: Address, now: Instant, into effects: inout [Effect]
  ) {
    guard case .asking(var client, let begunAt, let nextAt) = survey else { return }
    let orders = client.received(bytes[...], from: source, now: now)
    survey = .asking(client, begunAt: begunAt, nextAt: nextAt)
    obey(orders, into: &effects)
  }

  mutating func tick(now: Instant, into effects: inout [Effect]) {
    switch survey {
    case .none, .lookingUp: break
    case .unknown(let hosts, let retryAt):
      guard now >= retryAt else { return }
      survey = .lookingUp(hosts)
      effects.append(.resolve(hosts))
    case .asking(let client, _, let nextAt):
      if now >= nextAt { begin(client, now: now) }
      ask(now: now, into: &effects)
    }
  }

  /// A direct path that was there is missed.
  mutating func hurry(now: Instant) {
    guard case .asking(let client, let begunAt, _) = survey,
      now - begunAt >= Limit.hurriedRound
    else { return }
    begin(client, now: now)
  }

  // MARK: Details

  private mutating func begin(_ client: StunClient, now: Instant) {
    var client = client
    client.ask(now: now)
    survey = .asking(client, begunAt: now, nextAt: now + Limit.round)
  }

  private mutating func ask(now: Instant, into effects: inout [Effect]) {
    guard case .asking(var client, let begunAt, let nextAt) = survey,
      client.nextTick.map({ $0 <= now }) ?? false
    else { return }
    let orders = client.tick(now: now)
    survey = .asking(client, begunAt: begunAt, nextAt: nextAt)
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

  /// Those that strangers can reach first.
  private var currentReach: Reachability {
    guard policy != .relayOnly else { return Reachability(network: .relayOnly) }
    guard socket == .open else { return Reachability() }
    var candidates: [Address] = []
    for address in own + mapped.map(\.address)
    where policy.allows(address) && !address.isLinkLocal && !candidates.contains(address) {
      candidates.append(address)
    }
    return Reachability(candidates: candidates, network: network)
  }

  private var network: NetworkKind {
    guard case .asking(let client, _, _) = survey else { return .unknown }
    return switch client.mapping {
    case .unknown: .unknown
    case .open: .open
    case .endpointIndependent: .mapped
    case .dependent: .strict
    case .blocked: .blocked
    }
  }
}
