package import Relay
import Views

/// What a relay that runs by itself says to who started it.
package enum RelayWords {
  package static func noStun(port: UInt16) -> String {
    "UDP port \(port) is taken: players behind NATs will not learn their addresses here"
  }

  package static func draining(_ statistics: RelayStatistics, for time: Duration) -> String {
    "no new rooms from now on; ends with the last of \(Wording.plural(statistics.rooms, "room")),"
      + " at the latest in \(time.components.seconds) s; another signal ends it at once"
  }

  package static func served(_ statistics: RelayStatistics) -> String {
    [
      (statistics.connectionsOpened, "connection"), (statistics.roomsCreated, "room"),
      (statistics.dataForwarded, "datagram"),
    ].map { Wording.plural(Int(clamping: $0), $1) }.joined(separator: ", ") + " forwarded"
  }
}
