import GridGame
import Netplay
import Rollback
package import Station
import Vocabulary

/// What there is to say of a station, in one line for who has no screen.
package enum StatusLine {
  package static func words(of station: borrowing Station) -> String {
    let now = station.now
    let match = station.isTicking ? station.withPlaying { line($0, now: now) } : nil
    let words = [match].compactMap(\.self) + RoomPresenter.sentences(of: station)
    return words.isEmpty ? "the match is over" : words.joined(separator: " · ")
  }

  private static func line(_ playing: borrowing Playing, now: Instant) -> String {
    let match = playing.match.summary
    var words = [
      "frame \(match.frames)", "confirmed \(match.confirmedFrame)",
      "P2P \(match.inputs.receivedDirect)", "RELAY \(match.inputs.receivedRelay)",
      "rollbacks \(match.rollback.rollbacks)", "stalls \(match.stalls)",
    ]
    for endpoint in playing.match.endpoints {
      words.append("\(endpoint.mode(now: now))")
      words.append("verified \(endpoint.ledger.verifiedFrame?.number ?? 0)")
      if let rtt = endpoint.roundTrip {
        words.append("RTT \(Int(rtt.milliseconds.rounded())) ms")
      }
      if let obstacle = endpoint.obstacle, !endpoint.paths.direct.hasBeenUp {
        words.append("no P2P: \(obstacle.words(about: playing.names[endpoint.seat.number]))")
      }
      if let bad = endpoint.ledger.firstBadFrame { words.append("DESYNC at \(bad.number)") }
    }
    if let latch = match.fallback { words.append("FALLBACK at \(latch.frame.number)") }
    return words.joined(separator: " · ")
  }
}
