import Netplay
import Relay
import Rollback
import Station
import Vocabulary

/// What must hold in every room, whatever people do in it.
extension RoomSimulation {
  private mutating func fault(_ index: Int, _ words: String) {
    note(index, words)
    oracle.failedAt = oracle.failedAt ?? now
    faults.append(at(index) + words)
  }

  // MARK: Twice a second

  mutating func observe() {
    if processes.indices.contains(where: { !processes[$0].isDead && stations[$0].isTicking }) {
      oracle.playedAt = now
    }
    for index in processes.indices where processes[index].isRunning {
      observeTelling(index)
      observeHearing(index)
    }
    observeStart()
  }

  /// Nobody waits untold.
  private mutating func observeTelling(_ index: Int) {
    guard !stations[index].isTold else { return }
    fault(index, "waits, and is told nothing")
  }

  /// Who plays with whom nothing separates hears them.
  private mutating func observeHearing(_ index: Int) {
    guard stations[index].isTicking, isCalm(index) else { return }
    let epoch = stations[index].epoch
    for other in processes.indices where other != index && isCalm(other) {
      guard processes[other].isRunning, stations[other].isTicking,
        stations[other].epoch == epoch,
        let seat = stations[other].lobby?.seat
      else { continue }
      let silence = stations[index].silence(of: seat)
      if silence > RoomOracle.silence { fault(index, "hears nothing of \(seat) for \(silence)") }
    }
  }

  /// Whether nothing was wrong around a program, or with the relay, for a while.
  private func isCalm(_ index: Int) -> Bool {
    let isHomeCalm =
      relayHome.map { !processes[$0].isTroubled(now: now, within: RoomOracle.calm) } ?? true
    return isHomeCalm && !processes[index].isTroubled(now: now, within: RoomOracle.calm)
      && relay.map { now - $0.startedAt > RoomOracle.calm } ?? false
  }

  /// A match that could start starts.
  private mutating func observeStart() {
    guard let host = invitation?.process, couldStart(host) else {
      oracle.couldStartSince = nil
      return
    }
    let since = oracle.couldStartSince ?? now
    oracle.couldStartSince = since
    guard now - since > RoomOracle.start else { return }
    oracle.couldStartSince = nil
    let lobby = stations[host].lobby
    let notices = stations[host].notices.map { "\($0.situation)" }.joined(separator: ", ")
    let members = (lobby?.members ?? []).map { member in
      "\(member.seat) \(member.name?.string ?? "nameless")\(member.isReady ? " ready" : "")"
    }
    fault(
      host,
      "a match could have started for 10 s and did not; it knows \(members), told: \(notices)")
  }

  private func couldStart(_ host: Int) -> Bool {
    guard isGathering(host) else { return false }
    let guests = processes.indices.filter { index in
      index != host && processes[index].room == processes[host].room && isGathering(index)
        && stations[index].lobby != nil
    }
    return guests.count == plan.capacity - 1
  }

  private func isGathering(_ index: Int) -> Bool {
    guard processes[index].isRunning, isCalm(index),
      stations[index].ending == nil
    else { return false }
    return stations[index].lobby?.isReady ?? false
  }

  // MARK: When it happens

  /// A program has given up its connection to the relay.
  mutating func judgeAbandonment(by index: Int) {
    guard isCalm(index) else { return }
    fault(index, "gave up a healthy connection to the relay")
  }

  /// The relay has closed a connection.
  mutating func judgeClosing(_ id: ConnectionID, _ reason: CloseReason) {
    guard let index = owners[id], isCalm(index) else { return }
    switch reason {
    case .silent, .unwritable, .handshakeTimeout, .authenticationTimeout, .tooManyConnections,
      .connectingTooOften, .memoryScarce, .violation:
      fault(index, "the relay closed its healthy connection: \(reason)")
    case .refused, .left, .replaced, .roomExpired, .shuttingDown: break
    }
  }

  /// A program has ended by itself.
  mutating func judge(_ ending: Ending, of index: Int) {
    switch ending {
    case .left: return
    case .relay(.refused(.noSuchRoom)) where processes[index].isMistyped: break
    case .relay(.refused(.roomFull)): judgeFullness(index)
    case .relay(.refused(.hostLeft)): judgeHostClosedRoom(index)
    case .relay(let closure): judgeLoss(closure, of: index)
    case .hostClosedRoom: judgeHostClosedRoom(index)
    case .lobby, .contradiction, .map, .mapIsNotFor, .nobodyCame:
      fault(index, "ended by \(ending)")
    }
    processes[index].isFailed = true
  }

