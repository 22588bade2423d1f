import Foundation
import Testing

/// A doctor with an invite, in processes of their own: both ways to the host, and a match afterwards.
@Suite(.serialized) struct MeasureTests {
  private func host(_ arguments: [String] = []) throws -> (program: Program, invite: String) {
    let program = try Program(
      ["host", "--headless", "--advertise", "127.0.0.1", "--port", "0", "--name", "ann"]
        + arguments)
    return (program, try #require(program.line(after: "invite: ")))
  }

  @Test func `both ways to a host are measured, and then a guest plays with it to the end`() throws
  {
    let match = ["--frames", "240"]
    let (host, invite) = try host(match + ["--inject", "p2p:latency=30;relay:latency=80"])
    let doctor = try Program(["doctor", invite, "--watch", "--json", "-"])
    for path in ["P2P UP", "RELAY UP"] {
      #expect(doctor.errorLine(containing: " s · \(path)") != nil)
    }
    #expect(host.errorLine(containing: "measures the connection and does not play") != nil)
    doctor.signal(SIGINT)
    let measured = doctor.finish(within: 20)
    let guest = try Program(["join", invite, "--headless", "--name", "bob"] + match).finish()
    let hosted = host.finish()

    #expect(measured.code == 0, "\(measured.standardError)")
    #expect(measured.standardError.contains("Verdict: NEAR. ann is "))
    #expect(measured.standardError.contains("one way by P2P"))
    let rows = try WatchRow.rows(of: measured.standardOutput)
    for (path, least) in [("p2p", 30.0), ("relay", 80.0)] {
      let last = try #require(rows.last { $0.path == path })
      #expect(last.state == "up" && last.returned > 5 && last.returned <= last.sent)
      #expect((last.p50Ms ?? 0) >= least, "\(path)")
    }
    #expect(!rows.contains { $0.path == "udp" })
    #expect(guest.code == 0, "\(guest.standardError)")
    #expect(hosted.code == 0, "\(hosted.standardError)")
    #expect(hosted.standardOutput.contains("ann") && hosted.standardOutput.contains("bob"))
  }

  @Test func `a room that is full is left alone, and the ways to its relay are measured`() throws {
    let (host, invite) = try host(["--frames", "100000"])
    let guest = try Program(["join", invite, "--headless", "--name", "bob"])
    #expect(host.errorLine(containing: "frame ") != nil)
    let doctor = try Program(["doctor", invite, "--watch", "--csv", "-"])
    #expect(doctor.errorLine(containing: "The ways to the host are not measured: room ") != nil)
    #expect(doctor.errorLine(containing: "RELAY UP") != nil)
    doctor.signal(SIGTERM)
    let measured = doctor.finish(within: 20)
    #expect(measured.code == 0 && measured.standardOutput.contains(",udp,up,"))
    for program in [guest, host] { program.signal(SIGTERM) }
    let (hosted, joined) = (host.finish(within: 20), guest.finish(within: 20))
    #expect(!hosted.standardError.contains("measures the connection"))
    #expect(
      !hosted.standardError.contains("FALLBACK") && !joined.standardError.contains("FALLBACK"))
  }

  @Test func `a host that goes away ends the measurement with its verdict`() throws {
    let (host, invite) = try host()
    let doctor = try Program(["doctor", invite, "--watch"])
    #expect(doctor.line(containing: " s · P2P UP") != nil)
    host.signal(SIGTERM)
    _ = host.finish(within: 20)
    let measured = doctor.finish(within: 20)
    #expect(measured.code == 0, "\(measured.standardError)")
    #expect(measured.standardOutput.contains("closed the room"))
    #expect(measured.standardOutput.contains("Verdict: NEAR. ann is "))
  }

  @Test func `an invite to a room that is gone measures the relay, and says so`() throws {
    let relay = try Program(["relay", "--listen", "127.0.0.1:0"])
    let address = try #require(relay.line(after: "relay: "))
    let doctor = try Program(["doctor", address + "#K351F626V743K8M2366XCN2Y08", "--watch"])
    #expect(doctor.line(after: "The ways to the host are not measured: there is no room") != nil)
    #expect(doctor.line(containing: " s · RELAY UP") != nil)
    doctor.signal(SIGINT)
    #expect(doctor.finish(within: 20).code == 0)
    relay.signal(SIGTERM)
    _ = relay.finish(within: 20)
  }
}
