import Foundation
import Testing

/// A doctor who keeps looking, and matches that tell their figures while they are played.
@Suite(.serialized) struct WatchTests {
  @Test func `a watch measures both paths until a signal, and recommends a delay`() throws {
    let relay = try Program(["relay", "--listen", "127.0.0.1:0"])
    let address = try #require(relay.line(after: "relay: "))
    let watch = try Program(["doctor", address, "--watch", "--json", "-"])
    #expect(watch.errorLine(containing: "RELAY UP") != nil)
    watch.signal(SIGINT)
    let output = watch.finish(within: 20)
    relay.signal(SIGTERM)
    _ = relay.finish(within: 20)
    #expect(output.code == 0)
    // How long a busy machine takes is another matter: which delay follows is tested on made figures.
    #expect(output.standardError.contains("Recommended: --input-delay "))
    let rows = try WatchRow.rows(of: output.standardOutput)
    for path in ["udp", "relay"] {
      let last = try #require(rows.last { $0.path == path })
      #expect(last.state == "up" && last.returned > 0 && last.returned <= last.sent)
      #expect(last.lost == 0 && (last.p50Ms ?? 0) > 0)
    }
  }

  @Test func `a relay that goes away is an outage in the figures, not their end`() throws {
    let relay = try Program(["relay", "--listen", "127.0.0.1:0"])
    let address = try #require(relay.line(after: "relay: "))
    let watch = try Program(["doctor", address, "--watch", "--csv", "-"])
    #expect(watch.errorLine(containing: "RELAY UP") != nil)
    relay.signal(SIGKILL)
    _ = relay.finish()
    #expect(watch.errorLine(containing: "RELAY DOWN") != nil)
    watch.signal(SIGTERM)
    let output = watch.finish(within: 20)
    #expect(output.code == 4 && output.standardError.contains("Verdict: nothing came back"))
    let table = output.standardOutput.split(separator: "\n")
    #expect(table.first?.hasPrefix("seconds,path,state") ?? false)
    #expect(table.contains { $0.contains(",relay,up,") })
    #expect(table.contains { $0.contains(",relay,down,") })
  }

  @Test func `a match writes a line of figures a second`() throws {
    let output = try Program(["solo", "--headless", "--frames", "240", "--metrics", "-"]).finish()
    #expect(output.code == 0, "\(output.standardError)")
    let lines = output.standardOutput.split(separator: "\n").filter { $0.hasPrefix("{") }
    #expect(lines.count >= 4)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["version"] as? Int == 1 && object?["state"] is String)
    }
    #expect(lines.contains { $0.contains("\"state\":\"playing\"") && $0.contains("\"p2p\":{") })
  }
}
