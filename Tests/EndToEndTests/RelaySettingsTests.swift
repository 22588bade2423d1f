import Foundation
import Testing

/// A relay's settings as its operator gives and checks them.
@Suite struct RelaySettingsTests {
  private func run(
    _ arguments: [String], file: String?, environment: [String: String] = [:]
  ) throws -> Program.Output {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("relay-\(UUID().uuidString).conf")
    defer { try? FileManager.default.removeItem(at: path) }
    if let file { try Data(file.utf8).write(to: path) }
    let config = file == nil ? [] : ["--config", path.path]
    return try Program(["relay"] + config + arguments, environment: environment).finish(within: 30)
  }

  @Test func `all settings are printed, each with where it comes from`() throws {
    let output = try run(
      ["--print-config", "--limit", "rooms=7", "--drain-seconds", "5"],
      file: "# mine\nlisten = 127.0.0.1:1\nrooms = 9\n",
      environment: ["GHOSTLINE_RELAY_METRICS": "9777"])
    #expect(output.code == 0, "\(output.standardError)")
    for lines in [
      ".conf:2\nlisten = 127.0.0.1:1\n", "# GHOSTLINE_RELAY_METRICS\nmetrics = 127.0.0.1:9777\n",
      "# --drain-seconds\ndrain-seconds = 5\n", "# --limit\nrooms = 7\n",
      "# default\nconnections = 4096\n",
    ] {
      #expect(output.standardOutput.contains(lines), "\(output.standardOutput)")
    }
  }

  @Test func `a check says that all is right, or what is wrong and where`() throws {
    let right = try run(["--check-config"], file: "rooms = 9\n")
    #expect(right.code == 0 && right.standardOutput == "all settings are right\n")
    let wrong = try run(["--check-config"], file: "\nromos = 9\n")
    #expect(wrong.code == 2)
    #expect(wrong.standardError.contains(".conf:2: there is no setting 'romos'"))
    let absent = try run(["--check-config", "--config", "/nonexistent.conf"], file: nil)
    #expect(absent.code == 2)
    #expect(absent.standardError.contains("/nonexistent.conf cannot be read"))
  }

  @Test func `the file is found by a variable too, and a relay obeys it`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("relay-\(UUID().uuidString).conf")
    defer { try? FileManager.default.removeItem(at: path) }
    try Data("listen = 127.0.0.1:0\nmetrics = 0\n".utf8).write(to: path)
    let relay = try Program(["relay"], environment: ["GHOSTLINE_RELAY_CONFIG": path.path])
    #expect(relay.line(after: "relay: ghostline://127.0.0.1:") != nil)
    #expect(relay.line(after: "metrics: http://127.0.0.1:") != nil)
    relay.signal(SIGTERM)
    #expect(relay.finish(within: 20).code == 0)
  }

  /// Tests run in the folder of the package.
  @Test func `the page for operators names every setting with its default`() throws {
    let page = try String(contentsOfFile: "docs/operating-a-relay.md", encoding: .utf8)
    let printed = try run(["--print-config"], file: nil).standardOutput
    let lines = printed.split(separator: "\n").filter { $0 != "# default" }
    #expect(lines.count > 20)
    for line in lines {
      let parts = line.drop { "# ".contains($0) }.split(separator: "=", maxSplits: 1)
      let name = parts[0].trimmingCharacters(in: .whitespaces)
      let value = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      let row = "| `\(name)` | \(value.isEmpty ? "none" : value) |"
      #expect(page.contains(row), "\(row)")
    }
  }

  @Test func `the file of the unit is right`() throws {
    let file = try String(contentsOfFile: "docs/relay/relay.conf", encoding: .utf8)
    let output = try run(["--check-config"], file: file)
    #expect(output.code == 0, "\(output.standardError)")
  }
}
