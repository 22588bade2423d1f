import Foundation
import Testing

/// Where the program reads and writes, and what it takes for an invite, whatever surrounds it.
@Suite(.serialized) struct SurroundingsTests {
  private static let secret = "K351F626V743K8M2366XCN2Y08"

  /// A folder of somebody else, with files where we would look if it were our home.
  private func strangersFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("stranger-\(UUID().uuidString)")
    let settings = folder.appendingPathComponent(".config/ghostline")
    try FileManager.default.createDirectory(at: settings, withIntermediateDirectories: true)
    try Data("name = stranger\n".utf8).write(to: settings.appendingPathComponent("config"))
    return folder
  }

  @Test(arguments: ["", ".", "relative"])
  func `nothing is read from the working folder for lack of a home`(home: String) throws {
    let folder = try strangersFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let environment = ["HOME": home, "XDG_CONFIG_HOME": home]
    for arguments in [["config"], ["config", "path"]] {
      let output = try Program(arguments, environment: environment, in: folder).finish(within: 20)
      #expect(!output.standardOutput.contains("stranger"), "\(output.standardOutput)")
      #expect(!output.standardOutput.contains("\n./"))
    }
  }

  @Test func `nothing is written into the working folder for lack of a home`() throws {
    let folder = try strangersFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    let output = try Program(
      ["demo", "--headless", "--corrupt", "60", "--frames", "240"],
      environment: ["HOME": "", "XDG_STATE_HOME": "state"], in: folder
    ).finish(within: 30)
    #expect(output.code == 5, "\(output.standardError)")
    #expect(output.standardError.contains("desync report: "))
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path) == before)
  }

  @Test func `a configuration that never ends is told, not read`() throws {
    let folder = try strangersFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(".config/ghostline/config")
    try FileManager.default.removeItem(at: file)
    try FileManager.default.createSymbolicLink(
      at: file, withDestinationURL: URL(fileURLWithPath: "/dev/zero"))
    let output = try Program(
      ["config"], environment: ["XDG_CONFIG_HOME": folder.appendingPathComponent(".config").path]
    ).finish(within: 20)
    #expect(output.code == 2)
    #expect(output.standardError.contains("longer than"), "\(output.standardError)")
  }

  @Test(arguments: ["[::1]:0", "127.0.0.1:0", "localhost:0", "0.0.0.0:0", "[::]:0"])
  func `what a relay prints is taken by host, and is no wildcard`(listen: String) throws {
    let relay = try Program(["relay", "--listen", listen])
    let place = try #require(relay.line(after: "relay: "))
    #expect(!place.contains("0.0.0.0") && !place.contains("[::]"))
    let host = try Program(["host", "--relay", place, "--headless"])
    #expect(host.line(after: "invite: \(place)#") != nil)
    for program in [host, relay] { program.signal(SIGTERM) }
    _ = host.finish(within: 20)
    let output = relay.finish(within: 20)
    #expect(!output.standardError.contains("is taken"), "\(output.standardError)")
  }

  @Test(arguments: [
    "ghostline://PLACE#\nSECRET\nls\n",
    "\u{FEFF}ghostline://PLACE\r\n#SECRET",
    "\n\ninvite: ghostline://PLACE#SECRET\n",
  ])
  func `a piped invite may be broken into lines`(text: String) throws {
    let relay = try Program(["relay", "--listen", "127.0.0.1:0"])
    let place = try #require(relay.line(after: "relay: ghostline://"))
    let input = text.replacing("PLACE", with: place).replacing("SECRET", with: Self.secret)
    let output = try Program(["join", "--headless", "-"], input: input).finish(within: 20)
    relay.signal(SIGTERM)
    _ = relay.finish(within: 20)
    #expect(output.code == 4)
    #expect(output.standardError.contains("there is no room"), "\(output.standardError)")
  }

  @Test(arguments: ["", "\n", "ghostline://127.0.0.1:9#\n\n", "ls\n"])
  func `what is no invite is refused, and nothing of it is shown`(input: String) throws {
    let output = try Program(["join", "--headless"], input: input).finish(within: 20)
    #expect(output.code == 2)
    #expect(output.standardError.contains("invite"), "\(output.standardError)")
  }

  /// Whether there is a commit here that git tells us, as it tells the build.
  private func isKnownToGit() throws -> Bool {
    let git = try Program(
      ["git", "rev-parse", "HEAD"], by: URL(fileURLWithPath: "/usr/bin/env"))
    return git.finish(within: 20).code == 0
  }

  @Test func `the version names the commit that was built`() throws {
    let output = try Program(["--version"]).finish(within: 20).standardOutput
    let commit =
      try isKnownToGit() ? " \\([0-9a-f]{10,}(-dirty)?\\)" : ""
    let version = try Regex("[0-9]+\\.[0-9]+\\.[0-9]+\(commit), protocol version [0-9]+\n")
    #expect(try version.wholeMatch(in: output) != nil, "\(output)")
  }

  /// Runs a line of the shell on a terminal of its own, by `script` of util-linux.
  private func onTerminal(_ line: String, typing keys: String, after words: String) throws -> Int32
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
    process.arguments = ["-qec", line, "/dev/null"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["TERM": "xterm-256color", "XDG_CONFIG_HOME": "/nonexistent"]) { $1 }
    let (input, output) = (Pipe(), Collector())
    process.standardInput = input
    process.standardOutput = output.pipe
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    let watchdog = DispatchWorkItem { kill(process.processIdentifier, SIGTERM) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: watchdog)
    defer { watchdog.cancel() }
    output.wait(within: 20) { $0.contains(words) }
    input.fileHandleForWriting.write(Data(keys.utf8))
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test func `a piped invite is played on a screen, with the keys of its terminal`() throws {
    let relay = try Program(["relay", "--listen", "127.0.0.1:0"])
    let place = try #require(relay.line(after: "relay: "))
    let host = try Program(["host", "--relay", place, "--headless", "--players", "3"])
    let invite = try #require(host.line(after: "invite: "))
    // Ctrl-C leaves; without keys it would wait for the third player until the watchdog ends it.
    let code = try onTerminal(
      "echo '\(invite)' | '\(Program.executable.path)' join", typing: "\u{3}", after: "waiting")
    #expect(code == 0)
    for program in [host, relay] { program.signal(SIGTERM) }
    for program in [host, relay] { _ = program.finish(within: 20) }
  }

  @Test func `a terminal without a name is told as that`() throws {
    let code = try onTerminal(
      "TERM= '\(Program.executable.path)' demo", typing: "", after: "TERM is empty")
    #expect(code == 3)
  }
}
