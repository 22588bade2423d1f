import Netplay
import Relay
import Rollback
import SecureChannel
import Station
import Stun
import Vocabulary

/// What carries bytes between the programs of a room, and its relay.
extension RoomSimulation {
  // MARK: UDP

  mutating func sendDatagram(_ bytes: [UInt8], to address: Address, by index: Int) {
    let seat = processes[index].person
    let cut = processes[index].directCutUntil
    // Loopback and the machine's own network are not simulated: every machine has its own.
    guard now >= cut, let outside = nats[seat].sent(to: address), !isLost(by: seat) else { return }
    queue.put(
      .datagram(bytes, from: outside, to: address), at: now + plan.seats[seat].directLatency)
  }

  private mutating func isLost(by seat: Int) -> Bool {
    let loss = plan.seats[seat].loss
    return loss > 0 && Double(dice.next(below: 100_000)) < loss * 1_000
  }

  mutating func arriveByUDP(_ bytes: [UInt8], from: Address, to: Address) {
    if to.high == SimulatedRelay.address.high, to.low == SimulatedRelay.address.low {
      return askRelay(bytes, from: from, to: to)
    }
    guard let seat = nats.indices.first(where: { nats[$0].letsIn(from: from, to: to) }),
      let index = newestProcess(of: seat), now >= processes[index].directCutUntil
    else { return }
    deliver(.direct(from: from, bytes), to: index)
  }

  private mutating func askRelay(_ bytes: [UInt8], from: Address, to: Address) {
    let isAsleep = relayHome.map { !processes[$0].isRunning } ?? false
    guard !isAsleep, StunMessage.isStun(bytes[...]) else { return }
    let socket: StunResponder.Socket =
      to.port == SimulatedRelay.address.port ? .primary : .alternate
    guard let reply = relay?.asked(bytes, from: from, at: socket, now: now) else { return }
    let port = reply.from == .primary ? SimulatedRelay.address.port : SimulatedRelay.alternatePort
    queue.put(
      .datagram(reply.bytes, from: SimulatedRelay.address.with(port: port), to: reply.to),
      at: now + .milliseconds(5))
  }

  /// The last program that a person has started: it has the machine's socket.
  func newestProcess(of seat: Int) -> Int? {
    processes.indices.last { index in
      processes[index].person == seat && processes[index].life != .dead
        && processes[index].hasSocket
    }
  }

  private mutating func deliver(_ content: Arrival.Content, to index: Int) {
    queue.put(.toProcess(index, content), at: now)
  }

  // MARK: The relay's life

  mutating func startRelay(home: Int?) {
    relays += 1
    relay = SimulatedRelay(seed: dice.next(), now: now)
    relayHome = home
    oracle.relayStartedAt = now
    queue.put(.hubTick(relay: relays), at: now + RelayHub.tickInterval)
  }

  /// The relay is stopped and started anew a little later; it has forgotten everything.
  mutating func stopRelay() {
    let end = now + plan.relayAway
    relay = nil
    closeAllConnections()
    for index in processes.indices { processes[index].troubled(until: end + .seconds(5)) }
    queue.put(.relayBack, at: end)
  }

  mutating func closeAllConnections() {
    for id in owners.keys.sorted() { sendFromRelay(.closed(.lost), by: id) }
  }

  mutating func tickRelay(_ number: Int) {
    guard number == relays, relay != nil else { return }
    if let home = relayHome {
      guard processes[home].life != .dead else { return }
      if case .asleep(let until) = processes[home].life {
        return queue.put(.hubTick(relay: number), at: until)
      }
    }
    obeyRelay(relay?.tick(now: now) ?? [])
    queue.put(.hubTick(relay: number), at: now + RelayHub.tickInterval)
  }

  // MARK: Connections

  mutating func connect(_ index: Int, attempt: Int, hello: ClientMessage) {
    connections += 1
    let id = ConnectionID(rawValue: connections)
    let arrival = arrivalAtRelay(index)
    processes[index].connection = SimulatedProcess.Connection(
      id: id, attempt: attempt, arrivesHere: now, arrivesThere: arrival)
    owners[id] = index
    queue.put(.toRelay(id, .opened), at: arrival)
    deliver(.relay(attempt: attempt, .lookedUp), to: index)
    sendToRelay(.message(hello.encoded), by: index)
  }

  mutating func tellRelay(_ message: ClientMessage, by index: Int) -> Bool {
    guard stations[index].relay.isConnected else { return false }
    // While the network takes nothing, only the newest datagrams wait: what would come late is worth
    // nothing, and is left out here.
    if case .data = message, processes[index].relayCutUntil > now { return true }
    sendToRelay(.message(message.encoded), by: index)
    return true
  }

