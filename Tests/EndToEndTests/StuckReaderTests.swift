import Foundation
import Testing

/// Nothing that a reader of ours does, or does not do, stops a game.
@Suite(.serialized) struct StuckReaderTests {
  private static let solo = ["solo", "--headless", "--frames", "120"]

  /// The events of a log, in order; fails for a line that is not whole.
  private func events(_ bytes: [UInt8]) throws -> [String] {
    struct Line: Decodable { let event: String }
    #expect(bytes.isEmpty || bytes.last == UInt8(ascii: "\n"), "no torn line")
    return try bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Line.self, from: Data($0)).event
    }
  }

  // MARK: The log

  @Test func `L-54 a log whose reader never reads delays nobody and is said to lack lines`()
    throws
  {
    let pipe = try NamedPipe()
    let reader = pipe.reader()
    let begin = ContinuousClock.now
    let match = try HeadlessMatch(
      frames: 600, host: ["--bot", "fair", "--hash-interval", "1", "--log", pipe.path],
      guest: ["--bot", "fair"])
    #expect(ContinuousClock.now - begin < .seconds(25), "600 frames are ten seconds")
    for (output, summary) in zip([match.host, match.guest], match.summaries) {
      #expect(output.code == 0, "\(output.standardError)")
      #expect(summary.endReason == "completed" && summary.confirmedFrame == 600)
      #expect(summary.peers[0].verifiedFrame == 600)
    }
    #expect(pipe.isFull, "not vacuous")
    #expect(try events(reader.available()).contains("hashMatch"))
    #expect(
      match.host.standardError.contains("lines are missing in the log \(pipe.path): nobody reads"),
      "\(match.host.standardError)")
  }

  @Test func `a log on a full disk costs the log and nothing else`() throws {
    let output = try Program(Self.solo + ["--log", "/dev/full"]).finish(within: 30)
    #expect(output.code == 0, "\(output.standardError)")
    #expect(output.standardOutput.contains("completed"))
    #expect(
      output.standardError.contains(
        "lines are missing in the log /dev/full: No space left on device"),
      "\(output.standardError)")
  }

  @Test func `a program started without its streams plays all the same`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments =
      [
        "-c", "exec timeout 30 \"$0\" \"$@\" <&- >&- 2>&-", Program.executable.path,
      ] + Self.solo + ["--json", path]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(try Data(contentsOf: URL(filePath: path)).first == UInt8(ascii: "{"))
  }

  @Test func `a log that nobody ever opens keeps nobody waiting`() throws {
    let pipe = try NamedPipe()
    let begin = ContinuousClock.now
    let output = try Program(Self.solo + ["--log", pipe.path]).finish(within: 30)
    #expect(ContinuousClock.now - begin < .seconds(15))
    #expect(output.code == 0, "\(output.standardError)")
    #expect(
      output.standardError.contains("lines are missing in the log \(pipe.path): nobody reads"),
      "\(output.standardError)")
  }

  @Test func `a reader who opens the log late gets it from the start`() throws {
    let pipe = try NamedPipe()
    let match = try Program(Self.solo + ["--log", pipe.path])
    #expect(match.errorLine(containing: "frame ") != nil, "it plays without a reader")
    let reader = pipe.reader()
    let output = match.finish(within: 30)
    #expect(output.code == 0)
    #expect(!output.standardError.contains("missing"), "\(output.standardError)")
    let events = try events(reader.available())
    #expect(events.first == "path" && events.last == "ended", "\(events)")
  }

  @Test func `a log that cannot be opened is an error at once`() throws {
    for path in ["/nonexistent/log", "/"] {
      let output = try Program(Self.solo + ["--log", path]).finish(within: 20)
      #expect(output.code == 1)
      #expect(output.standardError.contains("the log \(path) cannot be written"))
    }
  }

  // MARK: Standard error

  @Test func `L-54 standard error that nobody reads delays nobody`() throws {
    let stuck = StuckPipe()
    let match = try HeadlessMatch(frames: 240, hostError: stuck.pipe)
    #expect(match.host.code == 0)
    #expect(match.guest.code == 0, "\(match.guest.standardError)")
    for summary in match.summaries {
      #expect(summary.endReason == "completed" && summary.confirmedFrame == 240)
    }
    #expect(stuck.isFull, "not vacuous")
  }

  @Test func `L-54 a signal ends a match whose standard error is stuck`() throws {
    let stuck = StuckPipe()
    let host = try Program(
      ["host", "--headless", "--advertise", "127.0.0.1", "--port", "0", "--frames", "6000"],
      standardError: stuck.pipe)
    let invite = try #require(host.line(after: "invite: "))
    let guest = try Program(["join", invite, "--headless"])
    #expect(guest.errorLine(containing: "frame ") != nil, "they play")
    let begin = ContinuousClock.now
    host.signal(SIGINT)
    #expect(host.finish(within: 20).code == 128 + SIGINT)
    #expect(ContinuousClock.now - begin < .seconds(2))
    #expect(stuck.isFull, "not vacuous")
    #expect(guest.finish(within: 20).code == 0, "it was told")
  }

  @Test func `standard error whose reader has gone is no reason to end`() throws {
    let broken = Pipe()
    try broken.fileHandleForReading.close()
    let output = try Program(Self.solo, standardError: broken).finish(within: 30)
    #expect(output.code == 0)
    #expect(output.standardOutput.contains("completed"))
  }

  // MARK: Standard output

  @Test func `a summary that nobody takes is an error, and says so`() throws {
    let stuck = StuckPipe()
    let output = try Program(Self.solo, standardOutput: stuck.pipe).finish(within: 30)
    #expect(output.code == 1)
    #expect(
      output.standardError.contains("standard output cannot be written: nobody reads it"),
      "\(output.standardError)")
  }

  @Test func `a summary whose reader has gone is an error, and says so`() throws {
    let broken = Pipe()
    try broken.fileHandleForReading.close()
    let output = try Program(Self.solo + ["--json", "-"], standardOutput: broken)
      .finish(within: 30)
    #expect(output.code == 1)
    #expect(
      output.standardError.contains("standard output cannot be written: Broken pipe"),
      "\(output.standardError)")
  }

  @Test func `a signal ends the wait for somebody who takes the summary`() throws {
    let stuck = StuckPipe()
    let match = try Program(Self.solo + ["--json", "-"], standardOutput: stuck.pipe)
    #expect(match.errorLine(containing: "ended     completed") != nil, "only the JSON is left")
    let begin = ContinuousClock.now
    match.signal(SIGTERM)
    #expect(match.finish(within: 20).code == 128 + SIGTERM)
    #expect(ContinuousClock.now - begin < .seconds(1))
    #expect(stuck.isFull, "not vacuous")
  }

  @Test func `a summary file that nobody reads is an error, and says so`() throws {
    let pipe = try NamedPipe()
    let output = try Program(Self.solo + ["--json", pipe.path]).finish(within: 30)
    #expect(output.code == 1)
    #expect(output.standardOutput.contains("completed"))
    #expect(
      output.standardError.contains("the summary \(pipe.path) cannot be written: nobody reads it"),
      "\(output.standardError)")
  }
}
