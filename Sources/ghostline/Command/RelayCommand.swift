import ArgumentParser
import Foundation
import Netplay
import Output
import Presentation
import Relay
import Terminal
import Transport
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

  @Option(help: "Address and port to listen on. Default: 0.0.0.0:7777.")
  var listen: String?

  @Option(
    help: "Where /metrics, /healthz and /readyz are answered: HOST:PORT, or a port of loopback.")
  var metrics: String?

  @Option(help: "How long rooms may go on after the signal to end. Default: 60.")
  var drainSeconds: String?

  @Option(
    help: "Another relay, where players are told to open rooms meanwhile: ghostline://HOST:PORT.")
  var drainTo: String?

  @Option(help: "Where to log events as JSON lines: a file, or - for standard error.")
  var log: String?

  @Option(help: "Event loops, each for some of the rooms: at most one for each core. Default: 1.")
  var loops: String?

  @Option(help: "A limit, NAME=VALUE; may be given several times. --print-config lists all.")
  var limit: [String] = []

  @Option(help: "A file of settings: lines NAME = VALUE.")
  var config: String?

  @Flag(help: "Say whether all settings are right, and end.")
  var checkConfig = false

  @Flag(
    help: "Print all settings as a file would have them, each with where it comes from, and end.")
  var printConfig = false

  @OptionGroup var front: FrontOptions

  func run() throws {
    let settings = try settings(OwnProcess.current)
    if printConfig { return print(settings.text) }
    if checkConfig {
      _ = try settings.tls.map { try Self.certificates($0) }
      return print("all settings are right")
    }
    try run(settings)
  }

  private func settings(_ process: OwnProcess) throws -> RelaySettings {
    let path = config ?? process.variables[RelaySettings.fileVariable]
    let file = try path.map {
      try SettingsText.settings(in: Settings.read($0), of: $0, named: RelaySettings.names)
    }
    return try RelaySettings(
      file: file ?? [], variables: process.variables,
      typed: [
        "listen": listen, "metrics": metrics, "drain-seconds": drainSeconds, "drain-to": drainTo,
        "log": log, "loops": loops,
      ].merging(front.typed) { $1 }, limits: limit)
  }

  private func run(_ settings: RelaySettings) throws {
    // Whoever sends them to a service means no end of it.
    for number in [SIGUSR1, SIGUSR2] { signal(number, SIG_IGN) }
    try Play.installSignals()
    let voice = try RelayVoice(settings.journal)
    defer { voice.close() }
    let clock = SystemClock()
    var certificates = try settings.tls.map { try Self.certificates($0) }
    let front = RelayFront(certificates: certificates?.holder, proxies: settings.proxies)
    let listener = try Play.listen(
      host: settings.listen.host, port: settings.listen.port, behind: front,
      loops: settings.loops, limits: settings.limits, clock: clock,
      tell: { voice.say(RelayLogLine.noticed($0), $0.words) })
    if settings.journal != .none { listener.keepJournal { voice.say($0.record) } }
    StandardStream.output.write("relay: \(listener.address)\n")
    if let notice = LinkNotice.listening(on: settings.listen.host, by: front.link) {
      voice.say(RelayLogLine.plain, notice)
    }
    if let warning = certificates?.warning {
      voice.say(RelayLogLine.certificate(warning, .warning), warning)
    }
    let metrics = try settings.metrics.map { try Self.metrics(at: $0, of: listener) }
    voice.say(
      RelayLogLine.listening(
        settings, port: listener.boundPort, build: GhostlineCommand.builtVersion))
    if listener.stunPort == nil {
      voice.say(RelayLogLine.noStun, RelayWords.noStun(port: listener.boundPort))
    }
    let ending = serve(listener, settings, voice, &certificates, clock)
    let statistics = listener.statistics()
    listener.stop()
    metrics?.stop()
    voice.say(RelayLogLine.stopped(statistics, ending), RelayWords.served(statistics))
    if case .signal(let number) = ending { throw SignalEnding(number: number) }
  }

  /// - Throws: `Failure` that says what is wrong with the files.
  private static func certificates(_ files: RelaySettings.TLSFiles) throws(Failure)
    -> CertificateFiles
  {
    do throws(CertificateFilesError) {
      return try CertificateFiles(certificate: files.certificate, key: files.key)
    } catch {
      throw Failure(.usage, "no TLS: \(error)")
    }
  }

  private static func metrics(
    at place: HostPort, of listener: RelayListener
  ) throws -> MetricsListener {
    let metrics = try Play.refusing { () throws(RelayListenerError) in
      try MetricsListener.start(
        host: place.host, port: place.port, build: GhostlineCommand.builtVersion, watching: listener
      )
    }
    let bound = HostPort(host: place.host, port: metrics.boundPort)
    StandardStream.output.write("metrics: http://\(bound)/metrics\n")
    return metrics
  }

  /// Until it has drained, or nobody waits for that; looks at the files of the certificate meanwhile.
  private func serve(
    _ listener: RelayListener, _ settings: RelaySettings, _ voice: RelayVoice,
    _ certificates: inout CertificateFiles?, _ clock: SystemClock
  ) -> RelayService.Ending {
    let manager = ServiceNotifier(variables: OwnProcess.current.variables)
    var service = RelayService(
      drainTime: settings.drainTime, watchdog: manager?.watchdog, now: clock.now)
    var reader = KeyReader(descriptor: -1)
    var effects = [RelayService.Effect.notify(.ready)]
    var nextLook = clock.now
    while true {
      for effect in effects {
        switch effect {
        case .notify(let notice): manager?.send(notice)
        case .drain(let time):
          let now = listener.pulse.statistics
          voice.say(RelayLogLine.draining(now, for: time), RelayWords.draining(now, for: time))
          listener.drain(for: time, next: settings.drainTo)
        case .reload:
          voice.say(RelayLogLine.reloaded)
          certificates?.look(.demand).map { voice.tell($0) }
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
      if clock.now >= nextLook {
        nextLook = clock.now + CertificateFiles.interval
        certificates?.look(.interval).map { voice.tell($0) }
      }
      effects += service.looked(at: listener.pulse, now: clock.now)
    }
  }
}
