import Presentation
import Testing

/// What is said to who mistypes a command.
struct CommandSuggestionTests {
  private static let names = [
    "menu", "demo", "solo", "host", "join", "relay", "simulate", "doctor", "config",
  ]

  @Test(arguments: [
    ("playy", "solo"), ("play", "solo"), ("hots", "host"), ("jion", "join"), ("Host", "host"),
    ("simulat", "simulate"), ("dotcor", "doctor"), ("server", "relay"), ("setings", "config"),
    ("dem", "demo"), ("help", "--help"),
  ])
  func `the nearest command is told`(typed: String, meant: String) {
    #expect(
      CommandSuggestion.sentence(for: typed, among: Self.names)
        == "there is no command '\(typed)': do you mean ghostline \(meant)?")
  }

  @Test(arguments: ["", "xyzzy", "x", "ho", "ghostline://h:1#S", "--theme", "demo"])
  func `nothing is told where no command is near`(typed: String) {
    #expect(CommandSuggestion.sentence(for: typed, among: Self.names) == nil)
  }
}
