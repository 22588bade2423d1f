import Foundation
import Testing

/// Mistakes get a sentence that says what to do, and the exit code that belongs to them.
@Suite(.serialized) struct BadInputTests {
  private func run(
    _ arguments: [String], environment: [String: String] = [:], input: String? = nil
  ) throws -> Program.Output {
    try Program(arguments, environment: environment, input: input).finish(within: 20)
  }

  @Test func `bare ghostline prints a short help`() throws {
    let output = try run([])
    #expect(output.code == 0)
    #expect(output.standardOutput.contains("ghostline demo"))
  }

  @Test(arguments: [
    (
      ["join", "ghostline://127.0.0.1:7777/Z07A72ZM52#K351F626V743K8M2366XCN2Y08", "--headless"],
      "this invite is of an older version"
    ),
    (["join", "http://127.0.0.1", "--headless"], "ghostline://"),
    (["host", "--headless", "--inject", "p2p:speed=9"], "latency, jitter"),
    (["host", "--headless", "--inject", "wifi:loss=9"], "p2p or relay"),
    (["host", "--headless", "--window", "16"], "between 0 and 15"),
    (["host", "--headless", "--map", "nowhere"], "there is no map"),
    (["host", "--nonsense"], "--nonsense"),
    (
      ["host", "--headless", "--relay", "ghostline://127.0.0.1:7777#K351F626V743K8M2366XCN2Y08"],
      "this is an invite"
    ),
    (["simulate", "--seed", "x"], "seed"),
    (["simulate", "--seed", "1", "--bots", "0"], "--bots must be between 1"),
    (["simulate", "--seed", "1", "--bots", "2", "--rooms", "2"], "leave the other options away"),
    (["playy"], "do you mean ghostline solo?"), (["hots"], "do you mean ghostline host?"),
    (["host", "--headless", "--json", "/nonexistent/x.json"], "x.json cannot be written"),
    (["relay", "--listen", "here"], "HOST:PORT"),
    (["host", "--headless", "--stun", "here:"], "HOST:PORT"),
    (["host", "--headless", "--stun", "::1:9"], "HOST:PORT"),
    (["host", "--headless", "--stun", "a:1", "--relay-only"], "--relay-only forbids"),
    (["host", "--headless", "--udp-port", "9000", "--relay-only"], "--relay-only forbids"),
    (["solo", "--bots", "4"], "between 1 and 3"),
    (["solo", "--level", "godlike"], "'easy', 'fair' or 'hard'"),
    (["demo", "--act", "six"], "correction"),
    (["demo", "--presenter", "--headless"], "leave --loop and --headless out"),
    (["demo", "--theme", "purple"], "'contrast'"),
    (["demo", "--bind", "m"], "KEY:COMMAND"),
    (["demo", "--bind", "m:fly"], "steer-left"),
    (["demo", "--bind", "m:boost", "--bind", "m:help"], "bound twice"),
    (["demo", "--bind", "space:help"], "bind another key to boost first"),
    (["doctor", "http://nowhere"], "ghostline://HOST:PORT"),
    (["doctor", "--stun", "x:"], "HOST:PORT"),
    (["doctor", "--watch"], "needs a relay or an invite"),
    (["doctor", "127.0.0.1", "--csv", "-"], "add it"),
    (["doctor", "127.0.0.1", "--watch", "--csv", "-", "--json", "-"], "cannot both"),
    (["solo", "--metrics", "-"], "name a file"),
    (["solo", "--headless", "--metrics", "-", "--json", "-"], "name a file"),
    (["doctor", "ghostline://127.0.0.1:7777#K"], "secret"),
  ])
  func `a usage error exits with 2 and says what was expected`(
    _ arguments: [String], _ expected: String
  ) throws {
    let output = try run(arguments)
    #expect(output.code == 2, "\(output.standardError)")
    #expect(output.standardError.contains(expected), "\(output.standardError)")
  }

