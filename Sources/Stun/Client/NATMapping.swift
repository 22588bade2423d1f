/// Says in one word what servers saw of our address, for the player.
package enum NATMapping: Hashable, Sendable {
  /// Not asked yet, or one server alone answered, from beyond a NAT.
  case unknown
  /// The address is our own: no NAT.
  case open
  /// All saw the same address; with one server at one IP that says a little less.
  case endpointIndependent
  /// Two servers, or two ports of one, saw different addresses: a "symmetric" NAT. What one peer
  /// learns of us is of no use to another.
  case dependent
  /// Nobody answered for a whole round: of one server's silence this says nothing about the network.
  case unanswered

  init(_ behaviour: MappingBehaviour) {
    switch behaviour {
    case .unknown: self = .unknown
    case .endpointIndependent, .portIndependent: self = .endpointIndependent
    case .addressDependent, .addressAndPortDependent, .dependent: self = .dependent
    }
  }
}
