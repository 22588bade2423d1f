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

extension PathMonitor.State {
  /// The state in a word that a stranger understands, in at most 7 columns.
  package func shout(isMute: Bool) -> String {
    switch self {
    case .up where isMute: "SILENT"
    case .never: "NONE"
    case .connecting: "OPENING"
    case .up: "UP"
    case .suspect: "SILENT"
    case .down: "DOWN"
    case .probation: "ON TEST"
    }
  }

  /// The same in at most 5 columns.
  func shortShout(isMute: Bool) -> String {
    switch self {
    case .up where isMute: "QUIET"
    case .connecting: "OPENS"
    case .suspect: "QUIET"
    case .probation: "TEST"
    case .never, .up, .down: shout(isMute: false)
    }
  }
}

extension MatchNumbers.OfPath {
  /// Its state in a word that a stranger understands, in at most 7 columns.
  package var shout: String { state.shout(isMute: isMute) }
}
