import Rollback
import Testing
import Vocabulary

/// One machine of a simulated match: a session, its local seat, and what it really pressed.
final class PeerUnderTest {
  let seat: Int
  let firstRound: Int
  var session: Session<Toy>
  var delay: Int
  var pressed: UInt8 = 0
  /// The local inputs by frame, kept by the rule of the input delay and not by the engine.
  private(set) var truth: [UInt8] = []
  /// The frame that was settled when it was last looked at.
  var checked = Frame.zero
  /// Local inputs that were put on the wire.
  var sent = 0

  init(seat: Int, players: Int, window: Int, delay: Int, firstRound: Int) {
    self.seat = seat
    self.delay = delay
    self.firstRound = firstRound
    session = Session<Toy>(initial: Toy.State(), players: players, window: window)
  }

  /// What a press at the present does to the inputs: repeated over a gap, passed over if too early.
  func press() {
    let target = session.currentFrame.number + delay
    while truth.count < target { truth.append(truth.last ?? 0) }
    if truth.count == target { truth.append(pressed) }
  }
}

/// One input under way to one machine.
struct Delivery {
  let round: Int
  let receiver: Int
  let sender: Int
  let frame: Int
  let input: UInt8
}

/// What happened in a simulated match, to prove that it was worth simulating.
struct Tally: Hashable {
  var duplicates = 0
  var gaps = 0
  var stalls = 0
  var rollbacks = 0
  var deepRollbacks = 0
  var delayChanges = 0
  /// The delays that were played with, as bits.
  var delays = 0
  /// Inputs that were guessed, in the newest simulation of their frame, after a tick.
  var guesses = 0
  var finished = 0

  static func + (a: Tally, b: Tally) -> Tally {
    Tally(
      duplicates: a.duplicates + b.duplicates, gaps: a.gaps + b.gaps, stalls: a.stalls + b.stalls,
      rollbacks: a.rollbacks + b.rollbacks, deepRollbacks: a.deepRollbacks + b.deepRollbacks,
      delayChanges: a.delayChanges + b.delayChanges, delays: a.delays | b.delays,
      guesses: a.guesses + b.guesses, finished: a.finished + b.finished)
  }
}

/// A seeded match of 2 to 4 machines (8 at times) whose inputs arrive late, shuffled, twice and with gaps, checked
/// against the serial run after every tick.
struct PeersUnderTest {
  static let frames = 110

  private var random: SplitMix64
  private let players: Int
  private let latency: Int
  private let peers: [PeerUnderTest]
  private var serial: SerialRun
  private var wire: [Delivery] = []
  private var round = 0
  private(set) var tally = Tally()
  /// The first thing that was not as it must be.
  private(set) var violation: String?

