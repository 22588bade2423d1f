import Netplay
import Rollback
import Testing

/// Two ledgers that talk over a lossy wire.
struct BracketSearchTests {
  private struct Message {
    let due: Int
    let report: Datagram.HashReport?
    let dispute: [Datagram.HashReport]
  }

  private struct Side {
    let checksum: (Int) -> UInt64
    /// Ticks by which this side confirms later.
    let lag: Int
    let end: Int
    var chain = StateChain()
    var schedule = HashSchedule(interval: 30)
    var ledger = ChecksumLedger()
    var inbox: [Message] = []
    var effects: [ChecksumLedger.Effect] = []

    init(checksum: @escaping (Int) -> UInt64, lag: Int, end: Int) {
      self.checksum = checksum
      self.lag = lag
      self.end = end
    }

    mutating func tick(_ tick: Int, dice: inout SplitMix64) -> Message? {
      let due = inbox.filter { $0.due <= tick }
      inbox.removeAll { $0.due <= tick }
      for message in due {
        if let report = message.report { ledger.received(report) }
        effects += ledger.disputed(message.dispute, chain: chain)
      }
      while chain.count <= min(tick - lag, end) {
        let frame = Frame(chain.count)
        chain.append(checksum(frame.number), of: frame)
        if let value = chain.chain(at: frame) {
          schedule.confirmed(frame, chain: value, isFinal: frame.number == end)
        }
      }
      effects += ledger.compare(with: chain, now: at(tick))
      guard dice.next(below: 10) >= 3 else { return nil }
      return Message(
        due: tick + 1 + dice.next(below: 12), report: schedule.newest,
        dispute: ledger.dispute(chain: chain))
    }
  }

  private func play(
    seed: UInt64, ticks: Int = 400, end: Int = 160, bad: Int? = nil
  ) -> (Side, Side, lost: Int) {
    var dice = SplitMix64(seed: seed)
    var one = Side(checksum: { UInt64($0) &* 3 }, lag: dice.next(below: 8), end: end)
    var other = Side(
      checksum: { number in UInt64(number) &* 3 + (bad.map { number >= $0 } ?? false ? 1 : 0) },
      lag: dice.next(below: 8), end: end)
    var lost = 0
    for tick in 0..<ticks {
      let fromOne = one.tick(tick, dice: &dice)
      let fromOther = other.tick(tick, dice: &dice)
      if let fromOne { other.inbox.append(fromOne) } else { lost += 1 }
      if let fromOther { one.inbox.append(fromOther) } else { lost += 1 }
    }
    return (one, other, lost)
  }

  @Test(arguments: 1...130)
  func `L-07 both sides find the same first bad frame over a lossy wire`(bad: Int) {
    for seed in 0..<UInt64(2) {
      let (one, other, lost) = play(seed: seed &* 1000 + UInt64(bad), bad: bad)
      #expect(lost > 100)
      for side in [one, other] {
        #expect(side.ledger.firstBadFrame == Frame(bad), "seed \(seed)")
        #expect(side.ledger.mismatches == 1)
        #expect((side.ledger.verifiedFrame ?? .zero) < Frame(bad))
        let located = side.effects.filter { if case .located = $0 { true } else { false } }
        #expect(located.count == 1)
      }
      #expect(one.ledger.bracket?.ours == other.ledger.bracket?.theirs)
      #expect(one.ledger.bracket?.theirs == other.ledger.bracket?.ours)
    }
  }

  @Test(arguments: UInt64(0)..<100)
  func `no interleaving gives a false alarm, and both verify the end`(seed: UInt64) {
    let (one, other, _) = play(seed: seed, ticks: 260)
    for side in [one, other] {
      #expect(side.ledger.mismatches == 0 && side.ledger.contradictions == 0)
      #expect(side.ledger.verifiedFrame == Frame(160) && side.ledger.newestReported == Frame(160))
      #expect(side.ledger.compared == side.ledger.received && side.ledger.received >= 3)
      #expect(side.ledger.dispute(chain: side.chain).isEmpty)
    }
  }
}
