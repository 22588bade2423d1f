import GridGame
import Netplay
import Rollback
import Vocabulary

/// The match's share of a station: its ticks, and its datagrams on their way out.
extension Station {
  /// Runs one tick if it is due.
  package mutating func tick() -> Ticked? {
    flush()
    let now = now
    guard isTicking, let next = playing?.match.nextTick, now >= next,
      let seat = playing?.localSeat
    else { return nil }
    noteSurroundings()
    let frontier = playing?.match.session.frontier(of: seat)
    var driver = pilot
    guard let input = withPlaying({ nextInput(of: &driver, in: $0) }) else { return nil }
    let willCorrect = playing?.match.session.plan().correction != nil
    let before = willCorrect ? playing?.match.session.present : nil
    guard let report = playing?.match.tick(input, now: now) else { return nil }
    if withPlaying({ $0.match.endpoints.contains(where: \.isDirectPathMissed) }) ?? false {
      direct.hurry(now: now)
    }
    // A tick that took no input used up none: what was pressed in a stall waits for its end.
    if playing?.match.session.frontier(of: seat) != frontier { pilot = driver }
    sendDatagrams()
    let events = playing?.match.takeEvents() ?? []
    if isMatchOver { matchIsOver() }
    return Ticked(report: report, before: before, events: events)
  }

  private func nextInput(
    of driver: inout HumanOrBot, in playing: borrowing Playing
  ) -> Ghostline.Input {
    driver.input(
      for: playing.match.session.present, terms: playing.terms, seat: playing.localSeat,
      delay: options.inputDelay)
  }

  /// Tells the match what others know: who has left, and with which keys they may be heard.
  private mutating func noteSurroundings() {
    let now = now
    for peer in playing?.peers.seats ?? [] {
      if let secret = relay.secret(of: peer) { playing?.agreed(secret, with: peer) }
      if lobby?.absentee(at: peer)?.manner == .left { playing?.match.departed(peer) }
    }
    while let peer = playing?.takeMute(now: now) { relay.rekey(with: peer) }
  }

  // MARK: Sending

  private mutating func sendDatagrams() {
    guard let epoch = playing?.terms.epoch else { return }
    for entry in playing?.match.outbox.entries ?? [] where isOpen(entry.destination) {
      guard
        let bytes = playing?.match.outbox[entry],
        let sealed = playing?.sealed(bytes, to: entry.peer, by: entry.path)
      else { continue }
      let receipt = Effect.Receipt(epoch: epoch, entry: entry)
      if injector.isIdle(sendingBy: entry.path) {
        effects.append(.send(sealed, to: entry.destination, receipt: receipt))
      } else {
        // What is delayed or lost on purpose counts as taken: it is on its way.
        injector.send(sealed, to: entry.destination, now: now)
        sent(receipt)
      }
    }
    playing?.match.clearOutbox()
    flush()
  }

  func isOpen(_ address: PeerAddress) -> Bool {
    switch address {
    case .direct(let address): direct.isOpen(to: address)
    case .relay: relay.isConnected
    }
  }

  /// Lets go what an injected delay has held back until now.
  private mutating func flush() {
    while let departure = injector.departure(now: now) {
      guard isOpen(departure.address) else { continue }
      effects.append(.send(departure.bytes, to: departure.address, receipt: nil))
    }
  }
}
