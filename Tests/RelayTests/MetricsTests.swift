import Relay
import Testing
import Vocabulary

/// What a relay tells whoever watches over it, read as Prometheus reads it.
struct MetricsTests {
  private static func text(_ bench: Bench, _ gauge: RelayGauge = RelayGauge()) -> String {
    var vitals = ProcessVitals()
    vitals.openDescriptors = 17
    vitals.mostDescriptors = 1_024
    vitals.residentBytes = 4_096
    vitals.processorTime = .milliseconds(1_250)
    vitals.startedAt = .seconds(1_700_000_000)
    vitals.certificateEnd = .seconds(1_800_000_000)
    return bench.hub.pulse(gauge, now: bench.now).answer(
      to: .metrics, build: "1.2", vitals: vitals, now: bench.now
    ).body
  }

  private func exposition(_ bench: Bench, _ gauge: RelayGauge = RelayGauge()) throws -> Exposition {
    try Exposition(Self.text(bench, gauge))
  }

  @Test func `a room with two players is counted in Prometheus text`() throws {
    var bench = Bench.room(members: 2, capacity: 2)
    _ = bench.say(0, .data(to: seat(1), payload: [1, 2, 3]))
    _ = bench.say(0, .data(to: seat(0), payload: [1]))
    bench.stopReading(1)
    for _ in 0..<3 { _ = bench.say(0, .data(to: seat(1), payload: [4])) }
    bench.connect(7)
    _ = bench.say(7, join(9))
    _ = bench.open(8)
    _ = bench.violate(8, .badRequest)
    let found = try exposition(bench)
    #expect(found["ghostline_relay_build_info{version=\"1.2\"}"] == 1)
    #expect(found["ghostline_relay_ready"] == 1)
    #expect(found["ghostline_relay_connections"] == 2)
    #expect(found["ghostline_relay_rooms"] == 1)
    #expect(found["ghostline_relay_players"] == 2)
    #expect(found["ghostline_relay_frames_in_total"] == 8)
    #expect(found["ghostline_relay_data_forwarded_total"] == 2)
    #expect(found["ghostline_relay_frames_dropped_total{reason=\"empty_seat\"}"] == 1)
    #expect(found["ghostline_relay_frames_conflated_total"] == 2)
    #expect(found["ghostline_relay_handshake_failures_total{reason=\"bad_request\"}"] == 1)
    #expect(found["ghostline_relay_refusals_total{reason=\"no_such_room\"}"] == 1)
    #expect(found["process_open_fds"] == 17 && found["process_max_fds"] == 1_024)
    #expect(found["process_cpu_seconds_total"] == 1.25)
    #expect(found["process_start_time_seconds"] == 1_700_000_000)
    #expect(found["ghostline_relay_certificate_expiry_seconds"] == 1_800_000_000)
  }

  @Test func `without TLS no certificate is told of`() throws {
    let text = Bench.room(members: 2, capacity: 2).hub.pulse(RelayGauge(), now: .zero).answer(
      to: .metrics, build: "1.2", vitals: ProcessVitals(), now: .zero
    ).body
    #expect(!text.contains("certificate"))
  }

  @Test func `a frame over its rate is counted as limited`() throws {
    var limits = RelayLimits()
    limits.framesPerSecond = 2
    var bench = Bench.room(members: 2, capacity: 2, limits)
    for _ in 0..<4 { _ = bench.say(0, .data(to: seat(1), payload: [1])) }
    let found = try exposition(bench)
    let dropped = found["ghostline_relay_frames_dropped_total{reason=\"rate_limited\"}"]
    #expect(try #require(dropped) > 0)
    #expect(found["ghostline_relay_rate_limited_total"] == dropped)
  }

  @Test func `latency and lag are histograms whose buckets add up`() throws {
    var gauge = RelayGauge()
    for microseconds in [0, 50, 51, 999_999, 1_000_000, 1_000_001] {
      gauge.forwarded(after: .microseconds(microseconds))
    }
    gauge.woke(now: .zero)
    gauge.willWake(at: .zero + .milliseconds(250))
    gauge.woke(now: .zero + .milliseconds(262))
    gauge.willWake(at: .zero + .milliseconds(512))
    gauge.woke(now: .zero + .milliseconds(500))
    let found = try exposition(Bench(), gauge)
    let latency = "ghostline_relay_latency_seconds"
    #expect(found["\(latency)_bucket{le=\"0.00005\"}"] == 2)
    #expect(found["\(latency)_bucket{le=\"0.0001\"}"] == 3)
    #expect(found["\(latency)_bucket{le=\"0.25\"}"] == 3)
    #expect(found["\(latency)_bucket{le=\"1\"}"] == 5)
    #expect(found["\(latency)_bucket{le=\"+Inf\"}"] == 6)
    #expect(found["\(latency)_count"] == 6)
    #expect(found["\(latency)_sum"] == 3.000_101)
    #expect(found["ghostline_relay_loop_lag_seconds_count"] == 2)
    #expect(found["ghostline_relay_loop_lag_seconds_bucket{le=\"0.01\"}"] == 1)
    #expect(found["ghostline_relay_loop_lag_seconds_bucket{le=\"0.025\"}"] == 2)
    #expect(found["ghostline_relay_newest_loop_lag_seconds"] == 0)
  }

