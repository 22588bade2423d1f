import Vocabulary

/// Writes what a relay counts as Prometheus reads it (text format 0.0.4).
///
/// No label names a room, a player or an address: what is kept for months says nothing of anybody.
struct MetricsText {
  private enum Kind: String { case counter, gauge, histogram }

  private(set) var text = ""

  init(_ pulse: RelayPulse, build: String, vitals: ProcessVitals) {
    family("build_info", .gauge, "The version that runs; always 1.")
    sample("build_info", [("version", build)], "1")
    present(pulse)
    admission(pulse.statistics)
    traffic(pulse.statistics)
    histogram(
      "latency_seconds", pulse.gauge.latency,
      "From reading a message to having handed on all that it caused.")
    histogram(
      "loop_lag_seconds", pulse.gauge.lag,
      "How much later than due the event loop came to its tick.")
    process(vitals)
  }

  // MARK: What is told

  private mutating func present(_ pulse: RelayPulse) {
    let now = pulse.statistics
    gauge("ready", pulse.readiness == .ready ? 1 : 0, "Whether new rooms are taken.")
    gauge("connections", now.connections, "Connections that are open.")
    gauge("rooms", now.rooms, "Rooms that are open.")
    gauge("players", now.members, "Players who are in a room.")
    gauge("addresses", now.addresses, "Addresses that are remembered for their limits.")
    family("newest_loop_lag_seconds", .gauge, "The lag of the newest tick.")
    sample("newest_loop_lag_seconds", [], Self.seconds(pulse.gauge.newestLag))
  }

  private mutating func admission(_ all: RelayStatistics) {
    counter("connections_opened", all.connectionsOpened, "Connections that were accepted.")
    counter(
      "connections_unannounced", all.unannounced,
      "Connections of proxies that never said for whom.")
    tally("connections_ended", by: "reason", all.endings, "Connections that ended, by reason.")
    counter("acceptance_pauses", all.acceptancePauses, "Times without a descriptor for who came.")
    counter("handshakes", all.handshakes, "Handshakes that were completed.")
    family("handshake_failures_total", .counter, "Handshakes that came to nothing, by reason.")
    failure("timeout", all.endings[.handshakeTimeout])
    failure("turned_away", all.endings[.tooManyConnections])
    failure("too_often", all.endings[.connectingTooOften])
    failure("memory", all.endings[.memoryScarce])
    for violation in ProtocolViolation.allCases where violation.isOfHandshake {
      failure(Self.word(violation), all.violations[violation])
    }
    tally("violations", by: "kind", all.violations, "Clients that broke a rule, by rule.")
    tally("refusals", by: "reason", all.refusals, "Clients that were refused, by reason.")
    counter("rooms_created", all.roomsCreated, "Rooms that were opened.")
    counter("rooms_closed", all.roomsClosed, "Rooms that were closed.")
    counter("rooms_displaced", all.roomsDisplaced, "Of those the ones that went for others.")
    counter("joins", all.joins, "Players who joined a room.")
    counter("resumptions", all.resumptions, "Players who came back to their seat.")
    counter("failed_joins", all.failedJoins, "Joins with a wrong token, or to no room.")
    counter("slowed_joins", all.slowedJoins, "Joins that had to wait, after failed ones.")
    counter("slowed_seatings", all.slowedSeatings, "Seats that were taken too often for a while.")
  }

  private mutating func traffic(_ all: RelayStatistics) {
    counter("frames_in", all.framesIn, "Frames that were read.")
    counter("bytes_in", all.bytesIn, "Their bytes.")
    counter("frames_out", all.framesOut, "Frames that were sent.")
    counter("bytes_out", all.bytesOut, "Their bytes.")
    counter("data_forwarded", all.dataForwarded, "Datagrams of matches that were forwarded.")
    counter("signals_forwarded", all.signalsForwarded, "Signals that were forwarded.")
    family("frames_dropped_total", .counter, "Frames that were not forwarded, by reason.")
    for drop in RelayStatistics.Drop.allCases where drop != .conflated {
      sample("frames_dropped_total", [("reason", Self.word(drop))], "\(all.drops[drop])")
    }
    counter(
      "frames_conflated", all.drops[.conflated],
      "Datagrams that a newer one replaced while their receiver did not read.")
    counter("pongs_withheld", all.pongsWithheld, "Pings of clients that did not read.")
    counter(
      "rate_limited",
      all.drops[.rateLimited] + all.refusals[.rateLimited] + all.refusals[.tooManyRoomsFromHere],
      "Frames and wishes that were over a rate.")
  }

