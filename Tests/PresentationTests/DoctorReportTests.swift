import Netplay
import Relay
import Stun
import Testing
import Vocabulary

@testable import Presentation

/// What is said of a network, by how many were asked.
struct DoctorReportTests {
  private static let relay = HostPort(host: "relay.test", port: 7777)
  private static let other = HostPort(host: "stun.test", port: 3478)
  private static let one = Address(ipv4: 203, 0, 113, 10, port: 7777)
  private static let two = Address(ipv4: 203, 0, 113, 11, port: 3478)

  private func report(
    _ servers: [(name: HostPort, addresses: [Address], failure: UnreachableCause?)],
    tcp: RelayAnswer = .answered([.milliseconds(20)])
  ) -> String {
    var report = DoctorReport()
    report.relay = DoctorReport.Relay(RelayAddress(Self.relay), tcp: tcp, refusal: nil)
    report.servers = servers
    report.verdict = NATSurvey.Verdict(
      access: .unanswered,
      answers: servers.flatMap(\.addresses).map { .init(server: $0, roundTrip: nil) })
    return report.text
  }

  @Test func `the silence of one host is no blocked network, whatever its addresses`() {
    let text = report([(Self.relay, [Self.one, Self.two], nil)])
    #expect(text.contains("unknown: the relay's STUN port does not answer, and nobody else"))
    #expect(!text.contains("blocked:") && !text.contains("nothing gets out"))
    #expect(text.contains("--stun HOST:PORT"))
  }

  @Test func `a host that could not be looked up is no second opinion, and is told as it is`() {
    let text = report([
      (Self.relay, [Self.one], nil), (Self.other, [], .noNameServer),
    ])
    #expect(!text.contains("blocked:"))
    #expect(text.contains("stun.test:3478: no name server answers"))
  }

  @Test func `the silence of two is`() {
    let text = report([(Self.relay, [Self.one], nil), (Self.other, [Self.two], nil)])
    #expect(text.contains("blocked: no server answered"))
    for other in ["a public machine", "a lenient NAT", "no UDP", "one like you"] {
      let line = text.split(separator: "\n").first { $0.contains("  with \(other)") }
      #expect(line?.hasSuffix(" relay only") == true, "\(other)")
    }
  }

  @Test func `a relay that is not there says nothing of UDP`() {
    let text = report([(Self.relay, [Self.one], nil)], tcp: .timedOut)
    #expect(text.contains("unknown: there was nobody to ask"))
  }

  @Test func `a name that nobody looks up is not called a firewall`() {
    let text = report([(Self.relay, [], .noNameServer)], tcp: .unreachable(.noNameServer))
    #expect(text.contains("cannot be reached: no name server answers"))
    #expect(!text.contains("firewall"))
  }
}
