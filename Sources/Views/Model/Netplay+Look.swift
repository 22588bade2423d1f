import Netplay
package import Vocabulary

/// How the words of the protocol look: their names on the screen, their lines and colours.
extension HealthStatus {
  var role: Role {
    switch self {
    case .good: .good
    case .warning: .warning
    case .critical, .down: .bad
    }
  }

  var word: String {
    switch self {
    case .good: "good"
    case .warning: "warning"
    case .critical: "critical"
    case .down: "down"
    }
  }
}

extension Path {
  package var title: String {
    switch self {
    case .direct: "P2P"
    case .relay: "RELAY"
    }
  }

  var role: Role {
    switch self {
    case .direct: .direct
    case .relay: .relay
    }
  }

  var line: String {
    switch self {
    case .direct: "━"
    case .relay: "╍"
    }
  }
}

extension Mode {
  /// The line of the path that carries it: the relay's only where there is no other.
  var line: (text: String, role: Role) {
    switch self {
    case .dual, .directOnly: (Path.direct.line, .direct)
    case .relayOnly: (Path.relay.line, .relay)
    case .dark: ("╳", .bad)
    }
  }
}

extension PathMonitor.State {
  var role: Role {
    switch self {
    case .never, .connecting: .dim
    case .up: .good
    case .suspect, .probation: .warning
    case .down: .bad
    }
  }
}

extension Duration {
  /// As screens show it.
  package var wholeMilliseconds: Int { Int(milliseconds.rounded()) }
}
