import ArgumentParser
import Foundation
import Presentation
import Vocabulary

/// What a player prefers in every match: from the configuration file and the environment.
///
/// A setting is an option of the command line, given in advance: the file's first, then the
/// environment's, then what was typed, and the last one counts. There is one parser for all three.
struct Settings {
  /// A setting, and where it was found.
  private struct Entry {
    let name: String
    let value: String
    let origin: String

    var arguments: [String] { ["--\(name)=\(value)"] }
  }

  /// What may stand in the file: preferences, nothing that belongs to one match.
  static let names = [
    "name", "theme", "glyphs", "keys", "bind", "input-delay", "window", "stun", "udp-port",
  ]

  private let entries: [Entry]

  /// - Throws: `Failure` with the line that is wrong, and what was expected.
  init(environment: [String: String]) throws(Failure) {
    var entries = try Self.fromFile(environment)
    for name in Self.names {
      let variable = Self.variable(name)
      guard let value = environment[variable], !value.isEmpty else { continue }
      entries.append(Entry(name: name, value: value, origin: variable))
    }
    for entry in entries { try Self.check(entry) }
    self.entries = entries
  }

  /// The arguments of a command, behind those that the settings stand for; commands that do not play
  /// have no settings, and work whatever the file says.
  static func completing(
    _ arguments: [String], environment: [String: String]
  ) throws(Failure) -> [String] {
    let playing: [any ParsableCommand.Type] = [
      DemoCommand.self, SoloCommand.self, HostCommand.self, JoinCommand.self,
    ]
    guard let command = arguments.first,
      playing.contains(where: { $0.configuration.commandName == command })
    else { return arguments }
    let isRelayOnly = arguments.contains("--relay-only")
    let usable = try Settings(environment: environment).entries.filter {
      !(isRelayOnly && ["stun", "udp-port"].contains($0.name))
    }
    return [command] + usable.flatMap(\.arguments) + arguments.dropFirst()
  }

  /// The settings as a file would have them, each with where it comes from; what is not set stands
  /// in comments.
  var text: String {
    let set = entries.map { "# \($0.origin)\n\($0.name) = \($0.value)" }
    let free = Self.names.filter { name in !entries.contains { $0.name == name } }
      .map { "# \($0) =        or \(Self.variable($0))" }
    return (set + free).joined(separator: "\n")
  }

  /// `$XDG_CONFIG_HOME/ghostline/config`, by default under `~/.config`.
  static func path(_ environment: [String: String]) -> String {
    let home = environment["HOME"] ?? "."
    let base = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (base ?? home + "/.config") + "/ghostline/config"
  }

  private static func variable(_ name: String) -> String {
    "GHOSTLINE_" + name.uppercased().replacing("-", with: "_")
  }

  private static func fromFile(_ environment: [String: String]) throws(Failure) -> [Entry] {
    let path = path(environment)
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.usage, "\(path) cannot be read: check its permissions")
    }
    var entries: [Entry] = []
    let lines = String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let content = line.trimmingCharacters(in: .whitespaces)
      if content.isEmpty || content.hasPrefix("#") { continue }
      let origin = "\(path):\(index + 1)"
      let parts = content.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw Failure(.usage, "\(origin): expected NAME = VALUE, for example theme = day")
      }
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      guard names.contains(name) else {
        throw Failure(
          .usage,
          "\(origin): there is no setting '\(name)'; there are \(names.joined(separator: ", "))")
      }
      entries.append(
        Entry(name: name, value: parts[1].trimmingCharacters(in: .whitespaces), origin: origin))
    }
    return entries
  }

  private static func check(_ entry: Entry) throws(Failure) {
    do {
      _ = try DemoCommand.parse(entry.arguments)
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
      print(try Settings(environment: ProcessInfo.processInfo.environment).text)
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print where the file is looked for.")

    func run() { print(Settings.path(ProcessInfo.processInfo.environment)) }
  }
}
