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

  func run() throws {
    let address = try address()
    try Play.installSignals()
    let listener = try Play.listen(
      host: address.host, port: address.port, clock: SystemClock(),
      tell: { StandardStream.error.write("relay: \($0.words)\n") })
    StandardStream.output.write("relay: ghostline://\(Self.location(of: listener))\n")
    if listener.stunPort == nil {
      StandardStream.error.write(
        "relay: UDP port \(listener.boundPort) is taken: players behind NATs will not learn their"
          + " addresses here\n")
    }
    let number = waitForSignal()
    let statistics = listener.statistics()
    listener.stop()
    StandardStream.error.write(
      "relay: \(Self.count(statistics.connectionsOpened, "connection")),"
        + " \(Self.count(statistics.roomsCreated, "room")),"
        + " \(Self.count(statistics.dataForwarded, "datagram")) forwarded\n")
    throw SignalEnding(number: number)
  }

  private static func count(_ number: UInt64, _ noun: String) -> String {
    Wording.plural(Int(clamping: number), noun)
  }

  private func address() throws -> HostPort {
    guard let address = HostPort(listen) else {
      throw Failure(.usage, "--listen expects HOST:PORT, for example 0.0.0.0:7777, not '\(listen)'")
    }
    guard !address.hasZone else {
      throw Failure(
        .usage,
        "\(listen) is an address of one interface, which is none on other machines: listen on"
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
