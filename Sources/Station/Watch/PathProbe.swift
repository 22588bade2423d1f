package import Vocabulary

/// Measures one path by numbered probes that come back: what is lost, what overtakes what, and how long
/// the way there and back takes.
///
/// Every probe that was sent is back, lost, missed in an outage, or under way: they add up at any time.
/// A row of missing ones that is too long for chance is an outage, and no loss.
package struct PathProbe: Hashable, Sendable {
  package enum Limit {
    /// What is not back by then does not come back.
    package static let patience = Duration.seconds(2)
    /// Missing probes in a row that are an outage reach over that: as `PathMonitor` has it, and one more.
    static let outage = Duration.milliseconds(1_600)
    /// Seconds of history, and of the round trips that the figures are of.
    package static let seconds = 600
  }

  /// What one second brought.
  package struct Second: Hashable, Sendable {
    package var returned = 0
    package var missing = 0
    /// The slowest that was back in it.
    package var slowest: Duration?
  }

  /// The round trips of the newest minutes, in order of size.
  package struct Spread: Hashable, Sendable {
    package let min: Duration
    package let median: Duration
    /// What 95 of 100 do not exceed.
    package let most: Duration
    package let max: Duration
  }

  private struct Pending: Hashable, Sendable {
    let at: Instant
    var isBack = false
  }

  package private(set) var sent = 0
  package private(set) var returned = 0
  package private(set) var lost = 0
  package private(set) var missedInOutages = 0
  package private(set) var outages = 0
  /// Those that came back after one that was sent later.
  package private(set) var overtaken = 0
  /// How much round trips differ from one to the next, smoothed as RFC 3550 has it.
  package private(set) var jitter: Duration?
  /// When one was back last.
  package private(set) var newestReturn: Instant?
  /// One for each second since the start, the newest last.
  package private(set) var history: [Second] = []

  private let start: Instant
  /// Missing probes in a row that are an outage.
  private let outageLength: Int
  /// Round trips that are kept.
  private let keptCount: Int
  /// Those that are not settled, in order; the first has the number `settled`.
  private var pending: [Pending] = []
  private var settled = 0
  /// Missing ones in a row before `settled`, of which nobody knows yet what they are.
  private var row = 0
  private var newestNumber = -1
  private var roundTrips: [Duration] = []
  private var oldest = 0
  private var newestRoundTrip: Duration?

  /// - Parameter interval: Between two probes.
  package init(every interval: Duration, now: Instant) {
    start = now
    let nanoseconds = interval.wholeNanoseconds
    outageLength = Int(Limit.outage.wholeNanoseconds / nanoseconds)
    keptCount = Int(Duration.seconds(Limit.seconds).wholeNanoseconds / nanoseconds)
  }

  // MARK: Events

  /// Takes note of a probe that leaves; returns its number.
  package mutating func send(now: Instant) -> Int {
    pending.append(Pending(at: now))
    sent += 1
    return sent - 1
  }

  /// A probe is back; what comes twice or too late counts for nothing.
  package mutating func received(_ number: Int, now: Instant) {
    let index = number - settled
    guard pending.indices.contains(index), !pending[index].isBack else { return }
    pending[index].isBack = true
    returned += 1
    newestReturn = now
    if number < newestNumber { overtaken += 1 }
    newestNumber = max(newestNumber, number)
    note(now - pending[index].at, now: now)
    settle(now: now)
  }

  /// Lets time pass.
  package mutating func tick(now: Instant) {
    fill(now: now)
    settle(now: now)
  }

  private mutating func note(_ roundTrip: Duration, now: Instant) {
    if let newestRoundTrip {
      let change = max(roundTrip, newestRoundTrip) - min(roundTrip, newestRoundTrip)
      let before = jitter ?? .zero
      jitter = before + (change - before) / 16
    }
    newestRoundTrip = roundTrip
    if roundTrips.count < keptCount {
      roundTrips.append(roundTrip)
    } else {
      roundTrips[oldest] = roundTrip
      oldest = (oldest + 1) % keptCount
    }
    fill(now: now)
    history[history.count - 1].returned += 1
    history[history.count - 1].slowest = max(history[history.count - 1].slowest ?? .zero, roundTrip)
  }

  /// Judges in order: what is back ends a row of missing ones, what is overdue makes it longer.
  private mutating func settle(now: Instant) {
    var count = 0
    for probe in pending {
      if probe.isBack {
        endRow()
      } else if now - probe.at >= Limit.patience {
        row += 1
        miss(at: probe.at)
      } else {
        break
      }
      count += 1
    }
    pending.removeFirst(count)
    settled += count
  }

  private mutating func endRow() {
    if row >= outageLength {
      outages += 1
      missedInOutages += row
    } else {
      lost += row
    }
    row = 0
  }

  /// History tells what is missing in the second in which it was sent.
  private mutating func miss(at time: Instant) {
    let age = second(of: time)
    let index = history.count - 1 - (newestSecond - age)
    if history.indices.contains(index) { history[index].missing += 1 }
  }

  private var newestSecond = -1

  private func second(of time: Instant) -> Int { Int((time - start).milliseconds / 1000) }

  private mutating func fill(now: Instant) {
    let present = second(of: now)
    while newestSecond < present {
      if history.count == Limit.seconds { history.removeFirst() }
      history.append(Second())
      newestSecond += 1
    }
  }

  // MARK: Queries

  /// Sent, and neither back nor given up.
  package var underWay: Int { sent - returned - lost - missedInOutages - missing }

  /// Missing ones at the end, of which nobody knows yet whether they are lost or an outage.
  package var missing: Int { row }

  /// Share of what was lost while the path was there, 0...1; nothing before anything is settled.
  package var loss: Double? {
    let settled = returned + lost
    return settled == 0 ? nil : Double(lost) / Double(settled)
  }

  /// Whether so much is missing at the end that it is no chance.
  package func isDown(now: Instant) -> Bool {
    guard sent > 0 else { return false }
    return now - (newestReturn ?? start) >= Limit.patience
  }

  /// How it was in all, of the newest minutes; nothing before anything was back.
  package var spread: Spread? {
    guard !roundTrips.isEmpty else { return nil }
    let sorted = roundTrips.sorted()
    func quantile(_ share: Int) -> Duration { sorted[(sorted.count - 1) * share / 100] }
    return Spread(
      min: sorted[0], median: quantile(50), most: quantile(95), max: sorted[sorted.count - 1])
  }
}
