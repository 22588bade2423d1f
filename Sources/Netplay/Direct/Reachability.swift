package import Vocabulary

/// Where a player can be reached directly, and what it knows of the network that it is in.
package struct Reachability: Hashable, Sendable {
  package static let maxCandidates = 16

  /// Own addresses as others may see them; none when it does not want to be reached.
  package var candidates: [Address]
  package var network: NetworkKind

  package init(candidates: [Address] = [], network: NetworkKind = .unknown) {
    self.candidates = Array(candidates.prefix(Self.maxCandidates))
    self.network = network
  }

  /// Own addresses that come before those that servers saw: the likeliest of both families.
  private static let nearest = 2

  /// - Parameters:
  ///   - own: Addresses of this machine, the likeliest first; as many as there is room for.
  ///   - mapped: What servers saw of it, which is how strangers get in: those keep their places,
  ///     whatever a machine has of bridges and tunnels.
  package init(own: [Address], mapped: [Address], network: NetworkKind) {
    var candidates: [Address] = []
    for address in own.prefix(Self.nearest) + mapped + own.dropFirst(Self.nearest)
    where !candidates.contains(address) { candidates.append(address) }
    self.init(candidates: candidates, network: network)
  }
}

/// How the network between a player and the world treats UDP.
public enum NetworkKind: UInt8, Hashable, Sendable, CaseIterable {
  /// Nothing was asked, or no answer has come yet.
  case unknown
  /// No address is translated.
  case open
  /// A NAT shows everybody the same address and port.
  case mapped
  /// A NAT shows everybody another port: nobody can be told where to send (a "symmetric" NAT).
  case strict
  /// No answer to anything that was sent by UDP.
  case blocked
  /// The player asked for the relay alone.
  case relayOnly
}

extension Reachability {
  package func encode(into writer: inout ByteWriter) {
    writer.byte(network.rawValue)
    writer.byte(UInt8(candidates.count))
    for address in candidates {
      writer.uint64(address.high)
      writer.uint64(address.low)
      writer.uint16(address.port)
    }
  }

  package init(from reader: inout ByteReader) throws(WireError) {
    guard let network = NetworkKind(rawValue: try reader.byte()) else { throw .invalid(.network) }
    let count = Int(try reader.byte())
    guard count <= Self.maxCandidates else { throw .invalid(.candidate) }
    var candidates: [Address] = []
    for _ in 0..<count {
      let high = try reader.uint64()
      let low = try reader.uint64()
      candidates.append(Address(high: high, low: low, port: try reader.uint16()))
    }
    self.init(candidates: candidates, network: network)
  }
}
