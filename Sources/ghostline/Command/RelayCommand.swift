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
    discussion: "Ends on Ctrl-C or SIGTERM. It forwards datagrams; it cannot read invites' secrets."
  )

  @Option(help: "Address and port to listen on.")
  var listen = "0.0.0.0:7777"

  @Option(help: "Address and port where /metrics, /healthz and /readyz are answered.")
  var metrics: String?

  func run() throws {
    let address = try Self.address(listen, of: "--listen")
    let metricsAddress = try metrics.map { try Self.address($0, of: "--metrics") }
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
      let number = waitForSignal()
      let statistics = listener.statistics()
      listener.stop()
      metrics?.stop()
      StandardStream.error.write(
        "relay: \(Self.count(statistics.connectionsOpened, "connection")),"
          + " \(Self.count(statistics.roomsCreated, "room")),"
          + " \(Self.count(statistics.dataForwarded, "datagram")) forwarded\n")
      throw SignalEnding(number: number)
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

  private func waitForSignal() -> Int32 {
    var reader = KeyReader(descriptor: -1)
    while true {
      guard reader.poll(timeout: .seconds(3600)).hasSignal else { continue }
      for case .terminate(let number) in Signals.take() { return number }
    }
  }
}
