import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

/// A game for as many seats as the engine has, in which every input stays visible for ever.
private enum Sum: Game {
  struct Level: RawRepresentable, BitwiseCopyable, Hashable, Sendable { let rawValue: UInt8 }

  struct State: BitwiseCopyable, Sendable {
    var steps = 0
    var trace: UInt64 = 1
  }

  static var neutral: Level { Level(rawValue: 0) }

  static func step(_ state: inout State, inputs: Span<Level>, presence: Presence) {
    for seat in inputs.indices {
      state.trace =
        (state.trace ^ UInt64(inputs[seat].rawValue)) &* 0x2545_F491_4F6C_DD1D &+ UInt64(seat)
    }
    state.steps += 1
  }

  static func hash(_ state: State, into hasher: inout StateHasher) {
    hasher.section("sum")
    hasher.combine(state.steps)
    hasher.combine(state.trace)
  }
}

/// Eight matches over a seeded network, driven as `MatchSimulation` drives those of Ghostline.
private struct Mesh: ~Copyable {
  static let players = 8

  var matches: Roster<Match<Sum>>
  var journals = Array(repeating: ConfirmedJournal(players: players), count: players)
  var referee = Referee<Sum>(initial: Sum.State(), players: players)
  var network: SimulatedNetwork
  var now = Instant.zero
  var deepest = 0
  var longestDatagram = 0
  private var dice: SplitMix64
  private var held = Array(repeating: UInt8(0), count: players)

  init(
    seed: UInt64, frames: Int, windows: [Int], delays: [Int], _ impairment: (Int, Int) -> Impairment
  ) {
    dice = SplitMix64(seed: seed)
    matches = Roster(count: Self.players) { seat in
      var configuration = Match<Sum>.Configuration(
        epoch: seed, players: Self.players, localSeat: PlayerIndex(seat))
      configuration.frameLimit = Frame(frames)
      configuration.window = windows[seat % windows.count]
      configuration.inputDelay = delays[seat % delays.count]
      configuration.linkSeed = seed &+ UInt64(seat)
      let start = Instant.zero + .milliseconds(37 * seat)
      return Match(configuration, initial: Sum.State(), now: start)
    }
    network = SimulatedNetwork(players: Self.players, seed: seed, sealing: .assumed) {
      from, to, _ in
      impairment(from, to)
    }
    for seat in 0..<Self.players {
      for other in 0..<Self.players where other != seat {
        matches[seat].offered(
          Reachability(candidates: [Self.address(other)]), by: PlayerIndex(other), now: .zero)
      }
    }
  }

  /// Plays until all have ended; false when they do not within two minutes.
  mutating func run() -> Bool {
    while let seat = nextSeat() {
      now = max(now, matches[seat].nextTick)
      guard now - .zero < .seconds(120) else { return false }
      tick(seat)
    }
    return true
  }

  private static func address(_ seat: Int) -> Address {
    Address(ipv4: 10, 0, 0, UInt8(seat), port: 9000)
  }

  private func nextSeat() -> Int? {
    var best: Int?
    for seat in matches.indices where matches[seat].endReason == nil {
      if best.map({ matches[seat].nextTick < matches[$0].nextTick }) ?? true { best = seat }
    }
    return best
  }

  private mutating func tick(_ seat: Int) {
    while let arrival = network.next(to: seat, now: now) {
      let source: Match<Sum>.Source =
        arrival.path == .direct
        ? .direct(Self.address(arrival.sender)) : .relay(PlayerIndex(arrival.sender))
      matches[seat].received(
        arrival.delivery.content.bytes[...], from: source, now: arrival.delivery.at)
    }
    if dice.next(below: 4) == 0 { held[seat] = UInt8(dice.next(below: 200)) }
    _ = matches[seat].tick(Sum.Level(rawValue: held[seat]), now: now)
    _ = matches[seat].takeEvents()
    deepest = max(deepest, matches[seat].session.predictedFrames)
    journals[seat].note(matches[seat])
    while referee.judgeFrame(of: seat, journals[seat]) {}
    referee.judgeChains(of: seat, journals[seat])
    for other in 0..<Self.players where other != seat {
      referee.compare(seat, journals[seat], other, journals[other])
    }
    for entry in matches[seat].outbox.entries {
      longestDatagram = max(longestDatagram, entry.bytes.count)
      network.send(
        matches[seat].outbox[entry], inputs: entry.inputs.count, from: seat,
        to: entry.peer.number, by: entry.path, now: now)
      matches[seat].accepted(entry)
    }
    matches[seat].clearOutbox()
  }
}

@Suite struct EightSeatTests {
  #if DEBUG
    static let (seeds, frames) = (UInt64(0)..<3, 150)
  #else
    static let (seeds, frames) = (UInt64(0)..<20, 900)
  #endif

  private func expectSound(_ mesh: consuming Mesh, at location: SourceLocation = #_sourceLocation) {
    let isDone = mesh.run()
    #expect(isDone, sourceLocation: location)
    var rollbacks = 0
    for seat in 0..<Mesh.players {
      let (summary, verdict) = (mesh.matches[seat].numbers, mesh.referee.verdicts[seat])
      #expect(summary.endReason == .completed, sourceLocation: location)
      #expect(summary.settledFrame == Frame(Self.frames), sourceLocation: location)
      #expect(verdict.badInputs == nil && verdict.badState == nil, sourceLocation: location)
      #expect(verdict.missed == 0, sourceLocation: location)
      #expect(summary.rollback.maxDepth <= mesh.matches[seat].configuration.window)
      for other in summary.peers {
        #expect(other.verifiedFrame == Frame(Self.frames) && other.hashMismatches == 0)
        #expect(mesh.referee.firstDifference(between: seat, and: other.seat.number) == nil)
      }
      rollbacks += summary.rollback.rollbacks
    }
    #expect(rollbacks > 100, sourceLocation: location)
    #expect(mesh.referee.turns.allSatisfy { $0 > Self.frames / 20 }, sourceLocation: location)
    #expect(mesh.longestDatagram <= Oracle.maxDatagram, sourceLocation: location)
  }

  @Test(arguments: seeds)
  func `eight players with unequal windows, delays and distances agree`(seed: UInt64) {
    var dice = SplitMix64(seed: seed ^ 0x38)
    expectSound(
      Mesh(seed: seed, frames: Self.frames, windows: [10, 15, 8, 2], delays: [2, 0, 5, 8, 1]) {
        _, _ in
        var impairment = Impairment()
        impairment.latency = .milliseconds(dice.next(below: 120))
        impairment.jitter = .milliseconds(dice.next(below: 20))
        impairment.loss = Double(dice.next(below: 15))
        impairment.duplicates = Double(dice.next(below: 10))
        impairment.reordered = Double(dice.next(below: 10))
        impairment.flipped = 1
        return impairment
      })
  }
}
