import Netplay
import Rollback
import Testing
import Vocabulary

/// A game that is not ours, played with the libraries alone.
struct ExampleTests {
  @Test func `the example is deterministic`() throws { try checkDeterminism(frames: 600) }

  @Test(arguments: UInt64(0)..<10)
  func `two machines that exchange inputs late end in the same state`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var ours = Session<TugOfWar>(
      initial: .init(gusts: SplitMix64(seed: 7)), players: 2, window: 8)
    var theirs = Session<TugOfWar>(
      initial: .init(gusts: SplitMix64(seed: 7)), players: 2, window: 8)
    // What each has sent, by frame, and what of it the other has taken.
    var sent: [[TugOfWar.Input]] = [[], []]
    var taken = [0, 0]
    func arrived(from seat: Int) -> [RemoteInput] {
      let count = dice.next(below: 3)
      let fresh = sent[seat].indices.dropFirst(taken[seat]).prefix(count)
      taken[seat] += fresh.count
      return fresh.map { RemoteInput(frame: Frame($0), input: sent[seat][$0]) }
    }
    var checksums: [[UInt64]] = [[], []]
    while ours.settledFrame < Frame(300) || theirs.settledFrame < Frame(300) {
      let key: TugOfWar.Input = dice.next(below: 4) == 0 ? .rest : .pull
      _ = turn(&ours, own: key, of: PlayerIndex(0), arrived: arrived(from: 1))
      _ = turn(&theirs, own: key, of: PlayerIndex(1), arrived: arrived(from: 0))
      while let input = ours.input(of: PlayerIndex(0), at: Frame(sent[0].count)) {
        sent[0].append(input)
      }
      while let input = theirs.input(of: PlayerIndex(1), at: Frame(sent[1].count)) {
        sent[1].append(input)
      }
      while checksums[0].count <= ours.settledFrame.number {
        checksums[0].append(ours.checksum(at: Frame(checksums[0].count)))
      }
      while checksums[1].count <= theirs.settledFrame.number {
        checksums[1].append(theirs.checksum(at: Frame(checksums[1].count)))
      }
    }
    #expect(ours.statistics.rollbacks > 10 && theirs.statistics.rollbacks > 10)
    #expect(zip(checksums[0], checksums[1]).allSatisfy { $0 == $1 })
  }

  @Test(arguments: [PerPath(direct: 30, relay: 0), PerPath(direct: 0, relay: 30)])
  func `two matches over one lossy and one whole path end alike`(loss: PerPath<Int>) {
    let wire = Wire(loss: loss)
    wire.play()
    #expect(wire.lost.direct + wire.lost.relay > 100)
    let summaries = [wire.one.match.numbers, wire.other.match.numbers]
    for summary in summaries {
      #expect(summary.endReason == .completed && summary.settledFrame > Frame(300))
      #expect(summary.rollback.rollbacks > 20)
      #expect(summary.peers[0].verifiedFrame == summary.settledFrame)
      #expect(summary.peers[0].hashMismatches == 0)
      #expect(connection(summary).contains("rollbacks, verified through"))
    }
    #expect(summaries[0].finalChecksum == summaries[1].finalChecksum)
    #expect(summaries[0].finalChecksum != nil)
    #expect(wire.events[0].compactMap(words).last == "over: completed")
  }

  @Test func `a difference is told with its frame and its section on both machines`() {
    let wire = Wire(loss: PerPath(direct: 10, relay: 10))
    wire.alter { $0.corrupt(at: Frame(100)) { $0.gusts.state ^= 1 } }
    wire.play()
    for seat in 0..<2 {
      let told = wire.events[seat].compactMap(words)
      #expect(told.contains("f100 is the first that differs from seat \(1 - seat)"))
      #expect(told.contains { $0.hasPrefix("at f100 these differ: [\"dice\"]") })
    }
  }
}
