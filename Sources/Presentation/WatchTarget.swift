import Netplay
import Relay
package import Station
import Views
package import Vocabulary

/// What a watch measures the ways to, and what has to be known of it.
package enum WatchTarget: Hashable {
  /// A relay; with why the host of an invite is not measured, where there is one.
  case relay(because: String?)
  /// The host of a room, by this name, with what is in the way, the most important sentence first.
  case host(String, notices: [String])

  /// How long a host that answers nothing may be busy.
  private static let patience = Duration.seconds(3)

  /// The host whose room this station has a seat in, to measure.
  package init(hostOf station: borrowing Station) {
    let name = station.lobby?.displayName(of: PlayerIndex(0)) ?? "the host"
    let ending = station.ending.flatMap {
      Sentences.failure($0, at: station.entrance, host: name)?.message
    }
    var notices = ending.map { [$0] } ?? RoomPresenter.sentences(of: station)
    if notices.isEmpty, let paths = station.hostWatch?.paths {
      let newest = Path.allCases.compactMap { paths.probes[$0].newestReturn }.max()
      // The host, as far as we know, may have sat down just now.
      let came = station.lobby?.member(at: PlayerIndex(0))?.since ?? station.now
      if station.now - max(newest ?? came, came) >= Self.patience {
        notices.append("\(name) answers nothing: a match may be on, or its program be an older one")
      } else if let obstacle = station.measuredObstacle {
        notices.append("no P2P: \(obstacle.words(about: name))")
      }
    }
    self = .host(name, notices: notices)
  }

  /// A relay, since there is no seat in the room of an invite.
  package init(without ending: Ending, at entrance: Entrance) {
    self = .relay(
      because: Sentences.failure(ending, at: entrance)?.message ?? "the room was left")
  }

  /// What the screen is headed by.
  ///
  /// - Parameter relay: Where the relay is.
  package func title(at relay: HostPort) -> String {
    switch self {
    case .relay: "\(relay)"
    case .host(let name, _): "\(name) by the relay \(relay)"
    }
  }

  /// What stands for what; true at any time.
  package var sentences: [String] {
    switch self {
    case .relay(nil):
      ["P2P to a host is told to members of its room alone: UDP to the relay stands in for it."]
    case .relay(let why?):
      [
        "The ways to the host are not measured: \(why).",
        "Measured instead: the ways to the relay; UDP to it stands in for P2P.",
      ]
    case .host(let name, let notices):
      [
        "Both ways to \(name), there and back. We have a seat of the room: no match begins meanwhile."
      ] + notices.map { $0 + "." }
    }
  }
}
