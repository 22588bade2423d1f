import GridGame
import Netplay
import Rollback
import Station
import Views
import Vocabulary

/// Tells what is in front of the board while people gather or look at a summary: who is here, what is
/// waited for, what Enter does.
struct RoomPresenter {
  /// What the others need to join; nothing for who was invited.
  let invite: String?
  var copy = WaitingRoom.Copy.none

  /// Nothing while the match, or its summary, has the screen.
  func overlay(of station: borrowing Station, room: String) -> Overlay? {
    let host = station.lobby?.displayName(of: PlayerIndex(0))
    if let failure = station.ending.flatMap({
      Sentences.failure($0, at: station.entrance, host: host)
    }) {
      return .notice(title: "cannot play", lines: [failure.message])
    }
    guard isGathering(station) else { return nil }
    return .waiting(waitingRoom(station, room: room))
  }

  /// Whether nobody looks at a match: there was none, or the next one waits for somebody to come.
  private func isGathering(_ station: borrowing Station) -> Bool {
    guard let lobby = station.lobby else { return true }
    if station.isTicking { return false }
    guard station.isMatchOver else { return true }
    return lobby.isReady && lobby.players.count < lobby.capacity - 1
  }

  // MARK: The waiting room

  private func waitingRoom(_ station: borrowing Station, room: String) -> WaitingRoom {
    let lobby = station.lobby
    var guests = [
      WaitingRoom.Guest(
        seat: lobby?.seat ?? PlayerIndex(0), name: "you", detail: ownDetail(station),
        isReady: lobby != nil && station.relay.isConnected)
    ]
    for member in lobby?.members ?? [] {
      var guest = WaitingRoom.Guest(
        seat: member.seat, name: member.name?.string ?? "someone", detail: Self.detail(member),
        isReady: member.name != nil && !member.isMeasuring)
      guest.plays = !member.isMeasuring
      guests.append(guest)
    }
    var waiting = WaitingRoom(
      room: room, invite: invite, players: lobby?.capacity ?? 2, guests: guests)
    waiting.copy = copy
    waiting.wins = station.game.map { $0.rules[.wins] }
    waiting.notices = Self.sentences(of: station)
    waiting.series = series(of: station)
    return waiting
  }

  private static func detail(_ member: Lobby.Member) -> String {
    if member.isMeasuring { return "measures the connection" }
    return member.name == nil ? "connecting" : "in the room"
  }

  private func ownDetail(_ station: borrowing Station) -> String {
    if station.lobby == nil { return "connecting to the relay" }
    return station.relay.isConnected ? "in the room" : "relay lost, trying again"
  }

  /// What has to be known now, the most important sentence first.
  static func sentences(of station: borrowing Station) -> [String] {
    let lobby = station.lobby
    let now = station.now
    return station.notices.map { notice in
      notice.words(now: now) { lobby?.displayName(of: $0) ?? "player \($0.number + 1)" }
    }
  }

  private func series(of station: borrowing Station) -> Views.Series? {
    guard let lobby = station.lobby, lobby.series.matches > 0 else { return nil }
    return Views.Series(
      tallies: (0..<lobby.capacity).map { seat in
        Views.Series.Tally(
          seat: PlayerIndex(seat), name: lobby.displayName(of: PlayerIndex(seat)),
          wins: lobby.series.wins[seat])
      },
      draws: lobby.series.draws, matches: lobby.series.matches)
  }

  // MARK: The summary

  /// Who wants another match, and what Enter does; nothing before there is a room.
  func rematch(of station: borrowing Station) -> RematchModel? {
    guard let lobby = station.lobby else { return nil }
    let rows = (0..<lobby.capacity).map { number in
      let seat = PlayerIndex(number)
      return RematchModel.Row(
        seat: seat, name: lobby.displayName(of: seat), isLocal: seat == lobby.seat,
        standing: standing(of: seat, in: lobby, now: station.now))
    }
    return RematchModel(
      players: rows, series: series(of: station), offer: offer(in: lobby, relay: station.relay))
  }

  private func standing(
    of seat: PlayerIndex, in lobby: Lobby, now: Instant
  ) -> RematchModel.Standing {
    if seat == lobby.seat { return lobby.isReady ? .wantsRematch : .atSummary }
    if let member = lobby.member(at: seat) {
      if member.name == nil { return .connecting }
      if member.isMeasuring { return .measuring }
      return member.isReady ? .wantsRematch : .atSummary
    }
    switch lobby.absentee(at: seat) {
    case let absentee? where absentee.manner == .left: return .left
    case let absentee?:
      return .away(seconds: Int((now - absentee.since).milliseconds / 1000))
    case nil: return .empty
    }
  }

  private func offer(in lobby: Lobby, relay: RelayLine) -> RematchModel.Offer {
    if let failure = relay.failure {
      return .none(why: "the way to the room is lost, \(Sentences.shortReason(failure))")
    }
    let host = PlayerIndex(0)
    if lobby.seat != host, lobby.absentee(at: host)?.manner == .left {
      return .none(why: "\(lobby.displayName(of: host)) has left and closed the room")
    }
    if lobby.isReady {
      let undecided = lobby.players.filter { !$0.isReady }
      return .waitingFor(names: undecided.map { lobby.displayName(of: $0.seat) })
    }
    if lobby.players.count < lobby.capacity - 1 { return .waitForSomebody }
    if let newcomer = lobby.members.first(where: { $0.isReady && $0.episode == nil }) {
      return .playWithNewcomer(name: lobby.displayName(of: newcomer.seat))
    }
    return .playAgain
  }
}
