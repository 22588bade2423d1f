import Netplay

/// The one clock of the process: monotonic, from the start of the process.
struct SystemClock: Sendable {
  private let start = ContinuousClock.now

  var now: Instant { Instant.zero + (ContinuousClock.now - start) }
}
