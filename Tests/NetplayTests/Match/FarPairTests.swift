import Netplay
import Rollback
import Testing
import Vocabulary

struct FarPairTests {
  /// Milliseconds one way between two of four seats: 0 and 1 are far from each other.
  static func delay(_ from: Int, _ to: Int) -> Int { Set([from, to]) == [0, 1] ? 140 : 30 }

  @Test(arguments: 3...4)
  func `prediction is bounded by one's own receipt, not by what others have received`(
    players: Int
  ) {
    var setting = Table.Setting()
    setting.players = players
    setting.frames = 300
    setting.window = 10
    let table = Table(setting)
    table.route = { from, to in .milliseconds(Self.delay(from, to)) }
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.endReason == .completed)
      #expect(machine.numbers.finalChecksum == table.serialChecksum(frames: 300))
      // The far pair predicts 9 frames, and who is near to all no more than 3: nobody waits for
      // what took a second hop.
      #expect(machine.numbers.stalls.count == 0, "\(machine.seat)")
    }
    let near = table.machines.dropFirst(2).map { predicted($0) }
    let far = table.machines.prefix(2).map { predicted($0) }
    #expect(near.allSatisfy { $0 <= 3 }, "\(near)")
    #expect(far.allSatisfy { $0 >= 6 && $0 <= 10 }, "\(far)")
  }

  /// The deepest prediction in the second half, when all run evenly.
  private func predicted(_ machine: Machine) -> Int {
    let later = machine.reports.dropFirst(machine.reports.count / 2)
    return later.filter { $0.step == .advanced }.map { $0.frame - $0.settledFrame }.max() ?? 0
  }
}
