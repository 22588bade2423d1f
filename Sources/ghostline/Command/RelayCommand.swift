import ArgumentParser
import Foundation
import Netplay
import Output
import Presentation
import Relay
import Terminal
import Transport
import Views
import Vocabulary

/// Runs a relay alone until a signal ends it.
struct RelayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay",
    abstract: "Run a relay alone, for players who host elsewhere with --relay.",
    discussion: """
      It forwards datagrams; it cannot read invites' secrets. On Ctrl-C or SIGTERM it drains: it opens no
      new rooms and ends with the last one, at once when there is none. The second signal ends it.
      """
  )

  @Option(help: "Address and port to listen on.")
  var listen = "0.0.0.0:7777"

  @Option(help: "Address and port where /metrics, /healthz and /readyz are answered.")
  var metrics: String?

  @Option(help: "How long rooms may go on after the signal to end, in seconds.")
  var drainSeconds = 60

  @Option(
    help: "Another relay, where players are told to open rooms meanwhile: ghostline://HOST:PORT.")
  var drainTo: String?

  func validate() throws {
    guard (0...86_400).contains(drainSeconds) else {
      throw ValidationError("--drain-seconds must be between 0 and 86400, not \(drainSeconds).")
    }
    if let drainTo, NextRelay(drainTo) == nil {
      throw ValidationError("--drain-to expects ghostline://HOST:PORT, not '\(drainTo)'.")
    }
  }

  func run() throws {
    let address = try Self.address(listen, of: "--listen")
    let metricsAddress = try metrics.map { try Self.address($0, of: "--metrics") }
    // Whoever sends them to a service means no end of it.
    for number in [SIGUSR1, SIGUSR2] { signal(number, SIG_IGN) }
    try Play.installSignals()
    try Play.withEventLoop { eventLoop, clock in
      let listener = try Play.listen(
        host: address.host, port: address.port, on: eventLoop, clock: clock)
      StandardStream.output.write("relay: ghostline://\(Self.location(of: listener))\n")
      if listener.stunPort == nil {
        StandardStream.error.write(
          "relay: UDP port \(listener.boundPort) is taken: players behind NATs will not learn their"
            + " addresses here\n")
      }
      let metrics = try metricsAddress.map { address in
        try Play.refusing {
          () throws(RelayListenerError) in
          try MetricsListener.start(
            host: address.host, port: address.port, build: GhostlineCommand.version,
            watching: listener)
        }
      }
      if let metrics, let address = metricsAddress {
        let place = HostPort(host: address.host, port: metrics.boundPort)
        StandardStream.output.write("metrics: http://\(place)/metrics\n")
      }
      let ending = serve(listener, clock)
      let statistics = listener.statistics()
      listener.stop()
      metrics?.stop()
      StandardStream.error.write(
        "relay: \(Self.count(statistics.connectionsOpened, "connection")),"
          + " \(Self.count(statistics.roomsCreated, "room")),"
          + " \(Self.count(statistics.dataForwarded, "datagram")) forwarded\n")
      if case .signal(let number) = ending { throw SignalEnding(number: number) }
    }
  }

  private static func count(_ number: UInt64, _ noun: String) -> String {
    Wording.plural(Int(clamping: number), noun)
  }

  private static func address(_ text: String, of option: String) throws -> HostPort {
    guard let address = HostPort(text) else {
      throw Failure(.usage, "\(option) expects HOST:PORT, for example 0.0.0.0:7777, not '\(text)'")
    }
    guard !address.hasZone else {
      throw Failure(
        .usage,
        "\(text) is an address of one interface, which is none on other machines: listen on"
          + " [::]:\(address.port)")
    }
    return address
  }

  /// Where players find it: not at a wildcard, which is no address.
  private static func location(of listener: RelayListener) -> HostPort {
    let host =
      listener.isEverywhere ? LocalAddresses.likeliest?.hostText ?? "127.0.0.1" : listener.host
    return HostPort(host: host, port: listener.boundPort)
  }

  /// Until it has drained, or nobody waits for that.
  private func serve(_ listener: RelayListener, _ clock: SystemClock) -> RelayService.Ending {
    let manager = ServiceNotifier(variables: OwnProcess.current.variables)
    var service = RelayService(
      drainTime: .seconds(drainSeconds), watchdog: manager?.watchdog, now: clock.now)
    var reader = KeyReader(descriptor: -1)
    var effects = [RelayService.Effect.notify(.ready)]
    while true {
      for effect in effects {
        switch effect {
        case .notify(let notice): manager?.send(notice)
        case .drain(let time):
          StandardStream.error.write(Self.farewell(listener.pulse, within: time))
          listener.drain(for: time, next: drainTo.flatMap { NextRelay($0) })
        case .reload: break
        case .end(let ending): return ending
        }
      }
      effects = []
      if reader.poll(timeout: RelayHub.tickInterval).hasSignal {
        for case .terminate(let number) in Signals.take() {
          effects += service.wished(
            number == SIGHUP ? .reload : .stop(number: number), now: clock.now)
        }
      }
      effects += service.looked(at: listener.pulse, now: clock.now)
    }
  }

  private static func farewell(_ pulse: RelayPulse, within time: Duration) -> String {
    let rooms = Wording.plural(pulse.statistics.rooms, "room")
    return "relay: no new rooms from now on; ends with the last of \(rooms), at the latest in"
      + " \(time.components.seconds) s; another signal ends it at once\n"
  }
}
