import Vocabulary

/// Concludes from what several servers saw how a NAT maps.
struct MappingEvidence: Hashable, Sendable {
  /// By which address the asker was seen at another.
  struct Observation: Hashable, Sendable {
    let server: Address
    let mapped: Address
  }

  private(set) var observations: [Observation] = []

  var isEmpty: Bool { observations.isEmpty }

  /// Our addresses as they were seen, each once.
  var mapped: [Address] { observations.map(\.mapped).distinct }

  /// Notes what a server saw; each server is believed once, since a NAT that forgets us meanwhile
  /// does not map by destination.
  mutating func add(server: Address, mapped: Address) {
    guard !hasAnswer(of: server) else { return }
    observations.append(Observation(server: server, mapped: mapped))
  }

  /// Whether all saw an address that is our own; not when none saw any.
  func isUntranslated(own: [Address]) -> Bool {
    !isEmpty && observations.allSatisfy { $0.isOwn(own) }
  }

  func hasAnswer(of server: Address) -> Bool { observations.contains { $0.server == server } }

  /// How the mapping depends on who is sent to.
  func behaviour(own: [Address]) -> MappingBehaviour { Self.behaviour(judged(own: own)) }

  /// What there is to judge by.
  ///
  /// A server on our side of the NAT sees our own address and proves nothing. IPv4 and IPv6 never
  /// map alike: where both are translated it is IPv4, which is where players meet NATs.
  func judged(own: [Address]) -> [Observation] {
    let translated = observations.filter { !$0.isOwn(own) }
    let overIPv4 = translated.filter { $0.mapped.isIPv4 }
    return overIPv4.isEmpty ? translated : overIPv4
  }

  private static func behaviour(_ observations: [Observation]) -> MappingBehaviour {
    let pairs = observations.indices.flatMap { index in
      observations[..<index].map { Pair($0, observations[index]) }
    }
    func exists(_ servers: Pair.Servers, _ mappings: Pair.Mappings) -> Bool {
      pairs.contains { $0.servers == servers && $0.mappings == mappings }
    }
    if exists(.portsOfOneHost, .different) { return .addressAndPortDependent }
    let isPortIrrelevant = exists(.portsOfOneHost, .equal)
    if exists(.twoHosts, .different) { return isPortIrrelevant ? .addressDependent : .dependent }
    if exists(.twoHosts, .equal) { return .endpointIndependent }
    return isPortIrrelevant ? .portIndependent : .unknown
  }

  /// What two observations have in common.
  private struct Pair {
    enum Servers { case portsOfOneHost, twoHosts }
    enum Mappings { case equal, different }

    let servers: Servers
    let mappings: Mappings

    init(_ a: Observation, _ b: Observation) {
      servers = a.server.hasHost(of: b.server) ? .portsOfOneHost : .twoHosts
      mappings = a.mapped == b.mapped ? .equal : .different
    }
  }
}

extension MappingEvidence.Observation {
  /// Nothing translates to a loopback address.
  fileprivate func isOwn(_ own: [Address]) -> Bool { mapped.isLoopback || own.contains(mapped) }
}
