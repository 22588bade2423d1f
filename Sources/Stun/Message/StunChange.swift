/// Asks a server to answer from another address than it was asked at (CHANGE-REQUEST, RFC 5780 7.2).
package enum StunChange: UInt32, Hashable, Sendable {
  case nothing = 0
  case port = 2
  case host = 4
  case hostAndPort = 6

  /// Takes the two flags that are defined, and leaves the other bits alone.
  init(flags: UInt32) {
    switch (flags & Self.host.rawValue != 0, flags & Self.port.rawValue != 0) {
    case (false, false): self = .nothing
    case (false, true): self = .port
    case (true, false): self = .host
    case (true, true): self = .hostAndPort
    }
  }
}
