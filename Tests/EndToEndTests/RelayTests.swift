import Foundation
import Testing

/// Real relays that go away, players who want nothing else, and a doctor who looks at them.
@Suite(.serialized) struct RelayTests {
  /// A relay as a process of its own, on loopback.
  private func relay(port: Int = 0) throws -> (program: Program, address: String) {
    let program = try Program(["relay", "--listen", "127.0.0.1:\(port)"])
    return (program, try #require(program.line(after: "relay: ")))
  }

  private func port(of address: String) throws -> Int {
    try #require(address.split(separator: ":").last.flatMap { Int($0) })
  }

  @Test func `a relay that is killed and comes back costs nothing and carries again`() throws {
    let (first, address) = try relay()
    var second: Program?
    let match = try HeadlessMatch(frames: 780, room: ["--relay", address]) { host in
      #expect(host.errorLine(containing: " dual ") != nil)
      first.signal(SIGKILL)
      _ = first.finish()
      #expect(host.errorLine(containing: "no connection to the relay") != nil)
      second = try relay(port: try port(of: address)).program
      #expect(host.errorLine(containing: "directOnly") != nil)
    }
    second?.signal(SIGTERM)
    let served = try #require(second?.finish())
    #expect(served.standardError.contains("2 connections, 1 room,"), "\(served.standardError)")
    for (output, summary) in zip([match.host, match.guest], match.summaries) {
      #expect(output.code == 0, "\(output.standardError)")
      #expect(summary.endReason == "completed" && summary.confirmedFrame == 780)
      #expect(summary.peers[0].verifiedFrame == 780)
      #expect((summary.peers[0].modes["directOnly"] ?? 0) > 500)
      // That no frame waits for it is said where time is simulated: here the machine may be busy.
      #expect(!summary.fallback.triggered)
      #expect(summary.inputs.receivedViaP2P > 700)
      // What was not acknowledged when the relay came back came by it too.
      #expect(summary.inputs.receivedViaRelay < 780)
      summary.expectIdentities()
    }
  }

  @Test func `--relay-only on one side keeps both from the direct path, and both say why`() throws {
    let match = try HeadlessMatch(frames: 240, guest: ["--relay-only"])
    for (output, summary) in zip([match.host, match.guest], match.summaries) {
      #expect(output.code == 0, "\(output.standardError)")
      #expect(summary.peers[0].paths.p2p.packetsSent == 0)
      #expect(summary.inputs.receivedViaP2P == 0 && summary.inputs.receivedViaRelay == 240)
      #expect(!summary.fallback.triggered, "S-17")
      summary.expectIdentities()
    }
    #expect(match.summaries.map(\.peers[0].p2pObstacle) == ["relayOnlyThere", "relayOnlyHere"])
    #expect(match.guest.standardError.contains("no P2P: off: --relay-only"))
    #expect(match.host.standardError.contains("'s --relay-only"))
  }

  @Test func `copied datagrams open once and the match ends as ever`() throws {
    let inject = ["--inject", "p2p:latency=5,dup=30;relay:latency=8,dup=30"]
    let match = try HeadlessMatch(frames: 240, host: inject, guest: inject)
    for (output, summary) in zip([match.host, match.guest], match.summaries) {
      #expect(output.code == 0, "\(output.standardError)")
      #expect((summary.ignored["replayed"] ?? 0) > 50)
      #expect(summary.ignored["forged"] == 0)
      summary.expectIdentities()
    }
  }

  @Test func `the doctor finds a relay on this machine usable, without a NAT before it`() throws {
    let (program, address) = try relay()
    let output = try Program(["doctor", address]).finish()
    program.signal(SIGTERM)
    _ = program.finish()
    #expect(output.code == 0, "\(output.standardError)")
    for words in [
      "the relay path works", "NAT        none", "STUN servers (UDP)", "answers, round trip",
      "with a home router",
    ] {
      #expect(output.standardOutput.contains(words), "\(output.standardOutput)")
    }
  }

  @Test func `the doctor says that nobody listens, and exits with 4`() throws {
    let (program, address) = try relay()
    program.signal(SIGTERM)
    _ = program.finish()
    let output = try Program(["doctor", address]).finish()
    #expect(output.code == 4)
    #expect(output.standardOutput.contains("cannot be reached: nothing listens there"))
    #expect(output.standardOutput.contains("unknown: there was nobody to ask"))
  }

  @Test func `an invite by IPv6 is hosted and joined`() throws {
    let room = ["--advertise", "::1", "--port", "0"]
    let match = try HeadlessMatch(frames: 120, room: room)
    #expect(match.host.standardOutput.contains("invite: ghostline://[::1]:"))
    for (output, summary) in zip([match.host, match.guest], match.summaries) {
      #expect(output.code == 0, "\(output.standardError)")
      #expect(summary.confirmedFrame == 120 && summary.inputs.receivedViaP2P > 0)
    }
  }
}
