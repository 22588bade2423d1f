import Netplay
import Rollback
import Station
import Testing
import Views
import Vocabulary

@testable import Presentation

/// What `doctor --watch` and `--metrics` write: whole, in the units they name, the same for all readers.
struct WatchReportTests {
  private static let now = Instant.zero + .seconds(10)

  /// Ten seconds in which every message by the relay is back after that long; by UDP nothing is.
  private static func watch(relay: Duration?) -> PathWatch {
    var watch = RelayWatch(seed: 7, now: .zero)
    watch.seated(true)
    for step in 0...50 {
      let time = Instant.zero + .milliseconds(step * 200)
      for case .say(let bytes) in watch.tick(now: time) {
        if let relay { watch.heard(bytes[...], now: time + relay) }
      }
    }
    return watch.paths
  }

  @Test func `lines tell each path with its units`() {
    let lines = WatchReport(Self.watch(relay: .milliseconds(40)), now: Self.now).lines
    #expect(lines[0] == "10 s · UDP NO ANSWER · 0 out of order")
    #expect(
      lines[1]
        == "10 s · RELAY UP · round trip 40 ms min, 40 ms p50, 40 ms p95, 40 ms max"
        + " · jitter 0.0 ms · lost 0% · 0 out of order")
  }

  @Test(arguments: [(40, "NEAR", 2), (150, "FAR", 3), (260, "VERY FAR", 10)])
  func `the verdict says how far, and which delay`(milliseconds: Int, word: String, delay: Int) {
    let report = WatchReport(Self.watch(relay: .milliseconds(milliseconds)), now: Self.now)
    #expect(report.verdict[0].hasPrefix("Verdict: \(word). "))
    #expect(report.verdict[0].contains("\(milliseconds) ms away one way"))
    #expect(report.verdict[1].hasPrefix("UDP: nothing came back. RELAY: UP, lost 0%"))
    #expect(report.verdict[2].hasPrefix("Recommended: --input-delay \(delay) ("))
  }

  /// Five seconds with a host whose answers come after that long, by P2P and by the relay.
  private static func host(direct: Duration?, relay: Duration) -> PathWatch {
    var watch = HostWatch(seed: 7, now: .zero)
    for step in 0...50 {
      let time = Instant.zero + .milliseconds(step * 100)
      for (path, nonce) in watch.tick(open: PathSet.direct.union(.relay), now: time) {
        let roundTrip = path == .direct ? direct : relay
        if let roundTrip { _ = watch.answered(nonce, by: path, now: time + roundTrip) }
      }
    }
    return watch.paths
  }

  @Test func `a host is called by its name, and its ways P2P and RELAY`() {
    let report = WatchReport(
      Self.host(direct: .milliseconds(30), relay: .milliseconds(90)),
      of: .host("ann", notices: ["the host is not here"]), now: .zero + .seconds(5))
    #expect(report.lines[0].hasPrefix("5 s · P2P UP · round trip 30 ms min"))
    #expect(report.lines[1].hasPrefix("5 s · RELAY UP · round trip 90 ms min"))
    #expect(
      report.verdict[0]
        == "Verdict: NEAR. ann is 15 ms away one way by P2P, within 15 ms for 95 of 100 moves.")
    #expect(report.premises.count == 2 && report.premises[0].contains("ann"))
    #expect(report.premises[1] == "the host is not here.")
    #expect(report.news == ["5 s · the host is not here"])
    let relay = HostPort(host: "relay.example", port: 7777)
    #expect(report.title(at: relay) == "ann by the relay relay.example:7777")
    #expect(report.rows[0].hasPrefix("5,p2p,up,50,50,0,"))
    #expect(report.rows[1].hasPrefix("5,relay,up,50,50,0,"))
  }

  @Test func `without P2P the relay carries the verdict`() {
    let report = WatchReport(
      Self.host(direct: nil, relay: .milliseconds(240)), of: .host("ann", notices: []),
      now: .zero + .seconds(5))
    #expect(report.verdict[0].hasPrefix("Verdict: FAR. ann is 120 ms away one way by RELAY"))
    #expect(report.verdict[1] == "P2P: nothing came back. RELAY: UP, lost 0%.")
  }

  @Test func `who gets no seat is told what is measured instead, and why`() {
    let target = WatchTarget.relay(because: "room ABC is full")
    #expect(target.sentences[0] == "The ways to the host are not measured: room ABC is full.")
    #expect(target.sentences[1].contains("the ways to the relay"))
    #expect(WatchTarget.relay(because: nil).sentences.count == 1)
    let report = WatchReport(
      Self.watch(relay: .milliseconds(40)), of: target, now: .zero + .seconds(10))
    #expect(report.premises == target.sentences && report.news.isEmpty)
  }

  @Test func `without any answer the verdict says so and what to do`() {
    let verdict = WatchReport(Self.watch(relay: nil), now: Self.now).verdict
    #expect(verdict[0].contains("nothing came back") && verdict[1].contains("ghostline doctor"))
  }

  @Test func `rows have a value for every column, and objects the same`() {
    let report = WatchReport(Self.watch(relay: .milliseconds(40)), now: Self.now)
    let columns = WatchReport.heading.split(separator: ",")
    for row in report.rows {
      #expect(row.split(separator: ",", omittingEmptySubsequences: false).count == columns.count)
    }
    #expect(report.rows[1] == "10,relay,up,51,51,0,0,0,0,40.0,40.0,40.0,40.0,0.0")
    #expect(report.rows[0].hasPrefix("10,udp,no answer,51,0,0,0,0,0,,"))
    for column in columns {
      #expect(report.objects.allSatisfy { $0.contains("\"\(column)\":") })
    }
    #expect(report.objects[0].contains("\"p50Ms\":null"))
  }
}