  /// Full is full: every seat is somebody's who is there, or who was torn out of a match just now.
  private mutating func judgeFullness(_ index: Int) {
    let room = processes[index].room
    let inside = processes.indices.filter { other in
      guard other != index, processes[other].room == room else { return false }
      let isConnected = processes[other].connection != nil && !processes[other].isDead
      // What it says goodbye with waits for the network to come back.
      let isCut = now - processes[other].relayCutUntil < .seconds(2)
      let wasLost =
        processes[other].lostInPlayAt.map { now - $0 < RoomOracle.grace } ?? false
        && now - oracle.playedAt < .seconds(2)
      let hasJustDied = processes[other].diedAt.map { now - $0 < .seconds(2) } ?? false
      return isConnected || isCut || wasLost || hasJustDied
    }
    // The host's own seat is nobody else's, whether it is there or not.
    let guests = inside.filter { processes[$0].person != 0 }
    guard guests.count < plan.capacity - 1 else { return }
    fault(index, "was told that the room is full, with \(inside.count) of \(plan.capacity)")
  }

  /// A relay that is there lets in, and one that is away comes back.
  private mutating func judgeLoss(_ closure: RelayClosure, of index: Int) {
    guard !isRelayGone, isCalm(index) else { return }
    fault(index, "lost the relay for good although it is there: \(closure)")
  }

  private var isRelayGone: Bool {
    relay == nil || relayHome.map { processes[$0].isDead } ?? false
  }

  private mutating func judgeHostClosedRoom(_ index: Int) {
    let isHostThere = processes.indices.contains { other in
      processes[other].person == 0 && processes[other].room == processes[index].room
        && !processes[other].isDead && stations[other].ending == nil
    }
    if isHostThere { fault(index, "was told that the host has left, who is there") }
  }

  // MARK: The end of a match

  mutating func judgeEnd(of index: Int) {
    guard stations[index].isMatchOver,
      let end = stations[index].matchEnd, processes[index].judgedEpoch != end.epoch
    else { return }
    processes[index].judgedEpoch = end.epoch
    processes[index].matches += 1
    matches += 1
    note(index, "match \(end.epoch) over: \(end.reason)")
    if end.mismatches > 0 { fault(index, "a false alarm of the hashes") }
    if end.forged > 0, isCalm(index), plan.isCalm { fault(index, "\(end.forged) forged datagrams") }
    if end.hasFallenBack, plan.isCalm { fault(index, "fell back to the relay without a cause") }
    switch end.reason {
    case .completed: judgeChecksum(end, index)
    case .left(let seat): judgeLeaving(seat, index)
    case .peerLost(let seat), .givenUp(let seat): judgeDisappearance(seat, index)
    }
  }

  private mutating func judgeChecksum(_ end: Station.MatchEnd, _ index: Int) {
    guard let checksum = end.checksum else { return fault(index, "ended without a checksum") }
    let known = oracle.checksums[end.epoch] ?? checksum
    oracle.checksums[end.epoch] = known
    if known != checksum { fault(index, "ended in another state than the others") }
  }

  private mutating func judgeLeaving(_ seat: PlayerIndex, _ index: Int) {
    guard seat != stations[index].lobby?.seat else { return }
    let peer = peer(at: seat, of: index)
    let isThere = peer.map { other in
      processes[other].isRunning && stations[other].isStaying && stations[other].isTicking
    }
    if isThere ?? false { fault(index, "was told that \(seat) has left, who plays") }
  }

  private mutating func judgeDisappearance(_ seat: PlayerIndex, _ index: Int) {
    func isWell(_ index: Int) -> Bool {
      processes[index].isRunning
        && !processes[index].isTroubled(now: now, within: RoomOracle.mending)
    }
    // Without the relay, who has no direct path to another is apart from it.
    let isRelayNew = now - oracle.relayStartedAt < RoomOracle.mending
    guard !isRelayGone, !isRelayNew, let peer = peer(at: seat, of: index), isWell(peer),
      isWell(index)
    else { return }
    fault(index, "the match died: nothing came from \(seat) for 10 s, who was there")
  }

  /// The program at a seat of the same match.
  private func peer(at seat: PlayerIndex, of index: Int) -> Int? {
    let epoch = stations[index].epoch
    return processes.indices.first { other in
      other != index && stations[other].lobby?.seat == seat && stations[other].epoch == epoch
    }
  }
}
