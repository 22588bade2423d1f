import ArgumentParser
import Foundation
import NIOCore
import Netplay
import Output
import Presentation
import Relay
import SecureChannel
import Simulation
import Station
import Stun
import Transport
import Vocabulary

/// Says what kind of network this is, and what will work between two such players.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what this network allows: addresses, NAT, UDP, the relay; and what to do.",
    discussion: """
      Asks the relay by TCP and by UDP, and the STUN servers that you name, how they see this machine.
      A server with two addresses (RFC 5780) tells most. Takes at most about ten seconds. Exit code 4 when
      the relay cannot be used.

        ghostline doctor ghostline://relay.example:7777
        ghostline doctor --stun stun.example.org:3478
      """)

  @Argument(
    help:
      "The relay as --relay has it, or an invite. Default: only the STUN servers are asked.")
  var relay: String?

  @Option(help: "A STUN server, HOST:PORT; may be given several times.")
  var stun: [String] = []

  func run() throws {
    let address = try relay.map { try Self.address($0) }
    let location = address?.location
    let servers = try stun.map { text in
      guard let server = HostPort(text, defaultPort: StunClient.defaultPort) else {
        throw Failure(.usage, "--stun expects HOST:PORT, for example stun.example.org:3478")
      }
      return server
    }
    try Play.withEventLoop { eventLoop, clock in
      var report = DoctorReport()
      let hosts = (location.map { [$0] } ?? []) + servers
      if !hosts.isEmpty { Self.say("looking up names …") }
      report.servers = HostResolver.lookUp(hosts)
      if let address, let found = report.servers.first {
        Self.say("asking the relay \(address.location) …")
        report.relay = DoctorReport.Relay(
          address, found.failure, at: found.addresses, on: eventLoop, clock: clock)
      }
      let addresses = ResolvedHost.inTurn(
        report.servers.map { ResolvedHost($0.name, $0.addresses) })
      if !addresses.isEmpty {
        let seconds = Int(NATSurvey.length.milliseconds / 1000)
        Self.say("asking by UDP how the world sees this machine, at most \(seconds) s …")
      }
      do throws(DirectSocketError) {
        var random = SystemRandomNumberGenerator()
        (report.addresses, report.verdict) = try SurveyRun.ask(
          addresses, seed: random.next(), on: eventLoop, now: { clock.now })
      } catch {
        throw Failure(.error, "no UDP socket: \(error)")
      }
      StandardStream.output.write(report.text + "\n")
      if let diagnosis = report.relay, !diagnosis.isUsable {
        throw Failure(.connection, "the relay cannot be used from here")
      }
    }
  }

  private static func say(_ text: String) { StandardStream.error.write(text + "\n") }

  /// An address of a relay, or that in an invite.
  private static func address(_ text: String) throws -> RelayAddress {
    guard text.contains("#") else { return try Lodging.parse(text) }
    do throws(InviteError) {
      return try InviteInput.invite(in: text).relay
    } catch {
      throw InvitePrompt.failure(error)
    }
  }
}

extension DoctorReport.Relay {
  /// Connects a few times, then opens a room of its own and leaves it.
  init(
    _ relay: RelayAddress, _ failure: UnreachableCause?, at addresses: [Address],
    on eventLoop: any EventLoop, clock: SystemClock
  ) {
    let tcp =
      failure.map { .unreachable($0) }
      ?? RelayProbe.measure(relay.location, at: addresses, on: eventLoop, now: { clock.now })
    var refusal: RelayClosure?
    if case .answered = tcp { refusal = Self.openRoom(relay, on: eventLoop, clock: clock) }
    self.init(relay, tcp: tcp, refusal: refusal)
  }

  private static func openRoom(
    _ relay: RelayAddress, on eventLoop: any EventLoop, clock: SystemClock
  ) -> RelayClosure? {
    guard let inbox = try? Inbox(now: { clock.now }) else { return .lost }
    var random = SystemRandomNumberGenerator()
    let token = JoinToken(secret: .drawn(from: &random))
    let connection = RelayConnection(
      to: relay.location, by: relay.link, saying: RelayEntry.create(token, capacity: 2).message,
      on: eventLoop, inbox: inbox)
    defer { connection.leave()?.wait() }
    var deadline = clock.now + RelayLine.Limit.lookUp
    var arrivals: [Arrival] = []
    while clock.now < deadline {
      _ = inbox.wait(atMost: .milliseconds(200))
      inbox.drain(into: &arrivals)
      for arrival in arrivals {
        switch arrival.content {
        case .relay(_, .lookedUp): deadline = clock.now + RelayLine.Limit.welcome
        case .relay(_, .message(.welcome)): return nil
        case .relay(_, .message(.refused(let reason))): return .refused(reason)
        case .relay(_, .closed(let closure)): return closure
        case .direct, .directClosed, .relay, .resolved, .localAddresses: break
        }
      }
      arrivals.removeAll()
    }
    return .timedOut(host: relay.location.host, port: relay.location.port)
  }
}
