package import Station
import Views
package import Vocabulary

/// What `doctor --watch` says of both paths: lines while it measures, a verdict at the end, and rows for
/// programs.
package struct WatchReport {
  private let watch: PathWatch
  private let target: WatchTarget
  private let now: Instant

  package init(_ watch: PathWatch, of target: WatchTarget = .relay(because: nil), now: Instant) {
    self.watch = watch
    self.target = target
    self.now = now
  }

  private var seconds: Int { Int((now - watch.start).milliseconds / 1000) }

  // MARK: For people

  /// What the screen is headed by.
  package func title(at relay: HostPort) -> String { target.title(at: relay) }

  /// What is measured.
  package var premises: [String] { target.sentences }

  /// What is in the way now, for lines.
  package var news: [String] {
    if case .host(_, let notices) = target { notices.map { "\(seconds) s · \($0)" } } else { [] }
  }

  /// One line for each path, as of now.
  package var lines: [String] {
    Path.allCases.map { path in
      let probe = watch.probes[path]
      var parts = ["\(seconds) s", "\(watch.title(of: path)) \(probe.stateWord(now: now))"]
      if let spread = probe.spread {
        parts.append(
          "round trip \(Self.milliseconds(spread.min)) min, \(Self.milliseconds(spread.median)) p50, "
            + "\(Self.milliseconds(spread.most)) p95, \(Self.milliseconds(spread.max)) max")
      }
      if let jitter = probe.jitter { parts.append("jitter \(Self.milliseconds(jitter))") }
      if let loss = probe.loss { parts.append("lost \(Wording.percent(loss))") }
      parts.append("\(probe.overtaken) out of order")
      if probe.outages > 0 { parts.append(Wording.plural(probe.outages, "outage")) }
      return parts.joined(separator: " · ")
    }
  }

  /// Whether there is a path that a match could count on.
  package var hasPath: Bool { watch.forecast(now: now) != nil }

  /// What all that means for a match.
  package var verdict: [String] {
    guard let forecast = watch.forecast(now: now) else {
      return [
        "Verdict: nothing came back \(source)by a path that a match could count on, in \(seconds) s.",
        "What to do: ghostline doctor without --watch says what is in the way.",
      ]
    }
    let most = Self.milliseconds(forecast.most)
    return [
      "Verdict: \(Distance(oneWay: forecast.most).rawValue). \(other) is"
        + " \(Self.milliseconds(forecast.median)) away one way\(way(forecast.path)), within \(most) for 95 of 100 moves.",
      pathSentence,
      "Recommended: --input-delay \(forecast.inputDelay) (\(Self.frames(forecast.inputDelay)))."
        + " Then 95 of 100 guesses reach no further than"
        + " \(Wording.plural(forecast.guessedFrames, "frame")) (\(Self.frames(forecast.guessedFrames))).",
    ]
  }

  /// Who plays with us in the verdict.
  private var other: String {
    switch target {
    case .relay: "A player as far from the relay as you"
    case .host(let name, _): name
    }
  }

  private var source: String {
    if case .host(let name, _) = target { "from \(name) " } else { "" }
  }

  /// By which path the verdict holds, where it is the way that a match takes.
  private func way(_ path: Path) -> String {
    switch watch.subject {
    case .relay: ""
    case .host: " by \(watch.title(of: path))"
    }
  }

  /// Which paths a match can count on.
  private var pathSentence: String {
    let states = Path.allCases.map { path in
      let probe = watch.probes[path]
      guard let loss = probe.loss else { return "\(watch.title(of: path)): nothing came back" }
      let outages = probe.outages > 0 ? ", \(Wording.plural(probe.outages, "outage"))" : ""
      return
        "\(watch.title(of: path)): \(probe.stateWord(now: now)), lost \(Wording.percent(loss))\(outages)"
    }
    return states.joined(separator: ". ") + "."
  }

  private static func frames(_ count: Int) -> String { "\((count * 50 + 1) / 3) ms" }

  private static func milliseconds(_ time: Duration) -> String {
    let value = time.milliseconds
    return value < 9.95 ? "\(Wording.decimal(value)) ms" : "\(Int(value.rounded())) ms"
  }

  // MARK: For programs

  private static let columns = [
    "seconds", "path", "state", "sent", "returned", "lost", "outages", "missedInOutages",
    "outOfOrder",
    "minMs", "p50Ms", "p95Ms", "maxMs", "jitterMs",
  ]

  /// The head of a table of `rows`.
  package static var heading: String { columns.joined(separator: ",") }

  /// One row for each path, as comma-separated values; empty where nothing is known.
  package var rows: [String] {
    Path.allCases.map { path in values(path).map(\.csv).joined(separator: ",") }
  }

  /// The same as one JSON object for each path.
  package var objects: [String] {
    Path.allCases.map { path in
      JSONValue.object(
        Dictionary(uniqueKeysWithValues: zip(Self.columns, values(path)))
      ).text
    }
  }

  private func values(_ path: Path) -> [JSONValue] {
    let probe = watch.probes[path]
    let spread = probe.spread
    let times = [spread?.min, spread?.median, spread?.most, spread?.max, probe.jitter]
    return [
      .int(seconds), .string(watch.title(of: path).lowercased()),
      .string(probe.stateWord(now: now).lowercased()), .int(probe.sent), .int(probe.returned),
      .int(probe.lost), .int(probe.outages), .int(probe.missedInOutages), .int(probe.overtaken),
    ] + times.map { JSONValue($0?.milliseconds, digits: 2) }
  }
}

extension JSONValue {
  fileprivate var csv: String {
    switch self {
    case .null: ""
    case .string(let text): text
    case .bool, .int, .number, .array, .object: text
    }
  }
}
