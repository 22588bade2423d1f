package import Vocabulary

extension NATSurvey {
  /// Tells what lies between this machine and the servers that were asked.
  package struct Verdict: Hashable, Sendable {
    package enum Access: Hashable, Sendable {
      /// There was nobody to ask, nobody told us an address, or there was no time to wait.
      case unknown
      /// Nobody answered. Where only one could, that may be its own affair.
      case unanswered
      /// Several were silent: UDP does not get out, or not back in.
      case blocked
      /// Servers see our own address; a firewall may filter all the same.
      case untranslated(FilteringBehaviour)
      /// A NAT gives us another address.
      case translated(MappingBehaviour, FilteringBehaviour)
    }

    /// What became of the question to one server.
    package struct Answer: Hashable, Sendable {
      package let server: Address
      /// Nothing when it told us no address.
      package let roundTrip: Duration?

      package init(server: Address, roundTrip: Duration?) {
        self.server = server
        self.roundTrip = roundTrip
      }
    }

    package let access: Access
    /// Our addresses as they were seen, each once; more than two with a NAT that maps by destination.
    package let mapped: [Address]
    /// In the order in which the servers were given.
    package let answers: [Answer]

    package init(access: Access, mapped: [Address] = [], answers: [Answer] = []) {
      self.access = access
      self.mapped = mapped
      self.answers = answers
    }
  }

  /// Foretells whether two machines will reach each other without the relay.
  package enum Prediction: Hashable, Sendable {
    case direct
    case relayOnly
    /// It depends on what a verdict does not know.
    case unsure
  }
}

extension NATSurvey.Verdict {
  /// Foretells a match with a machine that has another verdict, each of which knows only what a
  /// server saw of the other; the same both ways.
  ///
  /// The usual table: it works unless both map by destination, or one does and the other lets in
  /// nothing but what it has sent to. Two machines in one house do better than it says (they use the
  /// addresses that they have there), and an IPv6 address may open what IPv4 does not.
  package func worksWith(_ other: NATSurvey.Verdict) -> NATSurvey.Prediction {
    guard access != .blocked, other.access != .blocked else { return .relayOnly }
    // Every way in which the gaps of both could be filled; where all agree, the gaps do not matter.
    let outcomes = possibilities.flatMap { ours in
      other.possibilities.map { ours.works(with: $0) }
    }
    if outcomes.allSatisfy({ $0 }) { return .direct }
    return outcomes.contains(true) ? .unsure : .relayOnly
  }

  private struct Possibility {
    enum Mapping { case steady, byDestination }
    enum Filtering { case byHost, byAddress }

    let mapping: Mapping
    let filtering: Filtering

    func works(with other: Possibility) -> Bool {
      switch (mapping, other.mapping) {
      case (.steady, .steady): true
      case (.byDestination, .steady): other.filtering == .byHost
      case (.steady, .byDestination): filtering == .byHost
      case (.byDestination, .byDestination): false
      }
    }
  }

  private var possibilities: [Possibility] {
    let (mapping, filtering) = behaviours
    return Self.mappings(mapping).flatMap { mapping in
      Self.filterings(filtering).map { Possibility(mapping: mapping, filtering: $0) }
    }
  }

  private var behaviours: (MappingBehaviour, FilteringBehaviour) {
    switch access {
    case .unknown, .unanswered, .blocked: (.unknown, .unknown)
    case .untranslated(let filtering): (.endpointIndependent, filtering)
    case .translated(let mapping, let filtering): (mapping, filtering)
    }
  }

  private static func mappings(_ behaviour: MappingBehaviour) -> [Possibility.Mapping] {
    switch behaviour {
    case .unknown: [.steady, .byDestination]
    case .endpointIndependent, .portIndependent: [.steady]
    case .addressDependent, .addressAndPortDependent, .dependent: [.byDestination]
    }
  }

  private static func filterings(_ behaviour: FilteringBehaviour) -> [Possibility.Filtering] {
    switch behaviour {
    case .unknown: [.byHost, .byAddress]
    case .endpointIndependent, .portIndependent, .addressDependent: [.byHost]
    case .addressAndPortDependent: [.byAddress]
    }
  }
}
