package import Netplay

extension PathMonitor.State {
  /// The name of the state in summaries and logs.
  package var word: String {
    switch self {
    case .never: "never"
    case .connecting: "connecting"
    case .up: "up"
    case .suspect: "suspect"
    case .down: "down"
    case .probation: "probation"
    }
  }
}

extension FallbackMonitor.Event.Kind {
  /// What happened to the direct path, in summaries and logs: the cause of a degradation by its name.
  package var word: String {
    switch self {
    case .degraded(let cause): cause.rawValue
    case .recovered: "recovered"
    }
  }
}
