import ArgumentParser
import Foundation
import Output
import Presentation

/// What a player prefers in every match: from the configuration file and the environment.
///
/// A setting is an option of the command line, given in advance: the file's first, then the
/// environment's, then what was typed, and the last one counts. There is one parser for all three.
struct Settings {
  private let entries: [Setting]

  /// - Throws: `Failure` with the line that is wrong, and what was expected.
  init(_ process: OwnProcess) throws(Failure) {
    var entries: [Setting] = []
    if let path = process.settingsPath, FileManager.default.fileExists(atPath: path) {
      entries = try SettingsText.settings(in: Self.read(path), of: path)
    }
    entries += SettingsText.settings(in: process.variables)
    for entry in entries { try Self.check(entry) }
    self.entries = entries
  }

  static func read(_ path: String) throws(Failure) -> [UInt8] {
    do {
      return try BoundedFile.read(path, atMost: SettingsText.maximumBytes)
    } catch {
      throw Failure(.usage, "\(path) cannot be read: check that it is there, and its permissions")
    }
  }

  /// The arguments of a command, behind those that the settings stand for; commands that do not play
  /// have no settings, and work whatever the file says.
  static func completing(
    _ arguments: [String], for process: OwnProcess
  ) throws(Failure) -> [String] {
    let playing: [any ParsableCommand.Type] = [
      MenuCommand.self, DemoCommand.self, SoloCommand.self, HostCommand.self, JoinCommand.self,
    ]
    guard let command = arguments.first,
      playing.contains(where: { $0.configuration.commandName == command })
    else { return arguments }
    let isRelayOnly = arguments.contains("--relay-only")
    let usable = try Settings(process).entries.filter {
      !(isRelayOnly && ["stun", "udp-port"].contains($0.name))
    }
    return [command] + usable.map { "--\($0.name)=\($0.value)" } + arguments.dropFirst()
  }

  /// The settings as a file would have them, each with its meaning and where it comes from.
  var text: String { SettingsText.listing(entries) }

  private static func check(_ entry: Setting) throws(Failure) {
    do {
      _ = try DemoCommand.parse(["--\(entry.name)=\(entry.value)"])
    } catch {
      throw Failure(.usage, "\(entry.origin): \(DemoCommand.message(for: error))")
    }
  }
}

/// Shows the settings and where they come from.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the settings, and where each comes from.",
    discussion: """
      Settings are preferences that hold for every match: lines NAME = VALUE in a file, or
      environment variables. A file overrides nothing that the environment or the command line says.

        ghostline config print
        ghostline config path
      """,
    subcommands: [Print.self, Path.self], defaultSubcommand: Print.self)

  struct Print: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print all settings as a file would have them.")

    func run() throws {
      let process = OwnProcess.current
      if case .nowhere(let why) = process.surroundings.configuration {
        StandardStream.error.write("no file of settings is read, for \(why)\n")
      }
      print(try Settings(process).text)
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print where the file is looked for.")

    func run() throws {
      switch OwnProcess.current.surroundings.configuration {
      case .at(let folder): print(folder + "/config")
      case .nowhere(let why): throw Failure(.error, why)
      }
    }
  }
}
