import Foundation
import Testing

/// What is preferred in a file and in the environment, and what is wrong with it.
@Suite struct SettingsTests {
  /// Runs with a configuration file of these lines.
  private func run(
    _ arguments: [String], file: String?, environment: [String: String] = [:]
  ) throws -> Program.Output {
    let home = FileManager.default.temporaryDirectory
      .appendingPathComponent("settings-\(UUID().uuidString)")
    let folder = home.appendingPathComponent("ghostline")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    if let file { try Data(file.utf8).write(to: folder.appendingPathComponent("config")) }
    let all = environment.merging(["XDG_CONFIG_HOME": home.path]) { $1 }
    return try Program(arguments, environment: all).finish(within: 30)
  }

  @Test func `config prints what is set, where, and what could be`() throws {
    let output = try run(
      ["config"], file: "# mine\n\n name = zoe \ntheme=day\n",
      environment: ["GHOSTLINE_WINDOW": "8"])
    #expect(output.code == 0)
    for lines in [
      "config:3\nname = zoe\n", "config:4\ntheme = day\n", "# GHOSTLINE_WINDOW\nwindow = 8\n",
      "by GHOSTLINE_INPUT_DELAY\n# input-delay = 2\n", "# theme: colours: auto, night, day",
      "0 to 15. Default: 10\n# GHOSTLINE_WINDOW",
    ] {
      #expect(output.standardOutput.contains(lines), "\(output.standardOutput)")
    }
  }

  @Test func `what it prints is a file that says the same`() throws {
    let first = try run(["config", "print"], file: "name = a = b # c\nstun = one.example:3478\n")
    let second = try run(["config", "print"], file: first.standardOutput)
    #expect(second.standardOutput.contains("\nname = a = b # c\n"))
    #expect(second.standardOutput.contains("\nstun = one.example:3478\n"))
  }

  @Test(arguments: [
    ("name = zoe\ntheme = purple\n", "config:2: ", "'contrast'"),
    ("colour = red\n", "config:1: ", "there is no setting 'colour'"),
    ("\n\nname\n", "config:3: ", "NAME = VALUE"),
    ("window = 99\n", "config:1: ", "between 0 and 15"),
    ("stun = x:\n", "config:1: ", "HOST:PORT"), ("udp-port = 70000\n", "config:1: ", "udp-port"),
    ("bind = m:fly\n", "config:1: ", "steer-left"),
  ])
  func `a wrong line is named, with what was expected`(
    file: String, place: String, expected: String
  ) throws {
    for arguments in [["config"], ["host", "--headless"]] {
      let output = try run(arguments, file: file)
      #expect(output.code == 2)
      #expect(output.standardError.contains(place), "\(output.standardError)")
      #expect(output.standardError.contains(expected), "\(output.standardError)")
    }
  }

  @Test func `a wrong line keeps nobody from help, nor from running a relay`() throws {
    let help = try run(["--help"], file: "nonsense\n")
    #expect(help.code == 0 && help.standardOutput.contains("solo"))
    let simulated = try run(["simulate", "--seed", "7", "--frames", "60"], file: "nonsense\n")
    #expect(simulated.code == 0, "\(simulated.standardError)")
  }

  @Test func `the environment counts more than the file, and the command line most`() throws {
    let playing = ["solo", "--headless", "--bot", "fair", "--frames", "30"]
    let file = "name = filed\n"
    let environment = ["GHOSTLINE_NAME": "surrounded"]
    for (arguments, variables, name) in [
      ([], [:], "filed"), ([], environment, "surrounded"),
      (["--name", "typed"], environment, "typed"),
    ] {
      let output = try run(playing + arguments, file: file, environment: variables)
      #expect(output.code == 0, "\(output.standardError)")
      #expect(output.standardOutput.contains("score     \(name) 0 : fair bot 0"))
    }
  }
}

/// All players in one process: solo and the demo.
@Suite(.serialized) struct LoopbackTests {
  @Test func `solo is a whole match over both paths, and tells our summary alone`() throws {
    let output = try Program([
      "solo", "--headless", "--bot", "easy", "--level", "hard", "--bots", "3", "--frames", "240",
      "--name", "me", "--json", "-",
    ]).finish()
    #expect(output.code == 0, "\(output.standardError)")
    let summary = try JSONDecoder().decode(Summary.self, from: Data(output.standardOutput.utf8))
    #expect(summary.confirmedFrame == 240 && summary.peers.count == 3)
    #expect(summary.peers.allSatisfy { $0.verifiedFrame == 240 && $0.hashMismatches == 0 })
    #expect(summary.inputs.receivedViaP2P > 0 && summary.inputs.receivedViaRelay > 0)
    summary.expectIdentities()
  }

  @Test func `the demo begins with any act, finds what it alters, and leaves without a screen`()
    throws
  {
    let output = try Program(["demo", "--headless", "--act", "desync", "--json", "-"]).finish()
    // What the show alters is no failure.
    #expect(output.code == 0, "\(output.standardError)")
    let summaries = try JSONDecoder().decode([Summary].self, from: Data(output.standardOutput.utf8))
    #expect(summaries.count == 2)
    for summary in summaries {
      #expect(summary.peers.allSatisfy { $0.hashMismatches == 1 })
      #expect(summary.peers.allSatisfy { $0.hashesCompared > 10 })
      #expect(!summary.fallback.triggered)
    }
  }

  @Test func `the acts are listed with their times and what they show`() throws {
    let output = try Program(["demo", "--list"]).finish()
    #expect(output.code == 0 && output.standardError == "")
    for text in ["1  clean", "6  desync", "at 27 s", "until a key", "held", "PgDn"] {
      #expect(output.standardOutput.contains(text), "\(text)")
    }
  }
}
