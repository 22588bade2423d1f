import ArgumentParser
import Foundation
import Output
import Presentation
import Terminal
import Vocabulary

/// The program: parses its arguments, runs one subcommand, and maps every ending to an exit code.
@main
struct GhostlineCommand: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "ghostline",
    abstract: "A two-player terminal game that shows its netcode while you play.",
    discussion: """
      Every input travels twice, straight to the other player (P2P) and through a relay; the first
      copy wins. The sidebar shows both paths, whether both machines still compute the same state,
      and every rollback as it happens.

      Start here:     ghostline demo             the whole show in one terminal
      Alone:          ghostline solo             against a bot
      With a friend:  ghostline host             prints an invite
                      ghostline join INVITE      on the other terminal
      Trouble?        ghostline doctor RELAY     what this network allows
      Preferences:    ghostline config           from a file or the environment

      Exit codes: 0 ok, 1 error, 2 usage, 3 terminal, 4 could not connect, 5 desync, 128+n signal n.
      """,
    version: version,
    subcommands: [
      DemoCommand.self, SoloCommand.self, HostCommand.self, JoinCommand.self, RelayCommand.self,
      SimulateCommand.self, DoctorCommand.self, ConfigCommand.self,
    ])

  func run() throws {
    print(Self.helpMessage(columns: 90))
  }

  /// As the library's own `main`, but usage errors exit with 2 and failures with their own code.
  static func main() {
    StandardStream.fillClosed()
    Signals.reportCrashes(in: StateFolder.crashes, of: "ghostline \(version)")
    do {
      let arguments = try Settings.completing(
        Array(CommandLine.arguments.dropFirst()), for: .current)
      var command = try parseAsRoot(arguments)
      try command.run()
      if let trouble = StandardStream.output.close() { throw Failure(.error, trouble) }
      end(0)
    } catch let failure as Failure {
      StandardStream.error.write("ghostline: \(failure.message)\n")
      end(failure.code.rawValue)
    } catch let signal as SignalEnding {
      end(128 + signal.number)
    } catch {
      let code = exitCode(for: error)
      if code == .validationFailure {
        StandardStream.error.write(fullMessage(for: error) + "\n")
        end(Failure.Code.usage.rawValue)
      }
      Self.exit(withError: error)
    }
  }

  /// Lets the last words out, and ends.
  private static func end(_ code: Int32) -> Never {
    for stream in [StandardStream.output, .error] { stream.flush() }
    Foundation.exit(code)
  }
}
