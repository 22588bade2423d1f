import Netplay
import Rollback
package import Station
import Views
import Vocabulary

/// What there is to say of a station, in one line for who has no screen.
package enum StatusLine {
  package static func words(of station: borrowing Station) -> String {
    let match = station.isTicking ? station.withPlaying { line($0) } : nil
    let words = [match].compactMap(\.self) + RoomPresenter.sentences(of: station)
    return words.isEmpty ? "the match is over" : words.joined(separator: " · ")
  }

  private static func line(_ playing: borrowing Playing) -> String {
    let numbers = playing.match.numbers
    var words = [
      "frame \(numbers.frame.number)", "confirmed \(numbers.settledFrame.number)",
      "P2P \(numbers.inputs.received.direct)", "RELAY \(numbers.inputs.received.relay)",
      "rollbacks \(numbers.rollback.rollbacks)", "stalls \(numbers.stalls.count)",
    ]
    for peer in numbers.peers {
      words.append("\(peer.mode)")
      words.append("verified \(peer.verifiedFrame?.number ?? 0)")
      if let rtt = peer.roundTrip { words.append("RTT \(rtt.wholeMilliseconds) ms") }
      if let obstacle = peer.obstacle, !peer.paths.direct.hasBeenUp {
        words.append("no P2P: \(obstacle.words(about: playing.names[peer.seat.number]))")
      }
      if let bad = peer.firstBadFrame { words.append("DESYNC at \(bad.number)") }
    }
    if let latch = numbers.fallback { words.append("FALLBACK at \(latch.frame.number)") }
    return words.joined(separator: " · ")
  }
}
