import GridGame
import Output
import Presentation
import Rollback
import Simulation
import Views
import Vocabulary

/// Plays rooms full of people one after the other, with progress, up to the first that fails.
struct RoomsRun {
  let first: UInt64
  let count: Int
  let map: GameMap

  private var rooms: String { Wording.plural(count, "room") }

  /// - Throws: A `Failure` that names the first room in which something does not hold.
  func run() throws {
    let clock = SystemClock()
    var matches = 0
    var programs = 0
    var frames = 0
    var hasher = StateHasher()
    var toldAt = clock.now
    for number in 0..<count {
      let seed = first &+ UInt64(number)
      var room = RoomSimulation(RoomPlan(seed: seed), map: map)
      room.run()
      matches += room.matches
      programs += room.processes.count
      frames += room.framesPlayed
      hasher.combine(room.digest)
      guard room.faults.isEmpty else { throw failure(room.faults, seed: seed, after: number + 1) }
      if clock.now - toldAt >= .seconds(1) {
        toldAt = clock.now
        StandardStream.error.write("\(number + 1) of \(rooms)\n")
      }
    }
    let seconds = (clock.now - .zero).milliseconds / 1000
    let pace = Wording.grouped(Int(Double(count) * 60 / max(seconds, 0.001)))
    StandardStream.error.write(
      "\(rooms) in \(Wording.decimal(seconds)) s, \(pace) a minute\n")
    StandardStream.output.write(
      "\(rooms), \(Wording.plural(programs, "run")) of the program,"
        + " \(Wording.plural(matches, "end")) of matches, \(Wording.plural(frames, "frame")):"
        + " nothing failed\ndigest \(Sentences.hex(hasher.finalize()))\n")
  }

  /// What led to it, told by the same room once more.
  private func story(_ seed: UInt64) -> String {
    var room = RoomSimulation(RoomPlan(seed: seed), map: map, telling: .everything)
    room.run()
    return room.story.joined(separator: "\n")
  }

  private func failure(_ faults: [String], seed: UInt64, after rooms: Int) -> Failure {
    Failure(
      .error,
      "room \(rooms) of \(count) failed:\n  " + faults.joined(separator: "\n  ")
        + "\nplay it again: ghostline simulate --rooms 1 --seed \(seed)\n\n" + story(seed))
  }
}
