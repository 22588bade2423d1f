/// Tells a path that loses more than the limit from one that only had bad luck.
///
/// A cumulative sum (Page, "Continuous inspection schemes", Biometrika 41, 1954): each packet that
/// is missing adds to it, each that arrived takes away, and it never falls below zero. Loss is
/// called when the sum reaches its threshold, if more than the limit of the packets since it last
/// left zero are missing; until it is zero again. Of all rules with as few false verdicts, this one
/// is quickest to notice that one rate became the other (Lorden 1971, Moustakides 1986).
///
/// Driven by `SequenceTracker`: `advanced(by:over:)` with each datagram newer than all before,
/// `restart()` where what is missing is nobody's fault.
package struct LossTest: Hashable, Sendable {
  // At 60 packets in a second, losses independent of each other (the first two lines exactly, by
  // the chain of all sums; the others from 20,000 paths or more, from an empty sum, with the
  // horizon):
  //
  //   10 % lost   a false verdict in 45.4 million packets, 8.7 days
  //   12 % lost   one in 5.9 hours; 15 %: in 5 minutes
  //   20 % lost   called after 6.7 s at the median, 31 s at the 99th percentile
  //   25 % lost   2.6 s and 7.2 s
  //   30 % lost   1.7 s and 3.7 s
  //   50 % lost   0.8 s and 1.3 s
  //
  // Losses in bursts are more than their share says, and none of this holds for them: 30 % in
  // bursts of three on average are called after 1.5 s and 5.2 s, but 3 % of them 4 times in an
  // hour, and 10 % of them 106 times.
  //
  // It is taken back 1.0 s after the last loss (2.0 s on average where 10 % go on); the horizon is
  // added here too. While 30 % go on, it is taken back once in 110 hours.

  /// Sixteenths of a packet that one adds which is missing, and that one takes away which arrived.
  ///
  /// Most telling between 10 % and 30 %, where the likelihoods of the two are as 3 to 1 and as 7
  /// to 9: their logarithms are as 13.1 to -3. The sum stands still at 3/16 and rises above it.
  package static let weights = (missing: 13, arrived: 3)
  /// The sum at which loss is called: eleven packets more are missing than 3/16 of all.
  package static let threshold = 176
  /// Places behind the newest at which a packet that has not come is missing.
  ///
  /// A fifth of a second: injected delays that differ by 160 ms reorder by ten places.
  package static let horizon = 12
  /// The most that one gap counts; the rest of it is not judged.
  ///
  /// A longer one (15 packets are 250 ms) is an outage, which silence judges. One alone is never
  /// called loss (130 of 176), and what follows it at 5 % loss hardly ever makes it so. Less than
  /// the horizon: then the last places of a gap are all that counts.
  package static let maxGap = 10

  private enum Verdict: Hashable, Sendable {
    /// Counted after the packet with which the sum last left zero: as that one is missing, and the
    /// one that reaches the threshold is too, a path that loses each fifth would else lose more.
    case healthy(judged: Int, missing: Int)
    case lossy
  }

  /// The share of packets that may be missing, 0...1.
  private let limit: Double
  private var sum = 0
  private var verdict = Verdict.healthy(judged: 0, missing: 0)
  /// Missing packets in a row, up to the newest that was judged.
  private var gap = 0
  /// Sequences that were under way at the restart, and are not judged when their turn comes.
  private var excused = Self.horizon

  /// - Parameter limit: The share of packets that may be missing, 0...1; at least 3/16 may.
  package init(limit: Double) { self.limit = limit }

  /// Judges what falls behind the horizon when the newest sequence grows by `step`, at least 1.
  ///
  /// What a long step leaves behind at once is not judged: its gap has as much before the horizon
  /// as one may count.
  ///
  /// - Parameter seen: The newest sequence before this one and those behind it, from the lowest bit
  ///   on: those that arrived are set.
  package mutating func advanced(by step: Int, over seen: UInt64) {
    for place in (max(0, Self.horizon - step)..<Self.horizon).reversed() {
      judge(seen & 1 << UInt64(place) == 0 ? .missing : .arrived)
    }
  }

  /// Forgets everything: packets are judged from the next new one on.
  package mutating func restart() { self = LossTest(limit: limit) }

  /// Whether more is missing than the limit, and more than chance explains.
  package var isLossy: Bool { verdict == .lossy }

  private enum Fate { case arrived, missing }

  private mutating func judge(_ fate: Fate) {
    guard excused == 0 else {
      excused -= 1
      return
    }
    switch fate {
    case .arrived:
      gap = 0
      add(-Self.weights.arrived, missing: 0)
    case .missing where gap < Self.maxGap:
      gap += 1
      add(Self.weights.missing, missing: 1)
    case .missing: break
    }
  }

  private mutating func add(_ change: Int, missing count: Int) {
    let wasEmpty = sum == 0
    sum = min(max(0, sum + change), Self.threshold)
    switch verdict {
    case _ where sum == 0 || wasEmpty: verdict = .healthy(judged: 0, missing: 0)
    case .healthy(let judged, let missing): decide(judged: judged + 1, missing: missing + count)
    case .lossy: break
    }
  }

  private mutating func decide(judged: Int, missing: Int) {
    guard sum == Self.threshold else {
      verdict = .healthy(judged: judged, missing: missing)
      return
    }
    if Double(missing) > limit * Double(judged) {
      verdict = .lossy
    } else {
      // So slowly that the share is within the limit: judged anew, lest the past hide a change.
      sum = 0
      verdict = .healthy(judged: 0, missing: 0)
    }
  }
}
