package import Netplay
package import Rollback

/// Tells why the direct path no longer counts as good.
package enum FallbackCause: Hashable, Sendable {
  case silent(milliseconds: Int)
  /// The health of the path stayed critical; the latency is one-way.
  case critical(latencyMilliseconds: Int)
  case slow(latencyMilliseconds: Int)
  /// The share is unknown where only the event is at hand.
  case lossy(percent: Int?)
  case backlog
  case closed
  case failed
  /// It delivers again and has yet to prove itself.
  ///
  /// - Parameter leastMilliseconds: How long that takes at least.
  case proving(leastMilliseconds: Int)

  /// In a few words.
  package var wording: String {
    switch self {
    case .silent(let milliseconds): "silent \(Wording.span(milliseconds: milliseconds))"
    case .critical(let milliseconds): "critical, \(Wording.span(milliseconds: milliseconds))"
    case .slow(let milliseconds): "slow, \(Wording.span(milliseconds: milliseconds))"
    case .lossy(let percent): percent.map { "\($0)% missing" } ?? "too much missing"
    case .backlog: "cannot send"
    case .closed: "closed"
    case .failed: "connecting failed"
    case .proving(let milliseconds):
      "delivers again, \(Wording.span(milliseconds: milliseconds)) more to full health"
    }
  }
}

/// Tells what has to be said over the full width right now.
package enum Banner: Hashable, Sendable {
  case none
  /// Nothing arrives on the direct path; `relayInputs` came by the relay since.
  case lost(peers: String, frame: Frame, cause: FallbackCause, seconds: Double, relayInputs: Int)
  /// The direct path still delivers, but slowly or with gaps.
  case degraded(peers: String, frame: Frame, cause: FallbackCause, seconds: Double)
  /// The short form of `lost` after a few seconds.
  case relaySince(frame: Frame, seconds: Double)
  case restored(frame: Frame, seconds: Double, inputsLost: Int, agreement: Agreement)
  case desync(peer: String, frame: Frame, ours: UInt64, theirs: UInt64)
  /// No path delivers and the window is full.
  case noPath(peer: String, seconds: Double, limitSeconds: Int, frozenAt: Frame)
}

extension Wording {
  /// A time in words: `300 ms`, `2.5 s`.
  static func span(milliseconds: Int) -> String {
    milliseconds < 1000 ? "\(milliseconds) ms" : span(seconds: Double(milliseconds) / 1000)
  }

  /// A time in words: `2.5 s`, `3:05`.
  static func span(seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e8 else { return "?" }
    if seconds < 100 { return decimal(seconds) + " s" }
    let whole = Int(seconds)
    return "\(whole / 60):\(whole % 60 < 10 ? "0" : "")\(whole % 60)"
  }

  /// The first eight hexadecimal digits of a hash.
  package static func hash(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String((String(repeating: "0", count: 16 - digits.utf8.count) + digits).prefix(8))
  }
}
