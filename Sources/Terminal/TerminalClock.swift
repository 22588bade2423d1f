import Vocabulary

/// The clock of what goes on between us and the terminal: real time, however slow the game's is, and
/// without the time in which the machine slept.
enum TerminalClock {
  private static let start = SuspendingClock().now

  static var now: Instant {
    Instant(nanoseconds: (SuspendingClock().now - start).wholeNanoseconds)
  }
}
