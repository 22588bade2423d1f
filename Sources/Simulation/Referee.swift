import Netplay
package import Rollback
import Vocabulary

/// Judges the confirmed frames of all machines as they come, and remembers only what was wrong.
///
/// The first machine to confirm a frame says what was played in it; the serial run steps on with
/// that, and every machine's inputs and chains are held against it. Nothing in it grows with the
/// length of the match.
package struct Referee<G: Game>: Sendable
where G.Input: RawRepresentable, G.Input.RawValue == UInt8 {
  /// What one machine got wrong first.
  package struct Verdict: Hashable, Sendable {
    /// The first frame whose inputs differ from those of the machine that confirmed it first.
    package fileprivate(set) var badInputs: Int?
    /// The first frame whose state is not that of the serial run.
    package fileprivate(set) var badState: Int?
    /// Frames that could not be judged any more; always 0.
    package fileprivate(set) var missed = 0
  }

  package private(set) var serial: SerialRun<G>
  package private(set) var verdicts: [Verdict]
  /// Changes of the input, by seat.
  package private(set) var turns: [Int]

  private let players: Int
  /// The inputs of the newest frames, in rings as large as a journal.
  private var rows: [UInt8]
  private var newestRow: [UInt8]
  /// Frames judged of each machine: inputs, and chains.
  private var judgedRows: [Int]
  private var judgedChains: [Int]
  /// By pair: the chains compared, and the first frame where they differ.
  private var comparedChains: [Int]
  private var differences: [Int?]

  package init(initial: G.State, players: Int) {
    self.players = players
    serial = SerialRun(initial: initial, players: players)
    verdicts = Array(repeating: Verdict(), count: players)
    turns = Array(repeating: 0, count: players)
    rows = Array(repeating: 0, count: ConfirmedJournal.capacity * players)
    newestRow = Array(repeating: 0, count: players)
    judgedRows = Array(repeating: 0, count: players)
    judgedChains = judgedRows
    comparedChains = Array(repeating: 0, count: players * players)
    differences = Array(repeating: nil, count: players * players)
  }

  /// Judges the next confirmed frame of a machine; false when there is none.
  ///
  /// Frames first, then `judgeChains`.
  package mutating func judgeFrame(of seat: Int, _ journal: ConfirmedJournal) -> Bool {
    let frame = judgedRows[seat]
    guard frame < journal.frames else { return false }
    judgedRows[seat] += 1
    guard let row = journal.row(at: frame), frame >= serial.frame.number - ConfirmedJournal.capacity
    else {
      verdicts[seat].missed += 1
      return true
    }
    if frame == serial.frame.number {
      play(row, frame)
    } else if row != rows[slot(frame)..<slot(frame) + players] {
      verdicts[seat].badInputs = verdicts[seat].badInputs ?? frame
    }
    return true
  }

  /// Holds a machine's new chains against the serial run.
  package mutating func judgeChains(of seat: Int, _ journal: ConfirmedJournal) {
    while judgedChains[seat] < journal.chained {
      let frame = judgedChains[seat]
      judgedChains[seat] += 1
      guard let ours = journal.chain(at: frame), let right = serial.chains.chain(at: Frame(frame))
      else {
        verdicts[seat].missed += 1
        continue
      }
      if ours != right { verdicts[seat].badState = verdicts[seat].badState ?? frame }
    }
  }

  /// Compares the chains of two machines with each other.
  package mutating func compare(
    _ first: Int, _ one: ConfirmedJournal, _ second: Int, _ other: ConfirmedJournal
  ) {
    let pair = pair(first, second)
    while comparedChains[pair] < min(one.chained, other.chained) {
      let frame = comparedChains[pair]
      comparedChains[pair] += 1
      guard let a = one.chain(at: frame), let b = other.chain(at: frame) else {
        verdicts[first].missed += 1
        continue
      }
      if a != b { differences[pair] = differences[pair] ?? frame }
    }
  }

  /// The first frame after which the states of two machines differed; nothing when they did not.
  package func firstDifference(between first: Int, and second: Int) -> Frame? {
    differences[pair(first, second)].map { Frame($0) }
  }

  private mutating func play(_ row: ArraySlice<UInt8>, _ frame: Int) {
    for (seat, input) in row.enumerated() {
      if input != newestRow[seat] { turns[seat] += 1 }
      newestRow[seat] = input
      rows[slot(frame) + seat] = input
    }
    serial.step(row)
  }

  private func slot(_ frame: Int) -> Int { (frame & (ConfirmedJournal.capacity - 1)) * players }

  private func pair(_ first: Int, _ second: Int) -> Int {
    min(first, second) * players + max(first, second)
  }
}
