import Netplay
import Rollback

/// What the player has to know now: derived from what is, never remembered.
extension Station {
  /// The most important one first; none while a match goes on as it should.
  package var notices: [Notice] { ending == nil ? outlook.notices : [] }

  var outlook: Outlook {
    Outlook(
      now: now, lobby: lobby, admittedAt: admittedAt, relayAwaySince: relay.apartSince,
      relayClosure: relay.newestClosure, relayFailure: relay.failure, match: matchOutlook,
      sleep: newestSleep, slowedUntil: relay.slowedUntil, draining: relay.draining)
  }

  private var matchOutlook: Outlook.MatchOutlook {
    let outlook: Outlook.MatchOutlook? = withPlaying { playing in
      if let reason = playing.match.endReason { return .over(reason) }
      return .playing(
        silent: playing.match.endpoints.compactMap { endpoint in
          endpoint.liveness.silentSince.map { (endpoint.seat, $0) }
        })
    }
    return outlook ?? .none
  }
}
