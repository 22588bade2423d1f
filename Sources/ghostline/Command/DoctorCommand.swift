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
      "The relay, ghostline://HOST:PORT, or an invite. Default: only the STUN servers are asked.")
  var relay: String?

  @Option(help: "A STUN server, HOST:PORT; may be given several times.")
  var stun: [String] = []

  func run() throws {
    let location = try relay.map { try Self.location($0) }
    let servers = try stun.map { text in
      guard let server = HostPort(text) else {
        throw Failure(.usage, "--stun expects HOST:PORT, for example stun.example.org:3478")
      }
      return server
    }
    try Play.withEventLoop { eventLoop, clock in
      var report = DoctorReport()
      if let location {
        Self.say("asking the relay \(location) …")
        report.relay = DoctorReport.Relay(location, on: eventLoop, clock: clock)
      }
      let own = location.map { [HostPort(host: $0.host, port: $0.port)] } ?? []
      let hosts = own + servers
      if !hosts.isEmpty {
        let seconds = Int(NATSurvey.length.milliseconds / 1000)
        Self.say("asking by UDP how the world sees this machine, at most \(seconds) s …")
      }
      report.servers = hosts.map { ($0, HostResolver.addresses(of: $0)) }
      (report.addresses, report.verdict) = try Self.survey(
        report.servers.flatMap(\.addresses), on: eventLoop, clock: clock)
      StandardStream.output.write(report.text + "\n")
      if let diagnosis = report.relay, !diagnosis.isUsable {
        throw Failure(.connection, "the relay cannot be used from here")
      }
    }
  }

  private static func say(_ text: String) { StandardStream.error.write(text + "\n") }

  /// An address of a relay, or that in an invite.
  private static func location(_ text: String) throws -> HostPort {
    guard text.contains("#") else { return try Lodging.parse(text) }
    do throws(InviteError) {
      let invite = try InviteInput.invite(in: text)
      return HostPort(host: invite.host.name, port: invite.port)
    } catch {
      throw InvitePrompt.failure(error)
    }
  }

  /// Asks all servers from a socket of its own, from which nothing else was sent.
  private static func survey(
    _ servers: [Address], on eventLoop: any EventLoop, clock: SystemClock
  ) throws -> (own: [Address], NATSurvey.Verdict) {
    let inbox = try Inbox(now: { clock.now })
    let socket: DirectSocket
    do throws(DirectSocketError) {
      let isHere = !servers.isEmpty && servers.allSatisfy(\.isLoopback)
      socket = try DirectSocket.open(
        reach: isHere ? .loopback : .everywhere, on: eventLoop, inbox: inbox)
    } catch {
      throw Failure(.error, "no UDP socket: \(error)")
    }
    defer { socket.close() }
    let own = socket.localAddresses()
    var random = SystemRandomNumberGenerator()
    var survey = NATSurvey(servers: servers, ownAddresses: own, seed: random.next())
    survey.start(now: clock.now)
    var arrivals: [Arrival] = []
    while true {
      inbox.drain(into: &arrivals)
      for arrival in arrivals {
        guard case .direct(let source, let bytes) = arrival.content else { continue }
        obey(survey.received(bytes[...], from: source, now: arrival.time), socket)
      }
      arrivals.removeAll()
      obey(survey.tick(now: clock.now), socket)
      if let verdict = survey.verdict { return (own, verdict) }
      let left = survey.nextTick.map { $0 - clock.now } ?? .zero
      _ = inbox.wait(atMost: min(max(left, .milliseconds(1)), .milliseconds(200)))
    }
  }

  private static func obey(_ effects: [NATSurvey.Effect], _ socket: DirectSocket) {
    for case .send(let bytes, let address) in effects { socket.send(bytes, to: address) }
  }
}

extension DoctorReport.Relay {
  /// Connects a few times, then opens a room of its own and leaves it.
  init(_ location: HostPort, on eventLoop: any EventLoop, clock: SystemClock) {
    let tcp = RelayProbe.measure(location, on: eventLoop, now: { clock.now })
    var refusal: RelayClosure?
    if case .answered = tcp { refusal = Self.openRoom(location, on: eventLoop, clock: clock) }
    self.init(location: location, tcp: tcp, refusal: refusal)
  }

  private static func openRoom(
    _ location: HostPort, on eventLoop: any EventLoop, clock: SystemClock
  ) -> RelayClosure? {
    guard let inbox = try? Inbox(now: { clock.now }) else { return .lost }
    var random = SystemRandomNumberGenerator()
    let room = RoomCode(randomBits: random.next())
    let token = JoinToken(secret: .drawn(from: &random), room: room)
    let connection = RelayConnection(
      to: location, saying: RelayEntry.create(room, token, capacity: 2).message, on: eventLoop,
      inbox: inbox)
    defer { connection.leave()?.wait() }
    let deadline = clock.now + RelayLine.Limit.welcome
    var arrivals: [Arrival] = []
    while clock.now < deadline {
      _ = inbox.wait(atMost: .milliseconds(200))
      inbox.drain(into: &arrivals)
      for arrival in arrivals {
        switch arrival.content {
        case .relay(_, .message(.welcome)): return nil
        case .relay(_, .message(.refused(let reason))): return .refused(reason)
        case .relay(_, .closed(let closure)): return closure
        case .direct, .directClosed, .relay, .resolved, .localAddresses: break
        }
      }
      arrivals.removeAll()
    }
    return .timedOut(host: location.host, port: location.port)
  }
}
