import CFloor
import Netplay
import Rollback
import Vocabulary

/// Whole matches in one process over the simulated network, driven as the game loop drives one.
///
/// Time is virtual: one tick of 1/60 s for all, in the order of the seats. It never allocates once
/// it is made, so that what is counted is the engine's.
@safe struct MatchField<G: ScriptedGame>: ~Copyable {
  let workload: Workload
  /// By seat, the checksum of the proof frame once it is final.
  private(set) var proofs: [UInt64?]

  private let matches: UnsafeMutablePointer<Match<G>>
  private let proofFrame: Frame
  private let wire: Wire
  private var now = Instant.zero
  private var arrival = [UInt8](repeating: 0, count: Int(wire_packet_limit))
  private var events: [MatchEvent] = []
  private var tally = MatchCounts()

  private static var epochBytes: Int { 8 }

  /// - Parameter frameLimit: Where the episode ends; nothing for one that goes on.
  init(_ workload: Workload, proofFrame: Int, frameLimit: Frame? = nil) {
    self.workload = workload
    self.proofFrame = Frame(proofFrame)
    wire = Wire(workload.network)
    proofs = Array(repeating: nil, count: workload.players)
    unsafe matches = .allocate(capacity: workload.players)
    for seat in 0..<workload.players {
      var configuration = Match<G>.Configuration(
        epoch: 1, players: workload.players, localSeat: PlayerIndex(seat))
      configuration.window = workload.window
      configuration.inputDelay = workload.inputDelay
      configuration.frameLimit = frameLimit
      configuration.linkSeed = UInt64(seat)
      unsafe (matches + seat).initialize(
        to: Match(configuration, initial: G.initialState(players: workload.players), now: now))
    }
    connect()
  }

  deinit {
    unsafe matches.deinitialize(count: workload.players)
    unsafe matches.deallocate()
  }

  /// Runs so many ticks of every match; returns the frames that they advanced in all.
  mutating func run(ticks: Int) -> Int {
    let before = tally.frames
    for _ in 0..<ticks { tick() }
    return tally.frames - before
  }

  mutating func tick() {
    for seat in 0..<workload.players {
      deliver(to: seat)
      advance(seat)
      send(from: seat)
    }
    wire.tick()
    now += MatchConfiguration.usualFrameDuration
  }

  var counts: MatchCounts {
    var counts = tally
    for seat in 0..<workload.players {
      counts.rollbacks += unsafe matches[seat].session.statistics.rollbacks
      counts.resimulated += unsafe matches[seat].session.statistics.resimulatedFrames
    }
    return counts
  }

  /// Whether every match is over.
  var isOver: Bool {
    (0..<workload.players).allSatisfy { unsafe matches[$0].endReason != nil }
  }

  /// The least frame that is confirmed in every match.
  var settledFrame: Int {
    var least = Int.max
    for seat in 0..<workload.players {
      least = min(least, unsafe matches[seat].settledFrame.number)
    }
    return least
  }

  func summary(of seat: Int) -> MatchNumbers { unsafe matches[seat].numbers }

  private mutating func connect() {
    for seat in 0..<workload.players {
      if workload.paths == .direct {
        unsafe matches[seat].relayChanged(isConnected: false, now: now)
      }
      for other in 0..<workload.players where other != seat {
        unsafe matches[seat].offered(
          Reachability(candidates: [address(other)]), by: PlayerIndex(other), now: now)
      }
    }
  }

  private func address(_ seat: Int) -> Address {
    Address(ipv4: 127, 0, 0, 1, port: UInt16(9000 + seat))
  }

  private mutating func deliver(to seat: Int) {
    while let arrived = wire.receive(at: seat, into: &arrival) {
      let source: Match<G>.Source =
        arrived.path == Path.direct.rawValue
        ? .direct(address(arrived.from)) : .relay(PlayerIndex(arrived.from))
      unsafe matches[seat].received(arrival[..<arrived.length], from: source, now: now)
    }
  }

  private mutating func advance(_ seat: Int) {
    let target = unsafe matches[seat].frame.number + workload.inputDelay
    let input = G.scripted(seat: seat, frame: target, hold: workload.hold)
    switch unsafe matches[seat].tick(input, now: now).step {
    case .advanced: tally.frames += 1
    case .stalled: tally.stalls += 1
    case .held: tally.held += 1
    case .finished: break
    }
    unsafe matches[seat].takeEvents(into: &events)
    if proofs[seat] == nil, unsafe matches[seat].session.settledFrame >= proofFrame {
      proofs[seat] = unsafe matches[seat].session.checksum(at: proofFrame)
    }
  }

  private mutating func send(from seat: Int) {
    for index in unsafe matches[seat].outbox.entries.indices {
      let entry = unsafe matches[seat].outbox.entries[index]
      let path = entry.path
      unsafe wire.send(
        matches[seat].outbox[entry], from: seat, to: entry.peer.number, path: path.rawValue)
      unsafe matches[seat].accepted(entry)
      guard !entry.isProbe else { continue }
      tally.packets[path] += 1
      tally.bytes[path] += entry.bytes.count - Self.epochBytes
    }
    unsafe matches[seat].clearOutbox()
  }
}
