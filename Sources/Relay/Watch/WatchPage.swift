package import Vocabulary

/// A page for whoever watches over a relay.
package enum WatchPage: String, CaseIterable, Sendable {
  /// Whether the relay is alive: a relay that is not has to be started again.
  case health = "/healthz"
  /// Whether it takes new rooms: one that does not gets no new players from a balancer.
  case readiness = "/readyz"
  case metrics = "/metrics"

  /// - Parameter uri: Of a request; a query says nothing.
  package init?(uri: String) {
    self.init(rawValue: String(uri.prefix { $0 != "?" }))
  }
}

/// What a page says.
package struct WatchAnswer: Hashable, Sendable {
  /// Of HTTP.
  package let status: Int
  package let body: String
  package let kind: String

  init(_ status: Int, _ body: String, kind: String = "text/plain; charset=utf-8") {
    self.status = status
    self.body = body
    self.kind = kind
  }
}

extension RelayPulse {
  /// What strangers may see; nothing where they may not.
  package func publicAnswer(to page: WatchPage, now: Instant) -> WatchAnswer? {
    switch page {
    case .health:
      isFresh(now: now)
        ? WatchAnswer(200, "ok\n")
        : WatchAnswer(503, "no tick for \((now - at).components.seconds) s\n")
    case .readiness: WatchAnswer(readiness == .ready ? 200 : 503, "\(readiness.rawValue)\n")
    case .metrics: nil
    }
  }

  /// What the operator sees.
  package func answer(
    to page: WatchPage, build: String, vitals: @autoclosure () -> ProcessVitals, now: Instant
  ) -> WatchAnswer {
    publicAnswer(to: page, now: now)
      ?? WatchAnswer(
        200, MetricsText(self, build: build, vitals: vitals()).text,
        kind: "text/plain; version=0.0.4; charset=utf-8")
  }
}
