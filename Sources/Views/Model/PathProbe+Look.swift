package import Station
package import Vocabulary

/// How measured paths are called on screens and in lines.
extension PathWatch {
  package func title(of path: Path) -> String {
    switch (path, subject) {
    // To the relay, in place of P2P.
    case (.direct, .relay): "UDP"
    case (.direct, .host): "P2P"
    case (.relay, _): "RELAY"
    }
  }
}

extension PathProbe {
  /// Whether it is there now.
  package func stateWord(now: Instant) -> String {
    returned == 0 ? (isDown(now: now) ? "NO ANSWER" : "ASKING") : isDown(now: now) ? "DOWN" : "UP"
  }
}
