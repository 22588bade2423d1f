import GridGame
import Netplay
import Rollback

/// Prints one line a second to standard error while there is no screen.
struct HeadlessStatus {
  private static let interval = Duration.seconds(1)
  private var next = Instant.zero

  mutating func print(_ stations: [Station], now: Instant) {
    guard now >= next else { return }
    next = now + Self.interval
    for station in stations { StandardStream.error.write(line(station, now: now) + "\n") }
  }

  private func line(_ station: Station, now: Instant) -> String {
    switch station.phase {
    case .connecting: return "connecting to the relay"
    case .gathering:
      let lobby = station.lobby
      guard station.isRelayConnected else { return "relay lost, trying again" }
      return "waiting for players: \((lobby?.members.count ?? 0) + 1) of \(lobby?.capacity ?? 2)"
    case .failed(let failure): return failure.message
    case .playing(let playing):
      let line = line(playing, now: now)
      return station.isRelayConnected ? line : line + " · relay lost, trying again"
    }
  }

  private func line(_ playing: Playing, now: Instant) -> String {
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
