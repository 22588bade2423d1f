import Netplay
import Relay
import Station
import Vocabulary

extension Notice {
  /// The notice as a sentence for the player, with how long it has been so.
  func words(now: Instant, name: (PlayerIndex) -> String) -> String {
    let situation = situation.words(name: name)
    let remedy = remedy.words(for: self.situation)
    return situation + age(now: now) + (remedy.isEmpty ? "" : ": " + remedy)
  }

  /// Short waits are nobody's business.
  private func age(now: Instant) -> String {
    let seconds = Int((now - since).milliseconds / 1000)
    guard situation.hasAge, seconds >= 3 else { return "" }
    return seconds < 120 ? " for \(seconds) s" : " for \(seconds / 60) min"
  }
}

extension Notice.Situation {
  /// Whether it matters since when it is so.
  fileprivate var hasAge: Bool {
    switch self {
    case .enteringRoom, .relayAway, .roomFull, .waitingForPlayers, .arriving, .hostAway, .away,
      .silent:
      true
    case .slowed, .relayDraining, .measured, .agreeing, .hostLeft, .left, .awaitingWish, .wished,
      .givenUp,
      .slept:
      false
    }
  }

  func words(name: (PlayerIndex) -> String) -> String {
    func list(_ seats: [PlayerIndex]) -> String { seats.map(name).joined(separator: ", ") }
    return switch self {
    case .enteringRoom: "asking the relay to let us in"
    case .slowed(let left):
      "too many attempts came from this address, or for this seat: the relay looks at ours in "
        + Sentences.span(Wait(atLeast: left))
    case .relayAway(let closure): "no connection to the relay" + Self.reason(closure)
    case .relayDraining: "the relay will stop soon"
    case .roomFull: "the room is full"
    case .waitingForPlayers(let missing):
      missing == 1 ? "waiting for another player" : "waiting for \(missing) more players"
    case .arriving(let seats):
      seats.count == 1
        ? "somebody has come, keys are being agreed"
        : "\(seats.count) players have come, keys are being agreed"
    case .measured(let seats):
      list(seats)
        + (seats.count == 1
          ? " measures the connection and does not play; the seat is free again afterwards"
          : " measure the connection and do not play; the seats are free again afterwards")
    case .agreeing: "all are here, the game is being set up"
    case .hostAway: "the host is not here"
    case .hostLeft: "the host has left, and closed the room"
    case .away(let seat): "\(name(seat)) has lost the connection"
    case .left(let seat): "\(name(seat)) has left"
    case .awaitingWish(let seats):
      "waiting for \(list(seats)) to want another match"
    case .wished(let seats):
      "\(list(seats)) \(seats.count == 1 ? "wants" : "want") another match"
    case .silent(let seat): "nothing has come from \(name(seat))"
    case .givenUp(let seat):
      "\(name(seat)) ended the match, since nothing came from this machine"
    case .slept(let length): "this machine stood still for \(Self.span(length))"
    }
  }

  private static func reason(_ closure: RelayClosure?) -> String {
    closure.map { " (\(Sentences.shortReason($0)))" } ?? ""
  }

  private static func span(_ length: Duration) -> String {
    let seconds = length.milliseconds / 1000
    if seconds < 10 { return "\(Int(seconds * 10) / 10).\(Int(seconds * 10) % 10) s" }
    return seconds < 120 ? "\(Int(seconds)) s" : "\(Int(seconds) / 60) min"
  }
}

extension Notice.Remedy {
  /// What helps; nothing where waiting is all there is and the situation says so.
  fileprivate func words(for situation: Notice.Situation) -> String {
    switch (self, situation) {
    case (.wait, .relayAway): "we try again and again"
    case (.wait, .relayDraining(let next)):
      next.map { "play on, and open the next room with --relay \($0.text)" }
        ?? "play on; it opens no new rooms"
    case (.wait, .roomFull): "we ask again for some seconds, whether somebody has left"
    case (.wait, .silent): "the game stands still, and goes on by itself"
    case (.wait, .away): "the seat is free, for them or for somebody else with the invite"
    case (.wait, _): ""
    case (.ready, .givenUp): "Enter asks for another one"
    case (.ready, _): "Enter plays"
    case (.invite, _): "they need the invite"
    case (.waitOrAskForInvite, _): "wait here, or leave and ask them for another invite"
    case (.leave, _): "leave, and ask for another invite to play on"
    }
  }
}
