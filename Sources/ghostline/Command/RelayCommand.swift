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

  @OptionGroup var front: FrontOptions

  func run() throws {
    let address = try address()
    try Play.installSignals()
    var certificates = try front.certificateFiles()
    let front = RelayFront(certificates: certificates?.holder, proxies: try front.proxies())
    try Play.withEventLoop { eventLoop, clock in
      let listener = try Play.listen(
        host: address.host, port: address.port, behind: front, on: eventLoop, clock: clock)
      StandardStream.output.write("relay: \(listener.address(of: front))\n")
      if let notice = RelayNotice.listening(on: address.host, by: front.link) { Self.log(notice) }
      if let warning = certificates?.warning { Self.log(warning) }
      if listener.stunPort == nil {
        StandardStream.error.write(
          "relay: UDP port \(listener.boundPort) is taken: players behind NATs will not learn their"
            + " addresses here\n")
      }
      let number = Self.waitForSignal(watching: &certificates)
      let statistics = listener.statistics()
      listener.stop()
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

  /// Looks at the files of the certificate meanwhile; SIGHUP reads them, where there are any.
  private static func waitForSignal(watching certificates: inout CertificateFiles?) -> Int32 {
    var reader = KeyReader(descriptor: -1)
    while true {
      let hasSignal = reader.poll(
        timeout: certificates == nil ? .seconds(3_600) : CertificateFiles.interval
      ).hasSignal
      var occasion = CertificateFiles.Occasion.interval
      for case .terminate(let number) in hasSignal ? Signals.take() : [] {
        guard number == SIGHUP, certificates != nil else { return number }
        occasion = .demand
      }
      if let change = certificates?.look(occasion) { log("\(change)") }
    }
  }

  private static func log(_ notice: String) { StandardStream.error.write("relay: \(notice)\n") }
}

/// What stands before a relay: TLS, and proxies.
struct FrontOptions: ParsableArguments {
  @Option(help: "TLS: a file in PEM with the certificate and those that vouch for it.")
  var tlsCertificate: String?

  @Option(help: "TLS: a file in PEM with the certificate's key.")
  var tlsKey: String?

  @Option(help: "A proxy whose X-Forwarded-For is believed, or a range of them; repeatable.")
  var trustedProxy: [String] = []

  @Flag(help: "The trusted proxies speak the PROXY protocol instead.")
  var proxyProtocol = false

  func validate() throws {
    guard !proxyProtocol || !trustedProxy.isEmpty else {
      throw ValidationError("--proxy-protocol needs --trusted-proxy: nobody else is believed.")
    }
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key are of no use without each other.")
    }
  }

  func proxies() throws(Failure) -> ProxyTrust {
    let ranges = try trustedProxy.map { text throws(Failure) in
      guard let range = AddressRange(text) else {
        throw Failure(
          .usage, "--trusted-proxy expects an address or a range like 10.0.0.0/8, not '\(text)'")
      }
      return range
    }
    return ProxyTrust(in: ranges, telling: proxyProtocol ? .proxyProtocol : .forwardedFor)
  }

  /// - Throws: `Failure` that says what is wrong with them.
  func certificateFiles() throws(Failure) -> CertificateFiles? {
    guard let tlsCertificate, let tlsKey else { return nil }
    do throws(CertificateFilesError) {
      return try CertificateFiles(certificate: tlsCertificate, key: tlsKey)
    } catch {
      throw Failure(.usage, "no TLS: \(error)")
    }
  }
}