struct MatchMetricsTests {
  private static func numbers(frame: Int, rollbacks: Int, epoch: UInt64 = 1) -> MatchNumbers {
    var numbers = MatchNumbers(epoch: epoch, seat: PlayerIndex(0), at: .zero)
    numbers.frame = Frame(frame)
    numbers.settledFrame = Frame(frame - 4)
    numbers.rollback.rollbacks = rollbacks
    var peer = MatchNumbers.Peer(seat: PlayerIndex(1))
    peer.paths.relay.counters.inputs.first = frame
    numbers.peers = [peer]
    return numbers
  }

  private static func text(_ members: [String: JSONValue]) -> String {
    JSONValue.object(members).text
  }

  @Test func `frames add up, and the second counts from the line before`() {
    var metrics = MatchMetrics()
    let first = Self.text(
      metrics.members(Self.numbers(frame: 60, rollbacks: 3), names: ["a", "b"]))
    let next = Self.text(
      metrics.members(Self.numbers(frame: 120, rollbacks: 5), names: ["a", "b"]))
    for part in [
      #""frame":60"#, #""confirmedFrame":56"#, #""predictedFrames":4"#, #""rollbacksLastSecond":3"#,
    ] { #expect(first.contains(part), "\(first)") }
    for part in [
      #""rollbacks":5"#, #""rollbacksLastSecond":2"#, #""inputsLastSecond":60"#, #""name":"b""#,
      #""agreement":"waiting""#, #""roundTripMs":null"#,
    ] { #expect(next.contains(part), "\(next)") }
  }

  @Test func `another match counts from nothing`() {
    var metrics = MatchMetrics()
    _ = metrics.members(Self.numbers(frame: 600, rollbacks: 30), names: ["a", "b"])
    let other = metrics.members(Self.numbers(frame: 60, rollbacks: 2, epoch: 2), names: ["a", "b"])
    #expect(Self.text(other).contains(#""rollbacksLastSecond":2"#))
  }
}
