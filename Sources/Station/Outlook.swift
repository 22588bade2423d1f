import Netplay
import Relay
import Rollback
import Vocabulary

/// All that decides what a player has to know, as of one moment; `Station.notices` makes it.
struct Outlook: Sendable {
  let now: Instant
  /// Nothing before the first welcome.
  let lobby: Lobby?
  let admittedAt: Instant?
  /// Since when there is no connection to the relay, and why.
  let relayAwaySince: Instant?
  let relayClosure: RelayClosure?
  /// Why there will be none any more; nothing while it is tried for.
  let relayFailure: RelayClosure?
  let match: MatchOutlook
  /// How long this machine slept last, and when it came back.
  let sleep: (length: Duration, at: Instant)?
  /// Until when the relay lets us wait before it looks at what we ask for.
  var slowedUntil: Instant?
  /// What the relay has said of its end.
  var draining: RelayLine.Draining?

  enum MatchOutlook: Sendable {
    case none
    /// With those from whom nothing comes, and since when.
    case playing(silent: [(seat: PlayerIndex, since: Instant)])
    case over(EndReason)
  }

  /// The most important one first; none while a match goes on as it should.
  var notices: [Notice] {
    guard let lobby else { return [entering] }
    var notices =
      switch match {
      case .playing(let silent): noticesInPlay(silent)
      case .none, .over: notices(between: lobby)
      }
    if let draining {
      notices.append(Notice(.relayDraining(next: draining.next), .wait, since: draining.since))
    }
    if let sleep, now - sleep.at < Station.Limit.sleepNotice {
      notices.append(Notice(.slept(sleep.length), .wait, since: sleep.at))
    }
    return notices
  }

  /// Since when the host's seat is empty; nothing while it is not.
  var hostAwaySince: Instant? {
    let host = PlayerIndex(0)
    guard let lobby, lobby.seat != host, lobby.member(at: host) == nil else { return nil }
    return lobby.absentee(at: host)?.since ?? admittedAt
  }

  /// Before the first welcome.
  private var entering: Notice {
    let since = relayAwaySince ?? now
    if let slowedUntil, slowedUntil > now {
      return Notice(.slowed(left: slowedUntil - now), .wait, since: since)
    }
    guard let relayClosure else { return Notice(.enteringRoom, .wait, since: since) }
    if relayClosure == .refused(.roomFull) { return Notice(.roomFull, .wait, since: since) }
    return Notice(.relayAway(relayClosure), .wait, since: since)
  }

  private func noticesInPlay(_ silent: [(seat: PlayerIndex, since: Instant)]) -> [Notice] {
    var notices = silent.map { Notice(.silent($0.seat), .wait, since: $0.since) }
    if let relayAwaySince {
      notices.append(Notice(.relayAway(relayClosure), .wait, since: relayAwaySince))
    }
    return notices
  }

  // MARK: In the waiting room, and at the summary

  private func notices(between lobby: Lobby) -> [Notice] {
    var notices: [Notice] = []
    if case .over(.givenUp(let seat)) = match, !lobby.isReady {
      notices.append(Notice(.givenUp(by: seat), .ready, since: now))
    }
    if let relayFailure {
      return notices + [Notice(.relayAway(relayFailure), .leave, since: relayAwaySince ?? now)]
    }
    if let relayAwaySince {
      let remedy: Notice.Remedy = lobby.isCreator ? .wait : .waitOrAskForInvite
      return notices + [Notice(.relayAway(relayClosure), remedy, since: relayAwaySince)]
    }
    if let host = hostNotice(in: lobby) { return notices + [host] }
    notices += absentees(of: lobby)
    let measuring = lobby.members.filter(\.isMeasuring)
    if let since = measuring.map(\.since).min() {
      notices.append(Notice(.measured(by: measuring.map(\.seat)), .wait, since: since))
    }
    if lobby.purpose == .measure { return notices }
    notices += lobby.isReady ? waiting(in: lobby) : wishes(in: lobby)
    return notices
  }

  private func hostNotice(in lobby: Lobby) -> Notice? {
    guard let hostAwaySince else { return nil }
    if let absentee = lobby.absentee(at: PlayerIndex(0)), absentee.manner == .left {
      return Notice(.hostLeft, .leave, since: absentee.since)
    }
    return Notice(.hostAway, .waitOrAskForInvite, since: hostAwaySince)
  }

  private func absentees(of lobby: Lobby) -> [Notice] {
    lobby.absent.filter { absentee in
      absentee.seat.number != 0 && absentee.name != nil && lobby.member(at: absentee.seat) == nil
    }.map { absentee in
      switch absentee.manner {
      case .lost: Notice(.away(absentee.seat), .wait, since: absentee.since)
      case .left: Notice(.left(absentee.seat), .wait, since: absentee.since)
      }
    }
  }

  /// We are ready, and wait for whoever is not.
  private func waiting(in lobby: Lobby) -> [Notice] {
    let setUp = Notice(.agreeing, .wait, since: now)
    if case .agreeing = lobby.phase { return [setUp] }
    let arriving = lobby.members.filter { $0.name == nil }
    if !arriving.isEmpty {
      let since = arriving.map(\.since).min() ?? now
      return [Notice(.arriving(arriving.map(\.seat)), .wait, since: since)]
    }
    let missing = lobby.capacity - 1 - lobby.players.count
    if missing > 0 {
      let remedy: Notice.Remedy = lobby.isCreator ? .invite : .wait
      return [Notice(.waitingForPlayers(missing: missing), remedy, since: admittedAt ?? now)]
    }
    let undecided = lobby.players.filter { !$0.isReady }
    guard !undecided.isEmpty else { return [setUp] }
    return [Notice(.awaitingWish(undecided.map(\.seat)), .wait, since: now)]
  }

  /// The summary is on our screen: what the others want.
  private func wishes(in lobby: Lobby) -> [Notice] {
    let ready = lobby.members.filter(\.isReady)
    guard !ready.isEmpty else { return [] }
    return [Notice(.wished(ready.map(\.seat)), .ready, since: now)]
  }
}
