/// A way by which datagrams reach a peer.
public enum Path: Int, CaseIterable, Hashable, Sendable {
  /// Straight to the peer, by UDP.
  case direct
  /// Through the relay, by WebSocket.
  case relay

  package var other: Path { self == .direct ? .relay : .direct }
}

/// A set of paths.
package struct PathSet: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let direct = PathSet(rawValue: 1)
  package static let relay = PathSet(rawValue: 2)

  package init(_ path: Path) { self = path == .direct ? .direct : .relay }
}

/// One value for each path.
public struct PerPath<Value> {
  public var direct: Value
  public var relay: Value

  public init(direct: Value, relay: Value) {
    self.direct = direct
    self.relay = relay
  }

  public init(repeating value: Value) { self.init(direct: value, relay: value) }

  // A getter, not an accessor that lends the value: its frame would be allocated at each call.
  public subscript(_ path: Path) -> Value {
    @inline(__always) get {
      switch path {
      case .direct: direct
      case .relay: relay
      }
    }
    @inline(__always) _modify {
      switch path {
      case .direct: yield &direct
      case .relay: yield &relay
      }
    }
  }
}

extension PerPath: Sendable where Value: Sendable {}
extension PerPath: Equatable where Value: Equatable {}
extension PerPath: Hashable where Value: Hashable {}
