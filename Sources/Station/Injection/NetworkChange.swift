package import Vocabulary

/// What is done to the network of one process while it plays.
package enum NetworkChange: Hashable, Sendable {
  /// 1...6, from the best network to the worst.
  case preset(Int)
  /// As it is met somewhere.
  case network(NetworkPreset)
  case addLatency(Duration)
  case addJitter(Duration)
  /// Percent.
  case addLoss(Double)
  case toggleCut(Path)
  case cut(Path)
  case heal(Path)
  /// Holds back everything that leaves, for so long.
  case hold(Duration)
  case clear

  /// Whether it can make a match worse for those who play it.
  package var impairs: Bool {
    switch self {
    case .preset, .network, .addLatency, .addJitter, .addLoss, .toggleCut, .cut, .hold: true
    case .heal, .clear: false
    }
  }
}

/// A network as it is met somewhere: the round trip and its jitter, and the loss in percent.
package struct NetworkPreset: Hashable, Sendable {
  package let roundTrip: Duration
  package let jitter: Duration
  package let loss: Double

  package init(roundTrip: Duration, jitter: Duration, loss: Double) {
    self.roundTrip = roundTrip
    self.jitter = jitter
    self.loss = loss
  }

  /// By the keys 1 to 6; half of the round trip is added in each direction.
  package static let all = [
    NetworkPreset(roundTrip: .milliseconds(2), jitter: .zero, loss: 0),  // LAN
    NetworkPreset(roundTrip: .milliseconds(20), jitter: .milliseconds(2), loss: 0),  // home
    NetworkPreset(roundTrip: .milliseconds(60), jitter: .milliseconds(5), loss: 0.5),  // coast
    NetworkPreset(roundTrip: .milliseconds(150), jitter: .milliseconds(10), loss: 1),  // ocean
    NetworkPreset(roundTrip: .milliseconds(80), jitter: .milliseconds(40), loss: 5),  // bad wifi
    NetworkPreset(roundTrip: .milliseconds(500), jitter: .milliseconds(30), loss: 1),  // satellite
  ]
}
