import Glibc
import GridGame

/// Prints how fast the engine is beside a floor in plain C, and what it allocates and sends.
@main
enum Benchmarks {
  static func main() {
    do throws(Options.Invalid) {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      switch options.task {
      case .help: print(Options.usage)
      case .soak(let frames): exit(Soak(frames: frames).run() ? 0 : 1)
      case .falseAlarms(let minutes): exit(FalseAlarms(minutes: minutes).run() ? 0 : 1)
      case .table: exit(table(options) ? 0 : 1)
      }
    } catch {
      Progress.write("Benchmarks: \(error.reason)\n\(Options.usage)\n")
      exit(2)
    }
  }

  /// Prints the table, section by section; whether the engine and the floor did the same work.
  private static func table(_ options: Options) -> Bool {
    var verdicts = Verdicts()
    print(Legend.text(options))
    for section in options.sections {
      let tables = measure(section, options, &verdicts)
      Progress.clear()
      for table in tables { print("\n\(table.text)") }
      // Into a file too, section by section.
      fflush(nil)
    }
    print("\n\(verdicts.text)")
    return verdicts.isSameWork
  }

  private static func measure(
    _ section: Section, _ options: Options, _ verdicts: inout Verdicts
  ) -> [Table] {
    switch section {
    case .parts: [parts(options)]
    case .syncTest: [syncTest(options, &verdicts)]
    case .twoPlayers:
      [
        matches(
          section, "two matches", Workload.twoPlayers, options, &verdicts,
          small: Workload.twoPlayers)
      ]
    case .fourPlayers:
      [
        matches(
          section, "four matches", Workload.fourPlayers, options, &verdicts,
          small: Workload.fourPlayersHeld)
      ]
    case .badNetwork:
      [matches(section, "loss and jitter", Workload.badNetwork, options, &verdicts, small: [])]
    case .realGame: realGame(options, &verdicts)
    case .sealing: [sealing(options)]
    }
  }

  private static func parts(_ options: Options) -> Table {
    var benchmark = PartsBenchmark(options)
    benchmark.add(Work256B.self)
    benchmark.add(Work4KiB.self)
    benchmark.add(Work64KiB.self)
    benchmark.add(Work1MiB.self)
    return benchmark.table
  }

  private static func syncTest(_ options: Options, _ verdicts: inout Verdicts) -> Table {
    var benchmark = SyncBenchmark(options)
    benchmark.add(Work256B.self, verdicts: &verdicts)
    benchmark.add(Work4KiB.self, verdicts: &verdicts)
    benchmark.add(Work64KiB.self, verdicts: &verdicts)
    benchmark.add(Work1MiB.self, verdicts: &verdicts)
    return benchmark.table
  }

  /// - Parameter small: The workloads that are also played with a state of 256 bytes.
  private static func matches(
    _ section: Section, _ title: String, _ workloads: [Workload], _ options: Options,
    _ verdicts: inout Verdicts, small: [Workload]
  ) -> Table {
    var benchmark = MatchBenchmark(section, title: title, options: options)
    for workload in workloads { benchmark.add(workload, Work4KiB.self, verdicts: &verdicts) }
    for workload in small { benchmark.add(workload, Work256B.self, verdicts: &verdicts) }
    return benchmark.table
  }

  private static func realGame(_ options: Options, _ verdicts: inout Verdicts) -> [Table] {
    var parts = RealGameBenchmark(options)
    parts.measure(verdicts: &verdicts)
    var matches = MatchBenchmark(
      .realGame, title: "the real game: two matches", options: options)
    for workload in Workload.realGame {
      matches.add(workload, withoutFloor: Ghostline.self, verdicts: &verdicts)
    }
    return [parts.table, matches.table]
  }

  private static func sealing(_ options: Options) -> Table {
    var benchmark = SealBenchmark(options)
    // A mean datagram of a match, one with twelve new inputs and a report, and the longest.
    for bytes in [33, 120, 1200] { benchmark.add(bytes: bytes) }
    return benchmark.table
  }
}
