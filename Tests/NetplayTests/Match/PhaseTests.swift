import Netplay
import Rollback
import Testing
import Vocabulary

/// Every event that can end an episode, in every phase.
struct PhaseTests {
  private enum Situation: CaseIterable { case playing, finishing, farewell, ended }
  private enum Event: CaseIterable { case tick, weLeave, peerLeaves, silence }

  /// A match of seat 0 in a phase, and the time in it.
  private func match(in situation: Situation) -> Table {
    var setting = Table.Setting()
    setting.frames = 120
    let table = Table(setting)
    switch situation {
    case .playing: table.run(toFrame: 60)
    case .finishing:
      // The last inputs still come, the final report does not.
      table.run(until: at(60_000)) { $0.first.match.finalFrame != nil }
    case .farewell:
      table.run(toFrame: 60)
      table.first.match.leave(now: table.now)
    case .ended: table.play()
    }
    return table
  }

  private func happen(_ event: Event, _ table: Table) {
    var now = table.now + .milliseconds(1)
    switch event {
    case .tick: break
    case .weLeave: table.first.match.leave(now: now)
    case .peerLeaves:
      let word = Datagram(
        epoch: 42, sender: PlayerIndex(1), probe: .init(sequence: 60_000, echo: nil),
        acknowledged: 0, isLeaving: true)
      var writer = ByteWriter()
      word.encode(into: &writer, inputWidth: Counting.Key.RawValue.bitWidth / 8)
      table.first.match.received(writer.bytes[...], from: .relay(PlayerIndex(1)), now: now)
    case .silence: now += .seconds(11)
    }
    _ = table.first.tick(now: now)
  }

  private func word(_ phase: MatchPhase) -> String {
    switch phase {
    case .playing: "playing"
    case .finishing: "finishing"
    case .farewell(let reason, _): "farewell, \(reason)"
    case .ended(let reason): "ended, \(reason)"
    }
  }

  @Test func `every event in every phase leads where the table says`() {
    let left = EndReason.left(PlayerIndex(0))
    let expected: [Situation: [String]] = [
      .playing: [
        "playing", "farewell, \(left)", "ended, \(EndReason.left(PlayerIndex(1)))",
        "ended, \(EndReason.peerLost(PlayerIndex(1)))",
      ],
      .finishing: ["finishing", "finishing", "farewell, completed", "farewell, completed"],
      .farewell: [
        "farewell, \(left)", "farewell, \(left)", "farewell, \(left)", "ended, \(left)",
      ],
      .ended: ["ended, completed", "ended, completed", "ended, completed", "ended, completed"],
    ]
    for situation in Situation.allCases {
      let found = Event.allCases.map { event in
        let table = match(in: situation)
        happen(event, table)
        return word(table.first.match.phase)
      }
      #expect(found == expected[situation], "\(situation)")
    }
  }
}