  mutating func sendToRelay(_ input: SimulatedRelay.Input, by index: Int) {
    guard let connection = processes[index].connection, !connection.isCutOff else { return }
    let arrival = max(connection.arrivesThere, arrivalAtRelay(index))
    processes[index].connection?.arrivesThere = arrival
    queue.put(.toRelay(connection.id, input), at: arrival)
  }

  mutating func sendFromRelay(_ news: RelayNews, by id: ConnectionID) {
    guard let index = owners[id], let connection = processes[index].connection,
      connection.id == id, !connection.isCutOff
    else { return }
    let arrival = max(connection.arrivesHere, arrivalAtRelay(index))
    processes[index].connection?.arrivesHere = arrival
    queue.put(.fromRelay(id, news), at: arrival)
  }

  /// When something that leaves now is at the other end: the way takes its time, and what is sent into
  /// a cut is sent again after it.
  private func arrivalAtRelay(_ index: Int) -> Instant {
    let latency = plan.seats[processes[index].person].relayLatency
    let cut = processes[index].relayCutUntil
    return (cut > now ? cut + Limit.retransmission : now) + latency
  }

  mutating func hangUp(_ index: Int, _ goodbye: Effect.Goodbye) {
    guard let connection = processes[index].connection else { return }
    if goodbye == .leave { sendToRelay(.message(ClientMessage.leave.encoded), by: index) }
    note(index, "hangs up: \(goodbye)")
    if goodbye == .abandon { judgeAbandonment(by: index) }
    sendToRelay(.closed, by: index)
    processes[index].connection = nil
    noteLoss(of: index)
    owners[connection.id] = nil
  }

  mutating func noteLoss(of index: Int) {
    if stations[index].isTicking { processes[index].lostInPlayAt = now }
  }

  mutating func arriveFromRelay(_ news: RelayNews, by id: ConnectionID) {
    guard let index = owners[id], let connection = processes[index].connection,
      connection.id == id, !connection.isCutOff
    else { return }
    if case .closed(let closure) = news {
      note(index, "connection closed: \(closure)")
      noteLoss(of: index)
      processes[index].connection = nil
      owners[id] = nil
    }
    deliver(.relay(attempt: connection.attempt, news), to: index)
  }

  mutating func arriveAtRelay(_ input: SimulatedRelay.Input, by id: ConnectionID) {
    if let home = relayHome, case .asleep(let until) = processes[home].life {
      return queue.put(.toRelay(id, input), at: until)
    }
    let isHomeDead = relayHome.map { processes[$0].isDead } ?? false
    guard relay != nil, !isHomeDead else {
      // Nothing listens there, or a proxy in front of it says so.
      let host = SimulatedRelay.host
      let cause: RelayClosure =
        connections % 3 == 0
        ? .unavailable(host: host.host, port: host.port, status: 502)
        : .unreachable(host: host.host, port: host.port, .connectionRefused)
      if case .opened = input { sendFromRelay(.closed(cause), by: id) }
      return
    }
    let seat = owners[id].map { processes[$0].person } ?? 0
    obeyRelay(
      relay?.received(input, id, from: .ipv4(UInt32(1 + seat)), now: now) ?? [])
  }

  private mutating func obeyRelay(_ effects: [RelayEffect]) {
    for effect in effects {
      switch effect {
      case .send(let id, let bytes):
        do throws(EnvelopeError) {
          sendFromRelay(.message(try RelayMessage(decoding: bytes)), by: id)
        } catch {
          faults.append("the relay said what nobody can read: \(error)")
        }
      case .ping(let id):
        sendFromRelay(.alive, by: id)
        answerPing(id)
      case .pong(let id, _): sendFromRelay(.answered, by: id)
      case .close(let id, let reason):
        judgeClosing(id, reason)
        sendFromRelay(.closed(.lost), by: id)
      case .handOver: faults.append("the relay has one event loop, and gave somebody to another")
      }
    }
  }

  /// The transport answers pings by itself, while its program runs.
  private mutating func answerPing(_ id: ConnectionID) {
    guard let index = owners[id] else { return }
    switch processes[index].life {
    case .running: sendToRelay(.pong, by: index)
    case .asleep, .dead: break
    }
  }

  mutating func shutRelayDown() {
    let goodbyes = relay?.shutDown(now: now) ?? []
    obeyRelay(goodbyes)
    relay = nil
    closeAllConnections()
  }
}
