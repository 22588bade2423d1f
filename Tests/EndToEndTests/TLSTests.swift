import Foundation
import Testing

/// Real processes that speak TLS to a relay with a certificate of its own.
@Suite(.serialized) struct TLSTests {
  @Test func `a match by an invite with a pin ends as ever, and the doctor knows the relay`() throws
  {
    let match = try HeadlessMatch(
      frames: 240, room: ["--advertise", "127.0.0.1", "--port", "0", "--tls"])
    for (output, summary) in zip([match.host, match.guest], match.summaries) {
      #expect(output.code == 0, "\(output.standardError)")
      #expect(output.standardError.contains("without TLS") == false)
      #expect(summary.inputs.receivedViaRelay == 240)
      summary.expectIdentities()
    }
    let invite = try #require(
      match.host.standardOutput.split(separator: "\n").first { $0.hasPrefix("invite: ") })
    #expect(invite.hasPrefix("invite: ghostlines://127.0.0.1:") && invite.contains("?pin="))
  }

  @Test func `the doctor tests a relay as a guest would join it`() throws {
    let host = try Program([
      "host", "--tls", "--headless", "--advertise", "127.0.0.1", "--port", "0", "--frames", "60",
    ])
    let invite = try #require(host.line(after: "invite: "))
    let good = try Program(["doctor", invite]).finish()
    #expect(good.code == 0, "\(good.standardError)")
    #expect(good.standardOutput.contains("TLS        stands: the relay has the key of the pin"))
    let port = invite.dropFirst("ghostlines://127.0.0.1:".count).prefix { $0.isNumber }
    for (address, words) in [
      ("ghostline://127.0.0.1:\(port)", "what answers there expects TLS: try ghostlines://"),
      ("ghostlines://127.0.0.1:\(port)", "it has a certificate that it signed itself"),
      (
        "ghostlines://127.0.0.1:\(port)?pin=" + String(repeating: "A", count: 43),
        "it has another key than the pin says"
      ),
    ] {
      let output = try Program(["doctor", address]).finish()
      #expect(output.code == 4, "\(output.standardError)")
      #expect(output.standardOutput.contains(words), "\(address): \(output.standardOutput)")
    }
    host.signal(SIGTERM)
    _ = host.finish()
  }

  @Test(arguments: [
    (["--tls-certificate", "/nonexistent"], "tls-certificate and tls-key are of no use"),
    (
      ["--tls-certificate", "/nonexistent/a", "--tls-key", "/nonexistent/b"],
      "no TLS: /nonexistent/a cannot be read: No such file or directory"
    ),
    (["--proxy-protocol"], "proxy-protocol needs trusted-proxy"),
    (["--trusted-proxy", "10.0.0.1/8"], "trusted-proxy expects addresses or ranges"),
  ])
  func `what cannot stand before a relay is an error before it listens`(
    arguments: [String], words: String
  ) throws {
    let output = try Program(["relay", "--listen", "127.0.0.1:0"] + arguments).finish(within: 10)
    #expect(output.code == 2 || output.code == 64, "\(output.code)")
    #expect(output.standardError.contains(words), "\(output.standardError)")
  }
}