  /// A match of 2 to 4 seats, or of 8 now and then, with a window of its own for each.
  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let players = seed % 20 == 19 ? 8 : 2 + random.next(below: 3)
    let windows = [0, 1, 2, 3, 5, 8, 10, 15]
    self.init(
      random: random, windows: (0..<players).map { _ in windows[random.next(below: 8)] })
  }

  /// A match of that many seats with one window for all.
  init(seed: UInt64, players: Int, window: Int) {
    self.init(
      random: SplitMix64(seed: seed), windows: [Int](repeating: window, count: players))
  }

  private init(random: SplitMix64, windows: [Int]) {
    var random = random
    players = windows.count
    peers = windows.enumerated().map { seat, window in
      PeerUnderTest(
        seat: seat, players: windows.count, window: window, delay: random.next(below: 9),
        firstRound: random.next(below: 12))
    }
    latency = 1 + random.next(below: 12 + (windows.max() ?? 0))
    serial = SerialRun(players: windows.count)
    self.random = random
  }

  mutating func run() {
    while tally.finished < players && violation == nil {
      round += 1
      guard round < 20_000 else { return fail("no progress") }
      deliver()
      for peer in peers where round >= peer.firstRound && random.next(below: 5) > 0 { turn(peer) }
      tally.finished = peers.count { $0.session.settledFrame.number >= Self.frames }
    }
    if violation != nil { return }
    for peer in peers where peer.session.present != serial.states[Self.frames] {
      fail("seat \(peer.seat) ends in another state than the serial run")
    }
  }

  private mutating func deliver() {
    var due = wire.filter { $0.round <= round }
    wire.removeAll { $0.round <= round }
    for index in due.indices.reversed() { due.swapAt(index, random.next(below: index + 1)) }
    for delivery in due {
      let peer = peers[delivery.receiver]
      let seat = PlayerIndex(delivery.sender)
      let isGap = Frame(delivery.frame) > peer.session.frontier(of: seat)
      switch peer.session.hold(delivery.input, of: seat, at: Frame(delivery.frame)) {
      case .accepted: tally.gaps += isGap ? 1 : 0
      case .duplicate: tally.duplicates += 1
      case .conflict, .stale, .tooFar: fail("frame \(delivery.frame) of \(seat) was refused")
      }
    }
  }

  private mutating func turn(_ peer: PeerUnderTest) {
    let before = peer.session.currentFrame
    if before.number < Self.frames {
      press(peer)
      peer.session.submit(peer.pressed, of: PlayerIndex(peer.seat), delay: peer.delay)
      send(peer)
    }
    let plan = peer.session.plan()
    let correction = peer.session.correct()
    if plan.correction != correction { fail("the plan was \(plan), not \(correction as Any)") }
    if let correction { check(correction, at: before, of: peer) }
    if before.number < Self.frames { advance(peer, asPlanned: plan.step) }
    check(peer)
  }

  private mutating func press(_ peer: PeerUnderTest) {
    if random.next(below: 4) == 0 { peer.pressed = UInt8(random.next(below: 5)) }
    if random.next(below: 30) == 0 {
      peer.delay = random.next(below: 9)
      tally.delayChanges += 1
    }
    tally.delays |= 1 << peer.delay
    peer.press()
  }

  /// Puts new local inputs on the wire to everyone else, each with a latency of its own, some twice.
  private mutating func send(_ peer: PeerUnderTest) {
    for frame in peer.sent..<peer.truth.count {
      for receiver in 0..<players where receiver != peer.seat {
        for _ in 0...(random.next(below: 5) == 0 ? 1 : 0) {
          wire.append(
            Delivery(
              round: round + 1 + random.next(below: latency), receiver: receiver,
              sender: peer.seat, frame: frame, input: peer.truth[frame]))
        }
      }
    }
    peer.sent = peer.truth.count
    while peers.allSatisfy({ $0.truth.count >= serial.states.count }) {
      let frame = serial.states.count - 1
      serial.step(peers.map { $0.truth[frame] })
    }
  }

  private mutating func advance(_ peer: PeerUnderTest, asPlanned step: Plan.Step) {
    let next = peer.session.currentFrame + 1
    switch (peer.session.advance(), step) {
    case (.advanced(let frame), .advance) where frame == next: break
    case (.stalled(let actual), .stall(let planned)) where actual == planned && actual.bits != 0:
      tally.stalls += 1
    case (let outcome, let step): fail("\(outcome) instead of \(step)")
    }
  }

  private mutating func check(_ correction: Correction, at present: Frame, of peer: PeerUnderTest) {
    tally.rollbacks += 1
    tally.deepRollbacks += correction.depth >= 2 ? 1 : 0
    if correction.depth > peer.session.window || correction.depth < 1 {
      fail("depth \(correction.depth), window \(peer.session.window)")
    }
    if correction.frame + correction.depth != present { fail("\(correction) at \(present)") }
    if correction.seats.contains(PlayerIndex(peer.seat)) { fail("the local seat was mispredicted") }
  }

  private mutating func check(_ peer: PeerUnderTest) {
    let settled = peer.session.settledFrame
    if settled != min(peer.session.confirmedFrame, peer.session.currentFrame) {
      fail("settled \(settled), confirmed \(peer.session.confirmedFrame)")
    }
    if peer.session.predictedFrames > peer.session.window { fail("beyond the window") }
    for frame in peer.session.keptFrames.lowerBound...settled
    where peer.session.state(at: frame) != serial.states[frame.number] {
      fail("state \(frame) of seat \(peer.seat)")
    }
    for frame in peer.checked..<peer.session.currentFrame {
      check(frame, settled: settled, of: peer)
    }
    peer.checked = settled
    if peer.session.frontier(of: PlayerIndex(peer.seat)).number != peer.truth.count {
      fail("seat \(peer.seat) holds other local inputs than were pressed")
    }
  }

  /// What was used is what is held, and a guess only where nothing is held, never in a settled frame.
  private mutating func check(_ frame: Frame, settled: Frame, of peer: PeerUnderTest) {
    for seat in 0..<players {
      let used = peer.session.usedInput(of: PlayerIndex(seat), at: frame)
      switch peer.session.input(of: PlayerIndex(seat), at: frame) {
      case nil where frame < settled: fail("a guess for seat \(seat) in the settled \(frame)")
      case nil: tally.guesses += 1
      case let held? where held != used || held != peers[seat].truth[frame.number]:
        fail("\(used) used and \(held) held for seat \(seat) at \(frame)")
      case .some: break
      }
    }
  }

  private mutating func fail(_ reason: String) {
    if violation == nil { violation = "round \(round): \(reason)" }
  }
}
