/// Says when a NAT gives one socket of ours a second outside address (RFC 4787 4.1).
package enum MappingBehaviour: Hashable, Sendable {
  case unknown
  /// Never: the address that a server saw is good for everybody.
  case endpointIndependent
  /// Not for another port; there was no second IP to ask at. Nearly always endpoint-independent.
  case portIndependent
  /// For each IP that is sent to.
  case addressDependent
  /// For each IP and port ("symmetric").
  case addressAndPortDependent
  /// For another IP and port; whether the port alone does it is not known.
  case dependent
}

/// Says whose datagrams a NAT or firewall lets in to us (RFC 4787 5).
package enum FilteringBehaviour: Hashable, Sendable {
  case unknown
  /// Everybody's, once we have sent anything.
  case endpointIndependent
  /// Those from another port of an IP that we have sent to; other IPs' perhaps: there was no second
  /// one to answer from.
  case portIndependent
  /// Those of the IPs that we have sent to.
  case addressDependent
  /// Those of the very addresses that we have sent to.
  case addressAndPortDependent
}