  @Test func `every family that operators rely on is told, with the buckets that they know`() throws
  {
    let found = try exposition(Bench())
    let counters = [
      "connections_opened", "handshakes", "rooms_created", "rooms_closed", "joins", "resumptions",
      "failed_joins", "slowed_joins", "frames_in", "bytes_in", "frames_out", "bytes_out",
      "data_forwarded", "signals_forwarded", "frames_conflated", "pongs_withheld", "rate_limited",
    ]
    for name in counters { #expect(found["ghostline_relay_\(name)_total"] == 0, "\(name)") }
    for name in ["connections", "rooms", "players", "addresses", "newest_loop_lag_seconds"] {
      #expect(found["ghostline_relay_\(name)"] == 0, "\(name)")
    }
    for reason in ["timeout", "turned_away", "header_too_large", "subprotocol_missing"] {
      let series = "ghostline_relay_handshake_failures_total{reason=\"\(reason)\"}"
      #expect(found[series] == 0, "\(reason)")
    }
    for bound in [
      "0.00005", "0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05",
      "0.1", "0.25", "1", "+Inf",
    ] {
      #expect(found["ghostline_relay_latency_seconds_bucket{le=\"\(bound)\"}"] == 0, "\(bound)")
    }
  }

  @Test func `whoever was refused for a rate counts as limited`() throws {
    var limits = RelayLimits()
    limits.roomsPerMinute = 1
    var bench = Bench(limits)
    for id in UInt64(1)...2 {
      bench.connect(id)
      _ = bench.say(id, create(id))
    }
    #expect(try exposition(bench)["ghostline_relay_rate_limited_total"] == 1)
  }

  @Test func `what the system does not tell is left out, and no label names anybody`() throws {
    let bench = Bench.room(members: 2, capacity: 2)
    let answer = bench.hub.pulse(RelayGauge(), now: bench.now).answer(
      to: .metrics, build: "a\"b\\c\nd", vitals: ProcessVitals(), now: bench.now)
    #expect(answer.kind == "text/plain; version=0.0.4; charset=utf-8")
    let found = try Exposition(answer.body)
    #expect(found.samples.keys.allSatisfy { $0.hasPrefix("ghostline_relay_") })
    #expect(found.labels == ["version", "reason", "kind", "le"])
    #expect(answer.body.contains("{version=\"a\\\"b\\\\c\\nd\"} 1\n"))
  }

  @Test func `pages are found with a query too, and strangers see no numbers`() {
    #expect(WatchPage(uri: "/healthz?full=1") == .health)
    #expect(WatchPage(uri: "/readyz?") == .readiness)
    #expect(WatchPage(uri: "/metrics") == .metrics)
    for uri in ["", "/", "/healthz/", "?/healthz", "/HEALTHZ"] {
      #expect(WatchPage(uri: uri) == nil)
    }
    let bench = Bench()
    let pulse = bench.hub.pulse(RelayGauge(), now: bench.now)
    #expect(pulse.publicAnswer(to: .metrics, now: bench.now) == nil)
    #expect(pulse.publicAnswer(to: .health, now: bench.now)?.body == "ok\n")
    #expect(pulse.publicAnswer(to: .readiness, now: bench.now)?.body == "ready\n")
  }

  @Test func `a relay that does not tick for two seconds is not well`() {
    let bench = Bench()
    let pulse = bench.hub.pulse(RelayGauge(), now: bench.now)
    let limit = bench.now + .seconds(2)
    #expect(pulse.publicAnswer(to: .health, now: limit)?.status == 200)
    let past = pulse.publicAnswer(to: .health, now: limit + .nanoseconds(1))
    #expect(past?.status == 503 && past?.body == "no tick for 2 s\n")
  }
}

/// Prometheus text as a scraper reads it: fails on what one would not take.
private struct Exposition {
  struct Fault: Error { let line: Substring }

  private(set) var samples: [String: Double] = [:]
  private(set) var labels: Set<String> = []

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Fault(line: text.suffix(20)) }
    var family: (name: Substring, kind: Substring)?
    var helped: Substring?
    var families: Set<Substring> = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 3)
      if line.hasPrefix("# HELP ") {
        guard words.count == 4, families.insert(words[2]).inserted else { throw Fault(line: line) }
        helped = words[2]
      } else if line.hasPrefix("# TYPE ") {
        guard words.count == 4, words[2] == helped,
          ["counter", "gauge", "histogram"].contains(words[3])
        else { throw Fault(line: line) }
        family = (words[2], words[3])
      } else {
        try sample(line, of: family)
      }
    }
  }

  subscript(series: String) -> Double? { samples[series] }

  private mutating func sample(
    _ line: Substring, of family: (name: Substring, kind: Substring)?
  ) throws {
    guard let space = line.lastIndex(of: " "),
      let value = Double(line[line.index(after: space)...]),
      let family
    else { throw Fault(line: line) }
    let series = line[..<space]
    let name = series.prefix { $0 != "{" }
    let suffixes = family.kind == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
    guard suffixes.contains(where: { name == family.name + $0 }),
      family.kind != "counter" || name.hasSuffix("_total"), value >= 0,
      samples.updateValue(value, forKey: String(series)) == nil
    else { throw Fault(line: line) }
    guard let brace = series.firstIndex(of: "{") else { return }
    guard series.hasSuffix("\"}"), let equals = series.firstIndex(of: "=") else {
      throw Fault(line: line)
    }
    labels.insert(String(series[series.index(after: brace)..<equals]))
  }
}
