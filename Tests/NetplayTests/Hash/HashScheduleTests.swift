import Netplay
import Rollback
import Testing
import Vocabulary

struct HashScheduleTests {
  @Test func `a report is due at every interval, at the end, and never at frame 0`() {
    var schedule = HashSchedule(interval: 30)
    var frames: [Int] = []
    for number in 0...100 {
      let before = schedule.minted
      schedule.confirmed(Frame(number), chain: UInt64(number), isFinal: number == 100)
      if schedule.minted > before { frames.append(number) }
    }
    #expect(frames == [30, 60, 90, 100])
    #expect(schedule.newest == .init(frame: Frame(100), chain: 100))
  }

  @Test func `an end at an interval is one report`() {
    var schedule = HashSchedule(interval: 30)
    schedule.confirmed(Frame(60), chain: 1, isFinal: true)
    schedule.confirmed(Frame(60), chain: 1, isFinal: true)
    #expect(schedule.minted == 1)
  }

  @Test func `an interval of one reports every frame`() {
    var schedule = HashSchedule(interval: 1)
    for number in 0..<10 { schedule.confirmed(Frame(number), chain: 0, isFinal: false) }
    #expect(schedule.minted == 9)
  }

  /// One of two machines that confirm what both have simulated, seen through a latency.
  private struct Machine {
    var chain = StateChain()
    var schedule = HashSchedule(interval: 30)
    var ledger = ChecksumLedger()
    /// Per tick, the present and the newest report: what the other sees later.
    var sent: [(present: Int, report: Datagram.HashReport?)] = []

    mutating func tick(present: Int, seen: (present: Int, report: Datagram.HashReport?)?) {
      let confirmed = min(present, seen?.present ?? 0)
      while chain.count <= confirmed {
        let frame = Frame(chain.count)
        chain.append(UInt64(chain.count) &* 77, of: frame)
        if let value = chain.chain(at: frame) {
          schedule.confirmed(frame, chain: value, isFinal: false)
        }
      }
      if let report = seen?.report { ledger.received(report) }
      _ = ledger.compare(with: chain, now: at(0))
      sent.append((present, schedule.newest))
    }
  }

  @Test(arguments: 0...10, 0...10)
  func `S-01 L-01 both send at least floor(N over 30) - 1 hashes for any offset and latency`(
    offset: Int, latency: Int
  ) {
    var (one, other) = (Machine(), Machine())
    let frames = 450
    for tick in 0..<frames {
      let seenByOne = tick > latency ? other.sent[tick - latency - 1] : nil
      let seenByOther = tick > latency ? one.sent[tick - latency - 1] : nil
      one.tick(present: tick, seen: seenByOne)
      other.tick(present: max(0, tick - offset), seen: seenByOther)
    }
    for machine in [one, other] {
      #expect(machine.schedule.minted >= frames / 30 - 1)
      #expect(machine.ledger.received >= frames / 30 - 2)
      #expect(machine.ledger.mismatches == 0)
    }
    #expect(one.ledger.compared > 10 && other.ledger.compared > 10)
  }

  @Test func `L-01 receiving a hash never moves our own schedule`() {
    var machine = Machine()
    var alone = Machine()
    for tick in 0..<300 {
      let report = Datagram.HashReport(frame: Frame(tick + 1), chain: UInt64(tick))
      machine.tick(present: tick, seen: (tick, report))
      alone.tick(present: tick, seen: (tick, nil))
    }
    #expect(machine.schedule == alone.schedule)
    #expect(machine.ledger.received == 300)
  }
}
