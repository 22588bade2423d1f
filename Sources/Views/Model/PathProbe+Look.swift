package import Station
package import Vocabulary

/// How measured paths are called on screens and in lines.
extension Path {
  /// The direct way is tried in place of P2P.
  package var watchTitle: String {
    switch self {
    case .direct: "UDP"
    case .relay: "RELAY"
    }
  }
}

extension PathProbe {
  /// Whether it is there now.
  package func stateWord(now: Instant) -> String {
    returned == 0 ? (isDown(now: now) ? "NO ANSWER" : "ASKING") : isDown(now: now) ? "DOWN" : "UP"
  }
}