  @Test func `a map with a ragged row is named with line and column`() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("ragged-\(UUID().uuidString).map")
    let header = "name: R\ngame: ghostline\nplayers: 2-2\nheads: right left\n---\n"
    let rows = Array(repeating: "........\n", count: 7) + ["...\n"]
    try Data((header + rows.joined()).utf8).write(to: file)
    let output = try run(["host", "--headless", "--map", file.path])
    try FileManager.default.removeItem(at: file)
    #expect(output.code == 2)
    #expect(output.standardError.contains("line 13"), "\(output.standardError)")
    #expect(output.standardError.contains("3 columns, expected 8"), "\(output.standardError)")
  }

  @Test func `a port in use is said`() throws {
    let first = try Program(["relay", "--listen", "127.0.0.1:0"])
    let address = try #require(first.line(after: "relay: ghostline://"))
    let second = try run(["relay", "--listen", address])
    first.signal(SIGTERM)
    let ended = first.finish(within: 20)
    #expect(second.code == 1)
    #expect(second.standardError.contains("in use"), "\(second.standardError)")
    #expect(ended.code == 0, "it drains, and has no rooms")
  }

  @Test func `without a terminal the game says so and exits with 3`() throws {
    let output = try run(["demo"])
    #expect(output.code == 3)
    #expect(output.standardError.contains("--headless"), "\(output.standardError)")
  }

  @Test func `a relay that is not there is exit 4`() throws {
    let output = try run([
      "join", "ghostline://127.0.0.1:9#K351F626V743K8M2366XCN2Y08", "--headless",
    ])
    #expect(output.code == 4)
    #expect(output.standardError.contains("cannot be reached"), "\(output.standardError)")
  }

  @Test func `a room that does not exist is exit 4, and the invite may come by standard input`()
    throws
  {
    let relay = try Program(["relay", "--listen", "127.0.0.1:0"])
    let address = try #require(relay.line(after: "relay: ghostline://"))
    let output = try Program(
      ["join", "--headless"],
      input: "ghostline://\(address)#K351F626V743K8M2366XCN2Y08\n"
    ).finish(within: 20)
    relay.signal(SIGTERM)
    _ = relay.finish(within: 20)
    #expect(output.code == 4)
    #expect(output.standardError.contains("there is no room"), "\(output.standardError)")
  }

  private func host(frames: Int = 300) throws -> (Program, invite: String) {
    let host = try Program([
      "host", "--headless", "--advertise", "127.0.0.1", "--port", "0", "--frames", "\(frames)",
    ])
    return (host, try #require(host.line(after: "invite: ")))
  }

  @Test func `L-09 contradicting terms are exit 2 for who insists`() throws {
    let (host, invite) = try host()
    let guest = try run(["join", invite, "--headless", "--frames", "301"])
    #expect(guest.code == 2, "\(guest.standardError)")
    #expect(guest.standardError.contains("--frames 300"), "\(guest.standardError)")
    let fitting = try run(["join", invite, "--headless"])
    #expect(fitting.code == 0, "the room is still open: \(fitting.standardError)")
    #expect(host.finish(within: 20).code == 0)
  }

  @Test func `a third player finds the room full`() throws {
    // Whoever finds it full asks again for some seconds.
    let (host, invite) = try host(frames: 6_000)
    let guest = try Program(["join", invite, "--headless", "--json", "-"])
    // The third one comes when the room certainly has its two players: they are playing.
    _ = guest.errorLine(containing: "frame ")
    let third = try run(["join", invite, "--headless"])
    #expect(third.code == 4)
    #expect(third.standardError.contains("is full"), "\(third.standardError)")
    for program in [host, guest] { program.signal(SIGTERM) }
    for program in [host, guest] { #expect(program.finish(within: 20).code == 128 + SIGTERM) }
  }

  @Test func `simulate prints the same bytes for the same arguments`() throws {
    let arguments = [
      "simulate", "--seed", "7", "--frames", "300", "--inject",
      "p2p:latency=50,jitter=30,loss=20,reorder=5;relay:latency=80,jitter=10",
    ]
    let first = try run(arguments)
    let second = try run(arguments)
    #expect(first.code == 0, "\(first.standardError)")
    #expect(first.standardOutput == second.standardOutput)
    #expect(first.standardOutput.contains("trace "))
  }
}