  /// By the names that every program of Prometheus has them under.
  private mutating func process(_ vitals: ProcessVitals) {
    plain("process_open_fds", .gauge, vitals.openDescriptors, "Open file descriptors.")
    if let end = vitals.certificateEnd {
      family("certificate_expiry_seconds", .gauge, "When the certificate ends, since 1970.")
      sample("certificate_expiry_seconds", [], Self.seconds(end))
    }
    plain("process_max_fds", .gauge, vitals.mostDescriptors, "How many may be open.")
    plain("process_resident_memory_bytes", .gauge, vitals.residentBytes, "Memory in use.")
    plain(
      "process_cpu_seconds_total", .counter, vitals.processorTime.map(Self.seconds),
      "Time of processors that was used.")
    plain(
      "process_start_time_seconds", .gauge, vitals.startedAt.map(Self.seconds),
      "When the process was started, since 1970.")
  }

  // MARK: How it is written

  private mutating func counter(_ name: String, _ value: UInt64, _ help: String) {
    family(name + "_total", .counter, help)
    sample(name + "_total", [], "\(value)")
  }

  private mutating func gauge(_ name: String, _ value: Int, _ help: String) {
    family(name, .gauge, help)
    sample(name, [], "\(value)")
  }

  private mutating func tally<Of>(
    _ name: String, by label: String, _ tally: Tally<Of>, _ help: String
  ) {
    family(name + "_total", .counter, help)
    for kind in Of.allCases {
      sample(name + "_total", [(label, Self.word(kind))], "\(tally[kind])")
    }
  }

  private mutating func failure(_ reason: String, _ count: UInt64) {
    sample("handshake_failures_total", [("reason", reason)], "\(count)")
  }

  private mutating func histogram(_ name: String, _ histogram: Histogram, _ help: String) {
    family(name, .histogram, help)
    var below: UInt64 = 0
    for (bound, count) in zip(Histogram.bounds, histogram.counts) {
      below += count
      sample(name + "_bucket", [("le", Self.seconds(.microseconds(bound)))], "\(below)")
    }
    sample(name + "_bucket", [("le", "+Inf")], "\(histogram.total)")
    sample(name + "_sum", [], Self.seconds(histogram.sum))
    sample(name + "_count", [], "\(histogram.total)")
  }

  private mutating func family(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP ghostline_relay_\(name) \(help)\n# TYPE ghostline_relay_\(name) \(kind)\n"
  }

  private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
    let inner = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
    text += "ghostline_relay_\(name)\(inner.isEmpty ? "" : "{\(inner)}") \(value)\n"
  }

  private mutating func plain<Value>(
    _ name: String, _ kind: Kind, _ value: Value?, _ help: String
  ) {
    guard let value else { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n\(name) \(value)\n"
  }

  // MARK: Words and numbers

  private static func escaped(_ value: String) -> String {
    value.map { character in
      switch character {
      case "\\": "\\\\"
      case "\"": "\\\""
      case "\n": "\\n"
      default: String(character)
      }
    }.joined()
  }

  /// The name of a case, as labels are written: `rateLimited` is `rate_limited`.
  static func word(_ kind: some Sendable) -> String {
    "\(kind)".map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
  }

  /// With all digits that are not zero, and without an exponent.
  static func seconds(_ length: Duration) -> String {
    let nanoseconds = length.wholeNanoseconds
    let whole = "\(nanoseconds / 1_000_000_000)"
    let rest = String(abs(nanoseconds % 1_000_000_000) + 1_000_000_000).dropFirst()
    guard let last = rest.lastIndex(where: { $0 != "0" }) else { return whole }
    return "\(whole).\(rest[...last])"
  }
}

extension ProtocolViolation {
  /// Whether it ends a connection before it is one of ours.
  fileprivate var isOfHandshake: Bool {
    switch self {
    case .headerTooLarge, .badRequest, .originRefused, .subprotocolMissing: true
    case .unmaskedFrame, .reservedBits, .reservedOpcode, .textFrame, .fragment, .frameTooLarge,
      .badControlFrame:
      false
    }
  }
}
