import ArgumentParser
import Netplay
import Rollback
import Simulation

/// Plays a match in virtual time and judges it.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Play a whole match in virtual time over a simulated network.",
    discussion: """
      Prints the same bytes for the same arguments, on every machine: the trace digest covers
      everything that every tick did. Exit code 1 when something that must hold does not.
      """)

  @Option(help: "Seed of the match, its network and its players.")
  var seed: Seed

  @Option(help: "Frames to play.")
  var frames = 600

  @Option(help: "Players, 2 to 4.")
  var players = 2

  @Option(help: "Impairments of every player's sending, as for host.")
  var inject: String?

  @Option(help: "A map by name, or a file.")
  var map = MapLibrary.defaultName

  func validate() throws {
    guard (2...4).contains(players) else {
      throw ValidationError("--players must be between 2 and 4, not \(players).")
    }
    guard MatchTerms.Limit.frames.contains(frames) else {
      throw ValidationError("--frames must be between 1 and 100000000, not \(frames).")
    }
  }

  func run() throws {
    var scenario = Scenario(
      seed: seed.value, frames: frames, players: players,
      map: try MapLibrary.load(map, for: players))
    if let inject {
      do throws(InjectionError) {
        let injection = try Injection(parsing: inject)
        for index in scenario.machines.indices { scenario.machines[index].outgoing = injection }
      } catch {
        throw Failure(.usage, "--inject: \(error)")
      }
    }
    var simulation = MatchSimulation(scenario)
    simulation.run()
    for seat in simulation.peers.indices {
      let summary = simulation.peers[seat].match.summary
      print(
        "seat \(seat): \(summary.confirmedFrame) frames, checksum",
        summary.finalChecksum.map(Sentences.hex) ?? "none", "·", summary.headline, "·",
        "\(summary.rollback.rollbacks) rollbacks, max depth \(summary.rollback.maxDepth),",
        "\(summary.stalls) stalls")
    }
    print("trace \(Sentences.hex(simulation.trace))")
    let faults = Oracle.verdict(on: simulation)
    guard faults.isEmpty else {
      throw Failure(.error, "seed \(seed.value): " + faults.joined(separator: "; "))
    }
  }
}
