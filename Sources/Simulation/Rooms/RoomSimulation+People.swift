import GridGame
import Netplay
import Relay
import Rollback
import SecureChannel
import Station
import Vocabulary

/// What the people of a room do.
extension RoomSimulation {
  mutating func take(_ step: PersonStep, seat: Int) {
    switch step {
    case .arrive, .comeBack:
      actors[seat].isComing = false
      seat == 0 ? open() : join(seat)
    case .habit: show(seat)
    case .wakeUp(let process): wakeUp(process)
    case .ready(let process):
      note(process, "presses Enter")
      want(.ready, of: process)
    case .depart(let process, let departure): depart(process, departure)
    }
  }

  // MARK: Coming

  /// The host opens a room.
  private mutating func open() {
    let bytes = (0..<InviteSecret.byteCount).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    guard let secret = InviteSecret(bytes: bytes) else { preconditionFailure("\(bytes.count) B") }
    if plan.relay == .atTheHost { startRelay(home: processes.count) }
    let entrance = Entrance(
      relay: SimulatedRelay.host, to: .create(capacity: plan.capacity), by: secret,
      direct: policy(of: 0))
    guard let process = start(0, entrance) else { return }
    invitation = Invitation(secret: secret, process: process)
    began(process, seat: 0)
  }

  /// A guest uses the invite.
  private mutating func join(_ seat: Int) {
    guard let invitation else { return }
    var secret = invitation.secret
    let mistypes = actors[seat].person.habit == .mistypes && !actors[seat].hasShown
    if mistypes, let wrong = InviteSecret(bytes: secret.bytes.map { $0 ^ 1 }) {
      secret = wrong
      actors[seat].hasShown = true
    }
    if measure(seat, entrance(secret, policy(of: seat))) { return }
    guard let process = start(seat, entrance(secret, policy(of: seat)))
    else { return }
    began(process, seat: seat)
    if mistypes { processes[process].isMistyped = true }
  }

  private func entrance(_ secret: InviteSecret, _ policy: DirectPolicy) -> Entrance {
    Entrance(relay: SimulatedRelay.host, to: .join, by: secret, direct: policy)
  }

  private func policy(of seat: Int) -> DirectPolicy {
    plan.seats[seat].isRelayOnly ? .relayOnly : .everywhere(stun: [SimulatedRelay.host])
  }

  private mutating func began(_ process: Int, seat: Int) {
    actors[seat].process = process
    actors[seat].runs += 1
    actors[seat].idleSince = now
    guard !actors[seat].hasShown else { return }
    queue.put(.step(seat: seat, .habit), at: now + actors[seat].person.habitAfter)
  }

  // MARK: Habits

  private mutating func show(_ seat: Int) {
    guard !actors[seat].hasShown, let process = actors[seat].process,
      processes[process].isRunning
    else { return }
    let habit = actors[seat].person.habit
    note(process, "\(habit)")
    switch habit {
    case .none, .mistypes: break
    case .impatient: want(.ready, of: process)
    case .joinsTwice: joinAgain(seat)
    case .leavesEarly(let departure):
      guard !stations[process].isTicking else { return again(seat) }
      leaveForAWhile(seat, departure)
    case .leavesLate(let departure): leaveForAWhile(seat, departure)
    case .sleeps(let length): fallAsleep(process, for: length)
    case .losesRelay(let length):
      processes[process].relayCutUntil = now + length
      trouble(process, until: now + length)
    case .losesDirect(let length):
      processes[process].directCutUntil = now + length
      trouble(process, until: now + length)
    case .moves: move(process, seat)
    case .detours: detour(process, seat)
    }
    actors[seat].hasShown = true
  }

  /// Not now: a little later.
  private mutating func again(_ seat: Int) {
    queue.put(.step(seat: seat, .habit), at: now + .seconds(2))
  }

  private mutating func joinAgain(_ seat: Int) {
    guard seat > 0, let invitation else { return }
    let second = start(seat, entrance(invitation.secret, .relayOnly))
    guard let second else { return }
    processes[second].hasSocket = false
    queue.put(.step(seat: seat, .depart(process: second, .quits)), at: now + .seconds(15))
  }

  private mutating func leaveForAWhile(_ seat: Int, _ departure: Person.Departure) {
    guard let process = actors[seat].process else { return }
    depart(process, departure)
    comeBack(seat, after: actors[seat].person.absence)
  }

  mutating func comeBack(_ seat: Int, after absence: Duration) {
    guard actors[seat].runs < Actor.mostRuns, now < Limit.horizon else { return }
    actors[seat].isComing = true
    queue.put(.step(seat: seat, .comeBack), at: now + max(absence, .milliseconds(600)))
  }

  private mutating func fallAsleep(_ process: Int, for length: Duration) {
    processes[process].life = .asleep(until: now + length)
    trouble(process, until: now + length)
    let seat = processes[process].person
    queue.put(.step(seat: seat, .wakeUp(process: process)), at: now + length)
  }

  private mutating func wakeUp(_ process: Int) {
    guard case .asleep = processes[process].life else { return }
    processes[process].life = .running
    note(process, "wakes up")
    turn(process)
  }

