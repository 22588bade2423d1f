import Netplay
import Rollback
import Vocabulary

/// One machine of a table: a match, what its player presses, and what was seen from outside.
final class Machine {
  let seat: PlayerIndex
  var match: Match<Counting>
  /// The key of a tick.
  var press: (Int) -> Int
  var events: [MatchEvent] = []
  /// Our own inputs by frame, kept apart from the engine's.
  private(set) var truth: [Counting.Key] = []
  private(set) var ticks = 0
  /// What came by each path, counted by reading the datagrams.
  var carried = PerPath(repeating: 0)
  var packets = PerPath(repeating: 0)
  /// Datagrams that carried a hash report.
  var reported = PerPath(repeating: 0)
  var bytes = PerPath(repeating: 0)
  /// Paths whose transport takes nothing.
  var refusing = PathSet.none
  /// Does not run in this time.
  var suspended: Range<Instant>?
  var reports: [TickReport] = []

  init(_ configuration: Match<Counting>.Configuration, initial: Counting.State, start: Instant) {
    seat = configuration.localSeat
    match = Match(configuration, initial: initial, now: start)
    let seat = seat.number
    press = { ($0 / (7 + 4 * seat)) * (seat + 1) }
  }

  static func address(of seat: Int) -> Address { Address(ipv4: 10, 0, 0, UInt8(seat), port: 7000) }

  func receive(_ bytes: [UInt8], from source: Match<Counting>.Source, now: Instant) {
    match.received(bytes[...], from: source, now: now)
    guard let datagram = try? Datagram(bytes) else { return }
    let path: Path = if case .relay = source { .relay } else { .direct }
    packets[path] += 1
    self.bytes[path] += bytes.count
    reported[path] += datagram.report == nil ? 0 : 1
    carried[path] += datagram.inputs.words.count
  }

  /// Ticks and returns what the transport took.
  func tick(now: Instant) -> [(Outbox.Entry, [UInt8])] {
    reports.append(match.tick(Counting.Key(press(ticks)), now: now))
    ticks += 1
    while let input = match.session.input(of: seat, at: Frame(truth.count)) { truth.append(input) }
    events += match.takeEvents()
    var taken: [(Outbox.Entry, [UInt8])] = []
    for entry in match.outbox.entries where !refusing.contains(entry.path) {
      taken.append((entry, Array(match.outbox[entry])))
      match.accepted(entry)
    }
    match.clearOutbox()
    return taken
  }

  var numbers: MatchNumbers { match.numbers }
}
