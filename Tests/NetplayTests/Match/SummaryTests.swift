import Netplay
import Rollback
import Testing
import Vocabulary

struct SummaryTests {
  private func summary(direct: Int, relay: Int) -> MatchNumbers {
    var summary = Table().first.numbers
    summary.peers[0].paths.direct.counters.inputs.first = direct
    summary.peers[0].paths.relay.counters.inputs.later = relay
    return summary
  }

  private func latched(at frame: Int) -> FallbackMonitor.Latch? {
    var monitor = FallbackMonitor(limits: HealthLimits())
    let lossy = FallbackMonitor.Observation(hasBeenUp: true, state: .up, isLossy: true)
    _ = monitor.check(lossy, frame: Frame(frame), now: at(0))
    return monitor.latch
  }

  @Test(arguments: [
    (0, 0, "P2P: N/A"), (0, 7, "P2P: 0/7 (0.0%)"), (7, 0, "P2P: 7/7 (100.0%)"),
    (1, 2, "P2P: 1/3 (33.3%)"), (2, 1, "P2P: 2/3 (66.7%)"), (448, 450, "P2P: 448/898 (49.9%)"),
    (1, 999, "P2P: 1/1000 (0.1%)"),
  ])
  func `S-15 the line says how many of all received inputs came directly`(
    direct: Int, relay: Int, line: String
  ) {
    #expect(summary(direct: direct, relay: relay).headline == line)
  }

  @Test func `S-23 the line ends with the fallback if and only if it latched`() {
    var summary = summary(direct: 1, relay: 1)
    #expect(summary.headline == "P2P: 1/2 (50.0%)")
    summary.peers[0].fallback = latched(at: 0)
    #expect(summary.headline == "P2P: 1/2 (50.0%), Fallback at frame 0")
    summary = self.summary(direct: 0, relay: 0)
    summary.peers[0].fallback = latched(at: 271)
    #expect(summary.headline == "P2P: N/A, Fallback at frame 271")
  }

  @Test func `S-15 a match of which nothing was received says so`() {
    let table = Table(link: { _, _, _, _ in nil })
    table.run(for: .seconds(2))
    #expect(table.first.numbers.headline == "P2P: N/A")
    #expect(table.first.numbers.inputs.directShare == nil)
    #expect(table.first.numbers.inputs.directFirstShare == nil)
  }

  @Test func `local inputs are given out from the first that is wanted, 128 at most`() {
    var inputs = LocalInputs()
    var run = Datagram.InputRun.none
    #expect(inputs.write(from: .zero, into: &run) == Frame(0)..<Frame(0))
    for number in 0..<300 { inputs.append(UInt64(number)) }
    #expect(inputs.write(from: Frame(299), into: &run) == Frame(299)..<Frame(300))
    #expect(run == .init(base: 299, words: [299]))
    #expect(inputs.write(from: Frame(100), into: &run) == Frame(100)..<Frame(228))
    #expect(run == .init(base: 100, words: (100..<228).map { UInt64($0) }))
    #expect(inputs.write(from: .zero, into: &run) == Frame(44)..<Frame(172))
    #expect(inputs.write(from: Frame(300), into: &run).isEmpty && run.words.isEmpty)
    #expect(inputs.write(from: Frame(301), into: &run).isEmpty && run.words.isEmpty)
  }

  @Test func `local inputs narrow their base over the wrap`() {
    var inputs = LocalInputs()
    for number in 0..<65_540 { inputs.append(UInt64(number & 1)) }
    var run = Datagram.InputRun.none
    #expect(inputs.write(from: Frame(65_537), into: &run).lowerBound == Frame(65_537))
    #expect(run == .init(base: 1, words: [1, 0, 1]))
  }

  @Test func `an outbox lends the bytes of each entry and forgets them when emptied`() {
    var outbox = Outbox()
    outbox.writer.byte(1)
    outbox.append(from: 0, to: .relay(PlayerIndex(1)), peer: PlayerIndex(1))
    outbox.writer.byte(2)
    outbox.writer.byte(3)
    outbox.append(
      from: 1, to: .direct(Machine.address(of: 1)), peer: PlayerIndex(1),
      inputs: Frame(4)..<Frame(6))
    #expect(outbox.entries.map { Array(outbox[$0]) } == [[1], [2, 3]])
    #expect(outbox.entries.map(\.path) == [.relay, .direct])
    #expect(outbox.entries[1].inputs == Frame(4)..<Frame(6) && !outbox.entries[1].isProbe)
    outbox.removeAll()
    #expect(outbox.entries.isEmpty && outbox.writer.bytes.isEmpty)
  }

  @Test func `a stall counts once, with its length, when play goes on`() {
    var stalls = StallStatistics()
    #expect(stalls.moved(now: at(0)) == nil)
    let began = [10, 20, 30].map { time in stalls.stalled(now: at(time)) }
    #expect(began == [true, false, false])
    #expect(stalls.moved(now: at(110)) == .milliseconds(100))
    _ = stalls.stalled(now: at(200))
    #expect(stalls.moved(now: at(230)) == .milliseconds(30))
    #expect(stalls.count == 2 && stalls.total == .milliseconds(130))
    #expect(stalls.longest == .milliseconds(100) && stalls.since == nil)
  }

  @Test func `a verification of three seconds ago says nothing of the present`() {
    var peer = MatchNumbers.Peer(seat: PlayerIndex(1))
    peer.agreement = .match
    for (milliseconds, agreement) in [(3000, Agreement.match), (3001, .waiting)] {
      peer.verifiedFor = .milliseconds(milliseconds)
      #expect(peer.presentAgreement == agreement && peer.agreement == .match)
    }
    peer.agreement = .desync(frame: Frame(3), ours: 1, theirs: 2)
    #expect(peer.presentAgreement == peer.agreement, "a desync does not go away")
  }

  @Test func `an episode begins with its first tick, however late that is`() {
    var match = Match<Counting>(
      .init(epoch: 1, players: 2, localSeat: PlayerIndex(0)), initial: Counting.State(),
      now: at(0))
    _ = match.tick(Counting.neutral, now: at(60_000))
    #expect(match.numbers.elapsed == .zero && match.numbers.at == at(60_000))
    _ = match.tick(Counting.neutral, now: at(60_017))
    #expect(match.numbers.elapsed == .milliseconds(17))
  }
}