  private mutating func move(_ process: Int, _ seat: Int) {
    generation += 1
    nats[seat].moved(
      to: Self.inside(seat, generation: generation),
      outside: Self.outside(seat, generation: generation))
    trouble(process, until: now + .seconds(5))
    if let id = processes[process].connection?.id {
      sendToRelay(.closed, by: process)
      sendFromRelay(.closed(.lost), by: id)
    }
    guard !plan.seats[seat].isRelayOnly else { return }
    queue.put(
      .toProcess(process, .localAddresses([nats[seat].inside])), at: now + .milliseconds(300))
  }

  private mutating func detour(_ process: Int, _ seat: Int) {
    generation += 1
    nats[seat].detoured(
      to: Self.inside(seat, generation: generation),
      outside: Self.outside(seat, generation: generation))
    trouble(process, until: now + .seconds(5))
    processes[process].connection?.isCutOff = true
    note(process, "sends by another network")
    queue.put(
      .toProcess(process, .localAddresses([nats[seat].inside])), at: now + .milliseconds(300))
  }

  /// Something goes wrong around a program; around all when the relay lives in it.
  private mutating func trouble(_ process: Int, until end: Instant) {
    processes[process].troubled(until: end)
    guard relayHome == process else { return }
    for index in processes.indices { processes[index].troubled(until: end) }
  }

  // MARK: Going

  mutating func depart(_ process: Int, _ departure: Person.Departure) {
    guard !processes[process].isDead else { return }
    note(process, "\(departure)")
    switch departure {
    case .quits where processes[process].isRunning: want(.leave, of: process)
    case .quits, .crashes: die(process, by: .crashes)
    }
  }

  /// The program is gone; what it had open is closed by the system.
  mutating func die(_ process: Int, by departure: Person.Departure) {
    guard processes[process].life != .dead else { return }
    note(process, "is gone")
    if processes[process].connection != nil { sendToRelay(.closed, by: process) }
    noteLoss(of: process)
    processes[process].connection = nil
    processes[process].life = .dead
    processes[process].diedAt = now
    for index in processes.indices where processes[index].room == processes[process].room {
      processes[index].troubled(until: now)
    }
    guard relayHome == process else { return }
    if departure == .quits {
      shutRelayDown()
    } else {
      relay = nil
      closeAllConnections()
    }
  }

  mutating func sendEverybodyHome() {
    for index in processes.indices { depart(index, .quits) }
    for seat in actors.indices { actors[seat].isComing = false }
  }

  // MARK: Looking at the screen

  /// The person at a program looks at it, and makes up its mind.
  mutating func attend(to index: Int) {
    let seat = processes[index].person
    if processes[index].isDead { return mourn(index, seat) }
    guard processes[index].isRunning else { return }
    if stations[index].hostWatch != nil { return attend(toMeasuring: index) }
    inviteOthers(index)
    guard !stations[index].isTicking else {
      actors[seat].idleSince = now
      steer(index)
      return
    }
    if stations[index].isMatchOver { decide(index, seat) }
    loseHope(index, seat)
  }

  /// The host tells the invite to those who have not heard it yet.
  private mutating func inviteOthers(_ index: Int) {
    guard invitation?.process == index, stations[index].lobby != nil else { return }
    for seat in actors.indices where seat != 0 && actors[seat].runs == 0 && !isInvited[seat] {
      isInvited[seat] = true
      queue.put(.step(seat: seat, .arrive), at: now + actors[seat].person.arrivesAfter)
    }
  }

  private mutating func steer(_ index: Int) {
    guard dice.next(below: 3) == 0, let heading = Heading(rawValue: UInt8(1 + dice.next(below: 4)))
    else { return }
    want(.steer(heading), of: index)
  }

  /// A summary is on the screen.
  private mutating func decide(_ index: Int, _ seat: Int) {
    let epoch = stations[index].epoch
    guard actors[seat].process == index, actors[seat].decidedOn != epoch else { return }
    actors[seat].decidedOn = epoch
    let person = actors[seat].person
    switch person.appetite {
    case .again(let times, let after) where (processes[index].matches) <= times:
      queue.put(.step(seat: seat, .ready(process: index)), at: now + after)
    case .again(_, let after), .leaves(let after):
      queue.put(
        .step(seat: seat, .depart(process: index, person.departure)), at: now + after)
    }
  }

  private mutating func loseHope(_ index: Int, _ seat: Int) {
    let idle = now - actors[seat].idleSince
    let isHostGone = stations[index].notices.contains { notice in
      [.hostAway, .hostLeft].contains(notice.situation)
    }
    let isAlone = !processes.indices.contains { other in
      other != index && processes[other].room == processes[index].room
        && !processes[other].isDead
    }
    let isAnybodyComing = actors.indices.contains { $0 != seat && actors[$0].isComing }
    let isHopeless = isHostGone || (isAlone && !isAnybodyComing)
    guard idle > Actor.patience || (isHopeless && idle > Actor.doubt) else { return }
    depart(index, .quits)
    if seat > 0, invitation.map({ !processes[$0.process].isDead }) ?? false {
      comeBack(seat, after: .seconds(2))
    }
  }

  /// The program has ended; whoever did not mean to leave tries once more.
  private mutating func mourn(_ index: Int, _ seat: Int) {
    guard actors[seat].process == index, !actors[seat].isComing, processes[index].isFailed
    else { return }
    actors[seat].process = nil
    let isHostThere = invitation.map { !processes[$0.process].isDead } ?? false
    if seat == 0 || isHostThere { comeBack(seat, after: .seconds(3)) }
  }
}
