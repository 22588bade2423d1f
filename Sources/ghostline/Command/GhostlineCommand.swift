import ArgumentParser
import Foundation
import Netplay
import Output
import Presentation
import Terminal
import Vocabulary

/// The program: parses its arguments, runs one subcommand, and maps every ending to an exit code.
@main
struct GhostlineCommand: ParsableCommand {
  static let version = "0.1.0"
  /// With the commit it was built from, where that is known.
  static let builtVersion = version + (BuiltCommit.name.map { " (\($0))" } ?? "")

  static let configuration = CommandConfiguration(
    commandName: "ghostline",
    abstract: "A two-player terminal game that shows its netcode while you play.",
    discussion: """
      Every input travels twice, straight to the other player (P2P) and through a relay; the first
      copy wins. The sidebar shows both paths, whether both machines still compute the same state,
      and every rollback as it happens.

      Start here:     ghostline                  a menu, on a terminal
                      ghostline demo             the whole show in one terminal
      Alone:          ghostline solo             against a bot
      With a friend:  ghostline host             prints an invite
                      ghostline join INVITE      on the other terminal; on the same machine
                                                 ghostline join alone offers the room
      Trouble?        ghostline doctor RELAY     what this network allows
      Preferences:    ghostline config           from a file or the environment

      Exit codes: 0 ok, 1 error, 2 usage, 3 terminal, 4 could not connect, 5 desync, 128+n signal n.
      """,
    version: builtVersion + ", protocol version \(Envelope.version)",
    subcommands: [
      MenuCommand.self, DemoCommand.self, SoloCommand.self, HostCommand.self, JoinCommand.self,
      RelayCommand.self, SimulateCommand.self, DoctorCommand.self, ConfigCommand.self,
    ])

  func run() throws {
    print(Self.helpMessage(columns: 90))
  }

  /// As the library's own `main`, but usage errors exit with 2 and failures with their own code.
  static func main() {
    StandardStream.fillClosed()
    Signals.reportCrashes(in: StateFolder.crashes, of: "ghostline \(builtVersion)")
    do {
      let typed = Array(CommandLine.arguments.dropFirst())
      try obey(typed.isEmpty && StandardInput.isTerminal ? ["menu"] : typed)
      if let trouble = StandardStream.output.close() { throw Failure(.error, trouble) }
      end(0)
    } catch let failure as Failure {
      let message = OwnProcess.current.surroundings.written(failure.message)
      StandardStream.error.write("ghostline: \(message)\n")
      end(failure.code.rawValue)
    } catch let signal as SignalEnding {
      end(128 + signal.number)
    } catch {
      let code = exitCode(for: error)
      if code == .validationFailure {
        let words = [suggestion, fullMessage(for: error)].compactMap(\.self)
        StandardStream.error.write(words.joined(separator: "\n") + "\n")
        end(Failure.Code.usage.rawValue)
      }
      Self.exit(withError: error)
    }
  }

  /// What somebody may have meant who typed a command that there is none of.
  private static var suggestion: String? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    return CommandLine.arguments.dropFirst().first.flatMap {
      CommandSuggestion.sentence(for: $0, among: names)
    }
  }

  /// Runs the command that such arguments ask for.
  static func obey(_ arguments: [String]) throws {
    var command = try parseAsRoot(try Settings.completing(arguments, for: .current))
    try command.run()
  }

  /// Lets the last words out, and ends.
  private static func end(_ code: Int32) -> Never {
    for stream in [StandardStream.output, .error] { stream.flush() }
    Foundation.exit(code)
  }
}
