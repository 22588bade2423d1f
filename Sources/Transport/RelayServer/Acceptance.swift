import NIOCore

/// Whether a listening socket takes who wants to connect: not while the system has no socket for them,
/// where it would stay readable and its loop would spin.
enum Acceptance {
  case open
  /// Taken up again when one of our sockets closes, and after some ticks.
  case paused(server: any Channel, ticks: Int)

  /// What we lack may have been freed elsewhere in this process.
  private static let ticksOfPause = 4

  /// - Returns: Whether it was open.
  mutating func pause(_ server: any Channel) -> Bool {
    guard case .open = self else { return false }
    self = .paused(server: server, ticks: 0)
    server.setOption(.autoRead, value: false).whenFailure { _ in }
    return true
  }

  mutating func resume() {
    guard case .paused(let server, _) = self else { return }
    self = .open
    server.setOption(.autoRead, value: true).whenFailure { _ in }
  }

  mutating func tick() {
    guard case .paused(let server, let ticks) = self else { return }
    self = .paused(server: server, ticks: ticks + 1)
    if ticks >= Self.ticksOfPause { resume() }
  }
}
