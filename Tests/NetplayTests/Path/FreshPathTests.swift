import Netplay
import Rollback
import Testing
import Vocabulary

/// What a path says before anything happened, and what it forgets.
struct FreshPathTests {
  @Test func `a path that was just made was never up, delivers nothing and has counted nothing`() {
    let monitor = PathMonitor(limits: HealthLimits(), spacing: .milliseconds(20))
    #expect(monitor.state == .never && !monitor.hasBeenUp)
    #expect(!monitor.isDelivering(now: .zero) && monitor.witness(now: .zero) == nil)
    let counters = Traffic().counters.direct
    #expect(counters.packetsSent == 0 && counters.bytesSent == 0 && counters.inputsSent == 0)
    #expect(counters.packetsReceived == 0 && counters.bytesReceived == 0)
    #expect(counters.inputs.received == 0 && counters.inputs.rejected == 0)
  }

  @Test func `what was lost is judged for a second and then forgotten`() {
    var monitor = PathMonitor(limits: HealthLimits(), spacing: .milliseconds(20))
    _ = monitor.opened()
    var shares: [Double] = []
    for index in 0..<300 {
      let now = at(20 * index)
      let echo = Datagram.PathProbe.Echo(
        sequence: monitor.probe(now: now).sequence, held: .zero)
      // Thirty datagrams are lost after two seconds.
      let sequence = UInt16(index < 100 ? index : index + 30)
      _ = monitor.received(.init(sequence: sequence, echo: echo), now: now)
      _ = monitor.tick(witness: nil, now: now)
      shares.append(monitor.sequences.missingShare(windows: SequenceTracker.judgedWindows))
    }
    #expect(shares[..<100].allSatisfy { $0 == 0 })
    #expect(shares[100..<150].contains { $0 > 0.3 })
    #expect(shares[170...].allSatisfy { $0 == 0 })
  }
}
