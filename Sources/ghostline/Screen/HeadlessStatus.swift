import Output
import Presentation
import Transport
import Vocabulary

/// Prints one line a second to standard error while there is no screen.
struct HeadlessStatus {
  private static let interval = Duration.seconds(1)
  private var next = Instant.zero

  mutating func print(_ shells: [StationShell], now: Instant) {
    guard now >= next else { return }
    next = now + Self.interval
    for shell in shells {
      StandardStream.error.write(
        OwnProcess.current.surroundings.written(StatusLine.words(of: shell.station)) + "\n")
    }
  }
}
