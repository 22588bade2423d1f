import Foundation
import Output
import Testing

/// What a relay logs, as its operator finds it.
@Suite(.serialized) struct RelayLogTests {
  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `a log is JSON lines in which a room cannot be recognised`() throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("relay-\(UUID().uuidString).log")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("{\"event\":\"before\"}\n".utf8).write(to: file)
    let relay = try Program(["relay", "--listen", "127.0.0.1:0", "--log", file.path])
    let address = try #require(relay.line(after: "relay: "))
    let host = try Program(["host", "--headless", "--relay", address])
    let invite = try #require(host.line(after: "invite: "))
    host.signal(SIGTERM)
    _ = host.finish()
    relay.signal(SIGTERM)
    let ended = relay.finish(within: 30)
    #expect(ended.code == 0 && ended.standardError.contains("1 room,"))
    let text = try String(contentsOf: file, encoding: .utf8)
    let events = try objects(text)
    let names = events.compactMap { $0["event"] as? String }
    #expect(names.prefix(5) == ["before", "listening", "roomOpened", "seated", "left"])
    #expect(names.last == "stopped" && names.contains("draining"))
    for event in events.dropFirst() {
      #expect(event["level"] as? String == "info" && event["time"] is String, "\(event)")
    }
    #expect(Set(events.compactMap { $0["room"] as? String }).count == 1)
    // What is in the invite besides its address: nothing of it may stand in a log.
    let secrets = invite.split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 9 }
    #expect(!secrets.isEmpty && secrets.allSatisfy { !text.contains($0) })
  }

  @Test func `on standard error there is nothing but JSON`() throws {
    let relay = try Program(["relay", "--listen", "127.0.0.1:0", "--log", "-"])
    #expect(relay.line(after: "relay: ") != nil)
    relay.signal(SIGTERM)
    let names = try objects(relay.finish(within: 30).standardError).map { $0["event"] as? String }
    #expect(names == ["listening", "draining", "stopped"])
  }

  @Test func `a log that cannot be written is said`() throws {
    let relay = try Program(["relay", "--listen", "127.0.0.1:0", "--log", "/nonexistent/log"])
    let output = relay.finish(within: 30)
    #expect(output.code == 1 && output.standardError.contains("No such file or directory"))
  }

  @Test func `a stranger's text is cut at a whole character`() {
    let full = String(repeating: "a", count: 127) + "é"
    #expect(JSONLog.cut(full, to: 129) == full)
    #expect(JSONLog.cut(full, to: 128) == String(repeating: "a", count: 127))
    #expect(JSONLog.cut("abc", to: 3) == "abc" && JSONLog.cut("abcd", to: 3) == "abc")
    #expect(JSONLog.cut("a", to: 0) == "")
  }
}
