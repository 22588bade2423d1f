import ArgumentParser
import Glibc
import Output
import Presentation
import Terminal
import Views

/// Asks what to play, and runs the command that does it.
struct MenuCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "menu", abstract: "Choose what to play; ghostline alone opens it.")

  @OptionGroup var match: MatchOptions

  func run() throws {
    // Where there is no screen for it, the short help says the same.
    guard let chosen = try Self.ask(.everything, match.display) else {
      return print(GhostlineCommand.helpMessage(columns: 90))
    }
    guard case .run(let arguments) = chosen else { return }
    // What was typed behind `menu` is meant for what is played.
    try GhostlineCommand.obey(arguments + CommandLine.arguments.dropFirst(2))
  }

  /// What somebody chooses; nothing where there is no screen to ask on.
  static func ask(_ scope: Menu.Scope, _ display: DisplayOptions) throws -> Menu.Outcome? {
    guard StandardInput.isTerminal, case .named = OwnProcess.current.surroundings.terminal,
      let screen = try? MenuScreen(Menu(scope, rooms: rooms))
    else { return nil }
    let options = try display.viewOptions(
      on: screen.capabilities, hasColours: screen.hasColours)
    switch screen.run(options: options, rooms: { rooms }) {
    case .chosen(let outcome): return outcome
    case .signal(let number): throw SignalEnding(number: number)
    }
  }

  /// The rooms that others have opened on this machine, the newest first.
  static var rooms: [RoomNote] {
    Play.notes.notes(atMost: RoomNote.maximumBytes).compactMap { RoomNote(parsing: $0.text) }
  }
}
