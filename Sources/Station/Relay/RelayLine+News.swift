import Relay
import Vocabulary

/// What a `RelayLine` tells its station.
extension RelayLine {
  /// What a relay has told us that is about to stop.
  package struct Draining: Hashable, Sendable {
    /// Where the next room can be opened, as it says.
    let next: NextRelay?
    let since: Instant
  }

  /// What the station has to know.
  enum News {
    /// The relay let us in for the first time.
    case admitted(RelayWelcome)
    /// We have our seat again after the connection was lost.
    case returned(RelayWelcome)
    case joined(PlayerIndex)
    case left(PlayerIndex, RelayMessage.Departure)
    case data([UInt8], from: PlayerIndex)
    /// A member said this; it is genuine.
    case signal([UInt8], from: PlayerIndex)
    /// Keys were agreed anew with a member who was here all the time: what was said may be lost.
    case rekeyed(PlayerIndex)
    case incompatible(PlayerIndex, version: UInt8)
    /// The connection is gone, and comes back if it can.
    case lost
    /// There is none, and trying again is no use: `failure` says why.
    case failed
  }
}
