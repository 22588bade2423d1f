import NIOCore
import Netplay
import Stun
import Transport

/// Our end of the direct path: the socket, our own addresses, and what STUN servers see of them.
struct DirectLine {
  /// Addresses are asked for again and again: a NAT may forget us, a laptop may move.
  private static let round = Duration.seconds(15)
  /// The same while a direct path that was there is missed: a NAT may have given us another port,
  /// which the others can only learn from us.
  private static let hurriedRound = Duration.seconds(2)

  /// What players may want of their direct path.
  enum Policy: Hashable, Sendable {
    /// Own addresses are told, and those of STUN servers.
    case everywhere(stun: [HostPort])
    /// Everybody is on this machine.
    case loopback
    /// No address is told, and nothing is sent by UDP.
    case relayOnly
  }

  /// What others are told.
  private(set) var reach: Reachability
  private let policy: Policy
  private let socket: DirectSocket?
  private var stun: StunClient?
  private var own: [Address]
  /// What each server saw.
  private var mapped: [(server: Address, address: Address)] = []
  private var nextRound: Instant?
  private var begunAt: Instant?
  private var hasLostSocket = false
  /// For the questions to STUN servers, which nobody shall foresee.
  private let seed: UInt64

  /// - Throws: `DirectSocketError` when there can be no socket.
  init(
    _ policy: Policy, seed: UInt64, on eventLoop: any EventLoop, inbox: Inbox
  ) throws(DirectSocketError) {
    self.policy = policy
    self.seed = seed
    switch policy {
    case .relayOnly:
      socket = nil
      own = []
    case .loopback:
      socket = try DirectSocket.open(reach: .loopback, on: eventLoop, inbox: inbox)
      own = socket?.localAddresses() ?? []
    case .everywhere(let servers):
      socket = try DirectSocket.open(reach: .everywhere, on: eventLoop, inbox: inbox)
      own = socket?.localAddresses() ?? []
      socket?.watchAddresses()
      HostResolver.resolve(servers, into: inbox)
    }
    reach = Reachability()
    reach = currentReach
  }

  // MARK: Queries

  /// When `tick` has something to do.
  var wakeTime: Instant? { [stun?.nextTick, nextRound].compactMap(\.self).min() }

  var backlog: Netplay.Backlog {
    guard let socket else { return .none }
    let backlog = socket.backlog
    return Netplay.Backlog(datagrams: backlog.messages, bytes: backlog.bytes)
  }

  /// Whether an address of another player's may be sent to at all: nothing on the way shall make us
  /// knock at our own machine's doors.
  func allows(_ address: Address) -> Bool {
    switch policy {
    case .relayOnly: false
    case .loopback: address.isLoopback
    case .everywhere: !address.isLoopback
    }
  }

  // MARK: Sending

  func send(_ datagram: [UInt8], to address: Address) -> Bool {
    allows(address) && socket?.send(datagram, to: address) == true
  }

  func close() { socket?.close() }

  // MARK: Events

  /// Whether the socket was closed under us since the last call; told once.
  mutating func takeLoss() -> Bool {
    guard let socket, !socket.isOpen, !hasLostSocket else { return false }
    hasLostSocket = true
    return true
  }

  /// The hosts of STUN servers have been looked up.
  mutating func resolved(_ servers: [Address], now: Instant) {
    // One on this machine sees us from inside.
    let outside = servers.filter(allows)
    guard stun == nil, !outside.isEmpty else { return }
    stun = StunClient(servers: outside, ownAddresses: own, seed: seed)
    begin(now: now)
  }

  /// The addresses of this machine have changed.
  mutating func changed(_ addresses: [Address], now: Instant) {
    own = addresses
    stun?.ownAddresses = addresses
    mapped.removeAll()
    if stun != nil { begin(now: now) }
    reach = currentReach
  }

  /// A datagram that is no player's.
  mutating func received(_ bytes: [UInt8], from source: Address, now: Instant) {
    obey(stun?.received(bytes[...], from: source, now: now) ?? [])
  }

  mutating func tick(now: Instant) {
    if let due = nextRound, now >= due { begin(now: now) }
    obey(stun?.tick(now: now) ?? [])
  }

  /// A direct path that was there is missed.
  mutating func hurry(now: Instant) {
    guard let begunAt, now - begunAt >= Self.hurriedRound else { return }
    begin(now: now)
  }

  private mutating func begin(now: Instant) {
    begunAt = now
    stun?.ask(now: now)
    nextRound = now + Self.round
  }

  private mutating func obey(_ effects: [StunClient.Effect]) {
    for effect in effects {
      switch effect {
      case .send(let bytes, let server): socket?.send(bytes, to: server)
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
    var candidates: [Address] = []
    for address in own + mapped.map(\.address)
    where allows(address) && !address.isLinkLocal && !candidates.contains(address) {
      candidates.append(address)
    }
    return Reachability(candidates: candidates, network: network)
  }

  private var network: NetworkKind {
    switch stun?.mapping {
    case nil, .unknown: .unknown
    case .open: .open
    case .endpointIndependent: .mapped
    case .dependent: .strict
    case .blocked: .blocked
    }
  }
}
