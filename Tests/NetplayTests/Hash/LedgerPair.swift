import Netplay
import Rollback
import Vocabulary

/// Two ledgers that confirm the same frames at different times and talk over two lossy paths.
struct LedgerPair {
  struct Setting {
    /// The first frame whose states differ, if any, and the section that differs in it.
    var bad: Int?
    var badSection = 1
    var end = 160
    var interval = 30
    /// Ticks by which each side confirms later.
    var lag = [0, 0]
    /// Out of a hundred messages, how many are lost, and how many come twice.
    var loss = 30
    var duplicates = 10
    /// From this side on this path nothing comes through.
    var deaf: (from: Int, path: Path)?
    /// What a side sends before this tick is lost.
    var quietUntil = [0, 0]
  }

  struct Side {
    var chain = StateChain()
    var schedule: HashSchedule
    var ledger = ChecksumLedger()
    var effects: [ChecksumLedger.Effect] = []

    var located: [Frame] {
      effects.compactMap { if case .located(let frame, _, _) = $0 { frame } else { nil } }
    }
    var differing: [[String]] {
      effects.compactMap { if case .differs(_, let names) = $0 { names } else { nil } }
    }
  }

  private struct Message {
    let due: Int
    let to: Int
    let report: Datagram.HashReport?
    let dispute: [Datagram.HashReport]
    let sections: Datagram.SectionReport?
  }

  static let names: [StaticString] = ["clock", "board", "dice"]

  let setting: Setting
  private(set) var sides: [Side]
  private(set) var lost = 0
  private(set) var repeated = 0
  private var messages: [Message] = []
  private var dice: SplitMix64

  init(_ setting: Setting, seed: UInt64) {
    self.setting = setting
    dice = SplitMix64(seed: seed)
    sides = (0..<2).map { _ in Side(schedule: HashSchedule(interval: setting.interval)) }
  }

  /// Side 1's state is another one from the bad frame on.
  func sections(of frame: Frame, at side: Int) -> [SectionDigest] {
    let isBad = side == 1 && setting.bad.map { frame.number >= $0 } ?? false
    let words = Self.names.indices.map { index in
      let word = UInt64(frame.number) &* 31 &+ UInt64(index)
      let differs = isBad && (index == setting.badSection || frame.number != setting.bad)
      return word ^ (differs ? 1 : 0)
    }
    return recorded(Self.names, words)
  }

  /// Plays until every frame is confirmed and as many ticks more.
  mutating func play(linger: Int = 160) {
    for tick in 0..<setting.end + linger {
      for side in 0..<2 { turn(side, tick) }
    }
  }

  private mutating func turn(_ side: Int, _ tick: Int) {
    let due = messages.filter { $0.to == side && $0.due <= tick }
    messages.removeAll { $0.to == side && $0.due <= tick }
    for message in due {
      if let report = message.report { sides[side].ledger.received(report) }
      note(sides[side].ledger.disputed(message.dispute, chain: sides[side].chain), side)
      if let report = message.sections { note(sides[side].ledger.received(report), side) }
    }
    while sides[side].chain.count <= min(tick - setting.lag[side], setting.end) {
      let frame = Frame(sides[side].chain.count)
      let checksum = sections(of: frame, at: side).reduce(UInt64(0)) { $0 &* 3 &+ $1.digest }
      sides[side].chain.append(checksum, of: frame)
      if let value = sides[side].chain.chain(at: frame) {
        sides[side].schedule.confirmed(
          frame, chain: value, isFinal: frame.number == setting.end)
      }
    }
    note(sides[side].ledger.compare(with: sides[side].chain, now: at(tick)), side)
    send(from: side, tick)
  }

  private mutating func note(_ effects: [ChecksumLedger.Effect], _ side: Int) {
    sides[side].effects += effects
    for case .located(let frame, _, _) in effects {
      sides[side].effects += sides[side].ledger.described(sections(of: frame, at: side))
    }
  }

  private mutating func send(from side: Int, _ tick: Int) {
    let ledger = sides[side].ledger
    for path in Path.allCases {
      let isDeaf = setting.deaf.map { $0.from == side && $0.path == path } ?? false
      guard tick >= setting.quietUntil[side], !isDeaf, dice.next(below: 100) >= setting.loss else {
        lost += 1
        continue
      }
      let isRepeated = dice.next(below: 100) < setting.duplicates
      repeated += isRepeated ? 1 : 0
      for _ in 0...(isRepeated ? 1 : 0) {
        messages.append(
          Message(
            due: tick + 1 + dice.next(below: 12), to: 1 - side,
            report: sides[side].schedule.newest, dispute: ledger.dispute(chain: sides[side].chain),
            sections: ledger.sections.report))
      }
    }
  }
}
