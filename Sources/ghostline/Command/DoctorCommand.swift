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

      With --watch and an invite it measures both paths to the host, P2P and by the relay, until q or
      Ctrl-C, on a screen or as lines, and ends with a verdict and a recommended input delay. It takes a
      seat of the room meanwhile; no match begins, and the host is told. With a relay alone, or when
      every seat is taken, it measures the ways to the relay, and UDP to it stands in for P2P.
      """)

  @Argument(
    help:
      "The relay as --relay has it, or an invite. Default: only the STUN servers are asked.")
  var relay: String?

  @Option(help: "A STUN server, HOST:PORT; may be given several times.")
  var stun: [String] = []

  @Flag(help: "Measure both paths to the host of an invite, or to a relay, until q or Ctrl-C.")
  var watch = false

  @Option(
    help:
      "With --watch: write two rows a second, comma-separated, to this file; - is standard output.")
  var csv: String?

  @Option(help: "With --watch: write two JSON lines a second to this file; - is standard output.")
  var json: String?

  @OptionGroup(title: "Screen and keys") var display: DisplayOptions

  func validate() throws {
    if watch, relay == nil {
      throw ValidationError("--watch needs a relay or an invite to measure the way to.")
    }
    if !watch, csv != nil || json != nil {
      throw ValidationError("--csv and --json write what --watch measures: add it.")
    }
    if csv == "-", json == "-" {
      throw ValidationError("--csv and --json cannot both have standard output: name a file.")
    }
  }

  func run() throws {
    let invite = try relay.flatMap { try Self.invite($0) }
    let address = try relay.map { try invite?.relay ?? Lodging.parse($0) }
    if watch, let address { return try watch(address, invite) }
    let location = address?.location
    let servers = try servers()
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

  private func watch(_ relay: RelayAddress, _ invite: Invite?) throws {
    let tables = FigureTables(
      csv: try .opening(csv, notice: .none), json: try .opening(json, notice: .json),
      leavesOutput: csv != "-" && json != "-", heading: WatchReport.heading)
    try Play.withEventLoop { eventLoop, clock in
      var target = WatchTarget.relay(because: nil)
      if let invite {
        let shell = try seat(invite, on: eventLoop, clock: clock)
        defer { shell.close() }
        switch shell.station.measuring {
        case .inVain(let ending):
          target = WatchTarget(without: ending, at: shell.station.entrance)
          tables.tell(target.sentences)
        case .entering, .seated:
          return try DoctorWatch(
            relay.location, shell, of: { WatchTarget(hostOf: shell.station) }, display, tables,
            clock: clock
          ).untilEnded()
        }
      }
      let run = try relayRun(relay, on: eventLoop, clock: clock)
      defer { run.close() }
      try DoctorWatch(
        relay.location, run, of: { target }, display, tables, clock: clock
      ).untilEnded()
    }
  }

  /// Asks for a seat in the room of the invite, until it is clear whether there is one.
  private func seat(
    _ invite: Invite, on eventLoop: any EventLoop, clock: SystemClock
  ) throws -> StationShell {
    let location = invite.relay.location
    let entrance = Entrance(
      relay: location, over: invite.relay.link, to: .join, by: invite.secret,
      direct: LinkNotice.isLoopback(invite.host.name)
        ? .loopback : .everywhere(stun: [location] + (try servers())))
    var options = StationOptions(
      name: DisplayText(OwnProcess.current.surroundings.login), bot: nil, inputDelay: 2, window: 10,
      stay: .untilLeft)
    options.occasion = .measurement
    let shell = try Play.shell(entrance, options: options, clock: clock, on: eventLoop)
    Self.say("asking for a seat in room \(entrance.room), to measure …")
    while shell.station.measuring == .entering {
      shell.turn()
      shell.wait(atMost: .milliseconds(100))
    }
    return shell
  }

  private func relayRun(
    _ relay: RelayAddress, on eventLoop: any EventLoop, clock: SystemClock
  ) throws -> WatchRun {
    let found = HostResolver.lookUp([relay.location]).first
    if let failure = found?.failure {
      throw Failure(.connection, "\(relay.location): \(Sentences.reason(failure))")
    }
    var random = SystemRandomNumberGenerator()
    do throws(DirectSocketError) {
      return try WatchRun(
        relay, at: found?.addresses.first, token: { Self.drawnToken }, seed: random.next(),
        on: eventLoop, now: { clock.now })
    } catch {
      throw Failure(.error, "no UDP socket: \(error)")
    }
  }

  /// The STUN servers that were named.
  private func servers() throws(Failure) -> [HostPort] {
    try stun.map { text throws(Failure) in
      guard let server = HostPort(text, defaultPort: StunClient.defaultPort) else {
        throw Failure(.usage, "--stun expects HOST:PORT, for example stun.example.org:3478")
      }
      return server
    }
  }

  /// Of a room that nobody else knows.
  fileprivate static var drawnToken: JoinToken {
    var random = SystemRandomNumberGenerator()
    return JoinToken(secret: .drawn(from: &random))
  }

  private static func say(_ text: String) { StandardStream.error.write(text + "\n") }

  /// An invite, if it is one and no address of a relay.
  private static func invite(_ text: String) throws(Failure) -> Invite? {
    guard text.contains("#") else { return nil }
    do throws(InviteError) {
      return try InviteInput.invite(in: text)
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
    if case .answered = tcp {
      refusal = RelayProbe.openRoom(
        relay, by: DoctorCommand.drawnToken, on: eventLoop, now: { clock.now })
    }
    self.init(relay, tcp: tcp, refusal: refusal)
  }
}
