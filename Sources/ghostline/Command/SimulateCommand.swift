import ArgumentParser
import Impairment
import Netplay
import Presentation
import Rollback
import Simulation
import Station

/// Plays a match in virtual time and judges it.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Play a whole match in virtual time over a simulated network.",
    discussion: """
      Prints the same bytes for the same arguments, on every machine: the trace digest covers \
      everything that every tick did. Exit code 1 when something that must hold does not.

      With --sync-test there is no network: one machine plays, steps the newest frames again after \
      every frame, as a rollback would, and compares. A game that reads a clock, or keeps \
      something outside of its state, comes out differently: the frame and the part of the state \
      are named, and the exit code is 5 (desync). See a mistake found:

        ghostline simulate --seed 1 --sync-test --corrupt 150

      With --rooms whole rooms are played, by people who wait, hesitate, leave and come back, over the \
      real relay and behind NATs, as many as asked for, from this seed on. What must hold for every \
      one of them is judged; the first room that fails is named as a command, exit code 1.

        ghostline simulate --seed 1 --rooms 1000

      With --bots the levels of the bots are measured: each plays so many whole matches, without a \
      network, against plain play (one ply, most free cells, reacts after 12 frames). Exit code 1 when \
      easy wins more than 20 %, fair not 40 to 60 %, or hard less than 80 %.

        ghostline simulate --seed 1 --bots 200

      Without --sync-test, --corrupt alters the state of the last seat from that frame on: every \
      machine names the frame, and the exit code is 5.
      """)

  @Option(help: "Seed of the match, its network and its players.")
  var seed: Seed

  @Option(name: .customLong("frames"), help: "Frames to play. Default: 600.")
  var frameCount: Int?

  @Option(name: .customLong("players"), help: "Players, 2 to 4. Default: 2.")
  var playerCount: Int?

  @Option(help: "Impairments of every player's sending, as for host.")
  var inject: String?

  @Option(help: "A map by name, or a file.")
  var map = MapLibrary.defaultName

  @Flag(help: "Step every frame again on one machine, and compare.")
  var syncTest = false

  @Option(help: "Frames that --sync-test steps again each time, 1 to 15. Default: 7.")
  var distance: Int?

  @Option(help: "Play so many rooms full of people, each with the next seed.")
  var rooms: Int?

  @Option(help: "Measure each level of the bots in so many matches.")
  var bots: Int?

  @Option(help: "Make this frame come out wrong, to see that it is found.")
  var corrupt: Int?

  private var frames: Int { frameCount ?? 600 }
  private var players: Int { playerCount ?? 2 }

  func validate() throws {
    guard (2...4).contains(players) else {
      throw ValidationError("--players must be between 2 and 4, not \(players).")
    }
    guard MatchTerms.Limit.frames.contains(frames) else {
      throw ValidationError("--frames must be between 1 and 100000000, not \(frames).")
    }
    if let corrupt, !(1...frames).contains(corrupt) {
      throw ValidationError("--corrupt must be a frame between 1 and \(frames), not \(corrupt).")
    }
    if let distance, !(1...15).contains(distance) {
      throw ValidationError("--distance must be between 1 and 15, not \(distance).")
    }
    if distance != nil, !syncTest { throw ValidationError("--distance needs --sync-test.") }
    let isDrawn = frameCount == nil && playerCount == nil && inject == nil && corrupt == nil
    for (name, count) in [("--rooms", rooms), ("--bots", bots)] {
      guard let count else { continue }
      guard (1...10_000_000).contains(count) else {
        throw ValidationError("\(name) must be between 1 and 10000000, not \(count).")
      }
      guard isDrawn, !syncTest, rooms == nil || bots == nil else {
        throw ValidationError(
          "\(name) draws everything from its seed: leave the other options away.")
      }
    }
    if inject != nil, syncTest {
      throw ValidationError("--inject has nothing to impair: --sync-test plays without a network.")
    }
  }

  func run() throws {
    if let rooms {
      try RoomsRun(first: seed.value, count: rooms, map: try MapLibrary.load(map)).run()
    } else if let bots {
      try measure(bots)
    } else if syncTest {
      try testDeterminism()
    } else {
      try playMatch()
    }
  }

  private func measure(_ matches: Int) throws {
    let report = BotContest.report(
      on: try MapLibrary.load(map, for: 2), matches: matches, from: seed.value)
    print(report.text)
    if !report.isAsAimed { throw Failure(.error, "a level is not as strong as it should be") }
  }

  private func testDeterminism() throws {
    var test = SyncTest(
      seed: seed.value, frames: frames, players: players,
      map: try MapLibrary.load(map, for: players))
    if let distance { test.distance = distance }
    test.unsteadyFrame = corrupt.map { Frame($0) }
    do throws(SyncTest.Difference) {
      let report = try test.run()
      print(
        "\(report.frames) frames of \(players) players, each stepped again up to",
        "\(test.distance) times (\(report.steps) steps): all came out equal")
      print("checksum \(Sentences.hex(report.finalChecksum))")
    } catch {
      throw Failure(.desync, "seed \(seed.value): \(error)")
    }
  }

  private func playMatch() throws {
    var simulation = MatchSimulation(try scenario())
    simulation.run()
    for seat in simulation.peers.indices {
      let summary = simulation.peers[seat].match.numbers
      print(
        "seat \(seat): \(summary.settledFrame) frames, checksum",
        summary.finalChecksum.map(Sentences.hex) ?? "none", "-", summary.headline, "-",
        "\(summary.rollback.rollbacks) rollbacks, max depth \(summary.rollback.maxDepth),",
        "\(summary.stalls) stalls")
    }
    print("trace \(Sentences.hex(simulation.trace))")
    let faults = Oracle.verdict(on: simulation, expectsDesync: corrupt != nil)
    guard faults.isEmpty else {
      throw Failure(.error, "seed \(seed.value): " + faults.joined(separator: "; "))
    }
    if let corrupt {
      throw Failure(
        .desync,
        "seat \(players - 1) computed other states than the rest from frame \(corrupt) on;"
          + " every machine named that frame")
    }
  }

  private func scenario() throws -> Scenario {
    var scenario = Scenario(
      seed: seed.value, frames: frames, players: players,
      map: try MapLibrary.load(map, for: players))
    scenario.machines[players - 1].corruption = corrupt.map { Frame($0) }
    guard let inject else { return scenario }
    do throws(InjectionError) {
      let injection = try Injection(parsing: inject)
      for index in scenario.machines.indices { scenario.machines[index].outgoing = injection }
    } catch {
      throw Failure(.usage, "--inject: \(error)")
    }
    return scenario
  }
}
