package import GridGame
import Netplay
import Relay
import Rollback
import SecureChannel
package import Station
import Stun
package import Vocabulary

/// Plays a whole room in virtual time, from the first invite to the last goodbye: stations, the real
/// relay, NATs, and people.
///
/// The world's clock jumps from event to event. A station is given what has arrived when its program
/// would look, and what it asks is done by the simulated shell; nothing reads a real clock or draws
/// real dice, so that equal seeds give equal rooms. What must hold is judged while it goes on.
package struct RoomSimulation: ~Copyable {
  /// Whether a room tells its story: that costs time, and only a failing one is read.
  package enum Telling: Sendable { case silent, everything }

  package enum Limit {
    /// The last lines of a story that are kept.
    static let story = 400
    /// How long a story goes on after the first fault.
    static let epilogue = Duration.seconds(10)
    /// Runs of the program that a room may see.
    package static let processes = 40
    /// When everybody goes home.
    package static let horizon = Instant.zero + .seconds(2_400)
    /// How often people look at their screens, and the oracle at everything.
    static let look = Duration.milliseconds(500)
    /// How late TCP comes back after the network did.
    static let retransmission = Duration.milliseconds(200)
  }

  /// What will happen.
  enum Event: Sendable {
    case turn(process: Int)
    case toProcess(Int, Arrival.Content)
    /// Only while it is the process's present connection.
    case fromRelay(ConnectionID, RelayNews)
    case toRelay(ConnectionID, SimulatedRelay.Input)
    case datagram([UInt8], from: Address, to: Address)
    case hubTick(relay: Int)
    case relayRestart
    case relayBack
    case look
    case step(seat: Int, PersonStep)
  }

  package let plan: RoomPlan
  package internal(set) var now = Instant.zero
  package internal(set) var faults: [String] = []
  /// What happened, line by line, where that is asked for.
  package private(set) var story: [String] = []
  private let telling: Telling
  package internal(set) var matches = 0
  package internal(set) var framesPlayed = 0
  package internal(set) var processes: [SimulatedProcess] = []
  /// By process.
  package internal(set) var stations = Roster<Station>(capacity: Limit.processes)
  let map: GameMap
  var queue = EventQueue<Event>()
  var dice: SplitMix64
  var relay: SimulatedRelay?
  /// Counts relays: ticks of an earlier one are no longer ours.
  var relays = 0
  /// The process that the relay lives in, if it lives in one.
  var relayHome: Int?
  /// By connection: the process at its end.
  var owners: [ConnectionID: Int] = [:]
  var connections: UInt64 = 0
  var nats: [SimulatedNAT]
  var actors: [Actor]
  var invitation: Invitation?
  var isInvited: [Bool]
  /// Counts moves to other networks.
  var generation = 0
  var oracle = RoomOracle()
  private var hasEverybodyGone = false
  private var arrivals: [Arrival] = []
  private var effects: [Effect] = []
  private var hasher = StateHasher()

  /// Digest of everything that happened, in order.
  package var digest: UInt64 { hasher.finalize() }

  package init(_ plan: RoomPlan, map: GameMap, telling: Telling = .silent) {
    self.plan = plan
    self.telling = telling
    self.map = map
    dice = SplitMix64(seed: plan.seed ^ 0x776F_726C_64)
    nats = plan.seats.indices.map { seat in
      SimulatedNAT(
        plan.seats[seat].nat.0, plan.seats[seat].nat.1, blocksUDP: plan.seats[seat].blocksUDP,
        inside: Self.inside(seat, generation: 0), outside: Self.outside(seat, generation: 0))
    }
    actors = plan.seats.map { Actor($0.person) }
    isInvited = Array(repeating: false, count: plan.seats.count)
    if plan.relay == .elsewhere { startRelay(home: nil) }
    if let restart = plan.relayRestart { queue.put(.relayRestart, at: restart) }
    queue.put(.step(seat: 0, .arrive), at: .zero + plan.seats[0].person.arrivesAfter)
    queue.put(.look, at: .zero + Limit.look)
  }

  /// Plays until everybody has gone.
  package mutating func run() { while stepOnce() {} }

  /// Lets one event happen; false when everybody has gone, or too much went wrong.
  package mutating func stepOnce() -> Bool {
    guard !hasEverybodyGone, faults.count < RoomOracle.mostFaults,
      let (event, at) = queue.take()
    else { return false }
    now = max(now, at)
    handle(event)
    return true
  }

  // MARK: Events

  private mutating func handle(_ event: Event) {
    switch event {
    case .turn(let process):
      if processes[process].wakeAt <= now { turn(process) }
    case .toProcess(let process, let content): arrive(content, at: process)
    case .fromRelay(let id, let news): arriveFromRelay(news, by: id)
    case .toRelay(let id, let input): arriveAtRelay(input, by: id)
    case .datagram(let bytes, let from, let to): arriveByUDP(bytes, from: from, to: to)
    case .hubTick(let number): tickRelay(number)
    case .relayRestart: stopRelay()
    case .relayBack: startRelay(home: nil)
    case .look: look()
    case .step(let seat, let step): take(step, seat: seat)
    }
  }

  private mutating func look() {
    observe()
    for index in processes.indices { attend(to: index) }
    let isOver = now >= Limit.horizon
    if isOver { sendEverybodyHome() }
    let isAnybodyLeft = processes.indices.contains { !processes[$0].isDead }
    let isAnybodyComing = actors.contains { $0.isComing }
    if isAnybodyLeft || (isAnybodyComing && !isOver) {
      queue.put(.look, at: now + Limit.look)
    } else {
      hasEverybodyGone = true
    }
  }

  // MARK: Programs

  /// Starts the program for a person.
  mutating func start(
    _ seat: Int, _ entrance: Entrance, for occasion: StationOptions.Occasion = .match
  ) -> Int? {
    guard processes.count < Limit.processes else { return nil }
    let index = processes.count
    let person = plan.seats[seat]
    var options = StationOptions(
      name: DisplayText("p\(seat)"), bot: nil, inputDelay: 2, window: 10, stay: .untilLeft)
    options.occasion = occasion
    if seat == 0 {
      options.game = GameTerms(map: map, isEndless: true, isQuick: false)
      options.terms.frames = plan.frames
    }
    let seed = (0..<SecretDice.seedBytes).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    processes.append(SimulatedProcess(person: seat, room: entrance.room, now: now))
    stations.append(
      Station(
        entrance, options: options, ownAddresses: person.isRelayOnly ? [] : [nats[seat].inside],
        seed: seed, now: now))
    note(index, "starts")
    queue.put(.turn(process: index), at: now)
    return index
  }

  private mutating func arrive(_ content: Arrival.Content, at index: Int) {
    guard !processes[index].isDead else { return }
    processes[index].inbox.append(Arrival(time: now, content: content))
    // While it plays, a program looks at the pace of its ticks; otherwise whatever comes wakes it.
    if processes[index].isRunning, !stations[index].isTicking {
      schedule(index, at: now)
    }
  }

  private mutating func schedule(_ index: Int, at time: Instant) {
    processes[index].wakeAt = time
    queue.put(.turn(process: index), at: time)
  }

  mutating func turn(_ index: Int) {
    guard processes[index].isRunning else { return }
    arrivals.removeAll(keepingCapacity: true)
    processes[index].inbox.drain(into: &arrivals)
    stations[index].turn(arrivals, now: now)
    obey(index)
    for _ in 0..<15 {
      guard let ticked = stations[index].tick() else { break }
      framesPlayed += 1
      if ticked.report.correction != nil || !ticked.events.isEmpty {
        hasher.combine(ticked.report.frame.number)
      }
      obey(index)
    }
    judgeEnd(of: index)
    if let ending = stations[index].ending { return ended(index, ending) }
    guard let wake = stations[index].rest() else { return }
    schedule(index, at: max(wake, now + .microseconds(1)))
  }

  mutating func want(_ intent: Intent, of index: Int) {
    guard processes[index].isRunning else { return }
    stations[index].want(intent)
    obey(index)
    schedule(index, at: now)
  }

  /// The program has ended by itself.
  private mutating func ended(_ index: Int, _ ending: Ending) {
    note(index, "ended by \(ending)")
    judge(ending, of: index)
    die(index, by: .quits)
  }

  // MARK: Shell

  private mutating func obey(_ index: Int) {
    stations[index].takeEffects(into: &effects)
    let due = effects
    for effect in due {
      switch effect {
      case .send(let bytes, .direct(let address), let receipt):
        sendDatagram(bytes, to: address, by: index)
        if let receipt { stations[index].sent(receipt) }
      case .send(let bytes, .relay(let seat), let receipt):
        guard tellRelay(.data(to: seat, payload: bytes[...]), by: index) else { continue }
        if let receipt { stations[index].sent(receipt) }
      case .signal(let bytes, let seat):
        _ = tellRelay(.signal(to: seat, payload: bytes[...]), by: index)
      case .connect(let attempt, let hello):
        note(index, "connects, attempt \(attempt)")
        connect(index, attempt: attempt, hello: hello)
      case .hold(let hold): _ = tellRelay(.hold(hold), by: index)
      case .pingRelay: sendToRelay(.ping, by: index)
      case .hangUp(let goodbye): hangUp(index, goodbye)
      case .resolve(let hosts):
        let found = hosts.map { ResolvedHost($0, [SimulatedRelay.address]) }
        queue.put(.toProcess(index, .resolved(found)), at: now + .milliseconds(20))
      }
    }
  }

  /// Notes that something happened to a program, in the digest and in the story.
  mutating func note(_ index: Int, _ words: @autoclosure () -> String) {
    hasher.combine(index)
    hasher.combine(now.nanoseconds)
    guard telling == .everything, now - (oracle.failedAt ?? now) < Limit.epilogue else { return }
    if story.count == Limit.story { story.removeFirst() }
    story.append(at(index) + words())
  }

  /// When, and to whom something happened.
  func at(_ index: Int) -> String {
    let milliseconds = (now - .zero).wholeNanoseconds / 1_000_000
    return "\(milliseconds) ms, program \(index) of p\(processes[index].person): "
  }

  static func inside(_ seat: Int, generation: Int) -> Address {
    Address(ipv4: 10, UInt8(seat), UInt8(generation & 255), 2, port: 7_000)
  }

  static func outside(_ seat: Int, generation: Int) -> Address {
    Address(ipv4: 203, 0, UInt8(113 + seat), UInt8(1 + generation & 127), port: 7_000)
  }
}
