/// A way by which datagrams reach a peer.
public enum Path: Int, CaseIterable, Hashable, Sendable {
  /// Straight to the peer, by UDP.
  case direct
  /// Through the relay, by WebSocket.
  case relay

  package var other: Path { self == .direct ? .relay : .direct }
}

/// A set of paths.
///
/// No `OptionSet`: what that brings is generic, and was looked up anew for every input of a datagram.
@usableFromInline package struct PathSet: Hashable, Sendable {
  /// The direct path is the lowest bit, the relay the next.
  @usableFromInline package let rawValue: UInt8

  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable package init(_ path: Path) { self.init(rawValue: path == .direct ? 1 : 2) }

  @inlinable package static var none: PathSet { PathSet(rawValue: 0) }
  @inlinable package static var direct: PathSet { PathSet(rawValue: 1) }
  @inlinable package static var relay: PathSet { PathSet(rawValue: 2) }

  @inlinable package var isEmpty: Bool { rawValue == 0 }

  @inlinable package func contains(_ path: Path) -> Bool {
    rawValue & PathSet(path).rawValue != 0
  }

  @inlinable package func union(_ other: PathSet) -> PathSet {
    PathSet(rawValue: rawValue | other.rawValue)
  }

  @inlinable package mutating func insert(_ path: Path) { self = union(PathSet(path)) }
}

/// One value for each path.
public struct PerPath<Value> {
  /// The value of the direct path.
  public var direct: Value
  /// The value of the relay path.
  public var relay: Value

  /// Takes a value for each path.
  public init(direct: Value, relay: Value) {
    self.direct = direct
    self.relay = relay
  }

  /// Begins with the same value for both paths.
  public init(repeating value: Value) { self.init(direct: value, relay: value) }

  /// The value of the path, for who has the path at hand as a value.
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
