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
