import ArgumentParser
import Foundation
import GridGame
import NIOCore
import NIOPosix
import Netplay
import Relay
import Rollback
import SecureChannel
import Terminal
import Transport
import Views

struct HostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host",
    abstract: "Open a room, print the invite, and play.",
    discussion: """
      Runs a relay inside this process unless --relay names one. Send the invite to the other
      player; whoever has it can join.
      """)

  /// Where hosts listen unless told otherwise.
  static let defaultPort: UInt16 = 7777

  @OptionGroup var match: MatchOptions
  @OptionGroup var terms: TermsOptions

  @Option(help: "Use this relay instead of an own one: ghostline://HOST:PORT.")
  var relay: String?

  @Option(help: "TCP port of the own relay. Default: 7777, or any free one if that is taken.")
  var port: UInt16?

  @Option(help: "The address of this machine that goes into the invite. Default: its LAN address.")
  var advertise: String?

  @Flag(help: "First to 3 instead of first to 5.")
  var quick = false

  @Option(help: "Players, 2 to 4.")
  var players = 2

  func validate() throws {
    guard (2...Ghostline.maximumPlayers).contains(players) else {
      throw ValidationError("--players must be between 2 and 4, not \(players).")
    }
    if relay != nil, port != nil || advertise != nil {
      throw ValidationError("--port and --advertise are for an own relay; leave --relay away.")
    }
  }

  func run() throws {
    let game = GameTerms(
      map: try MapLibrary.load(terms.map ?? MapLibrary.defaultName),
      isEndless: terms.frames != nil, isQuick: quick)
    guard game.map.players.contains(players) else {
      throw Failure(
        .usage, "map \(game.map.name) is for \(game.map.players) players, not \(players)")
    }
    try Play.withEventLoop { eventLoop, clock in
      let lodging = try Lodging(self, on: eventLoop, clock: clock)
      defer { lodging.close() }
      Play.announce(lodging.invite, match)
      let entrance = Station.Entrance(
        location: lodging.location,
        entry: .create(lodging.invite.room, lodging.invite.token, capacity: players),
        room: lodging.invite.room, isLoopback: lodging.isLoopback)
      try Play.run(
        entrance, part: .host, invite: lodging.invite.text, game: game, match: match,
        terms: terms, on: eventLoop, clock: clock)
    }
  }
}

struct JoinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Join a room by its invite, and play.",
    discussion: """
      Without an invite, or with -, it is read from standard input: other users of this machine can
      read command lines.
      """)

  @Argument(help: "The invite that the host printed, ghostline://…; - reads it.")
  var invite: String?

  @OptionGroup var match: MatchOptions
  @OptionGroup var terms: TermsOptions

  func run() throws {
    let invite = try parsedInvite()
    guard invite.security == .plain else {
      throw Failure(.connection, "this invite is for a relay with TLS, which is not supported yet")
    }
    if let map = terms.map { _ = try MapLibrary.load(map) }
    try Play.withEventLoop { eventLoop, clock in
      let entrance = Station.Entrance(
        location: RelayLocation(host: invite.host.name, port: invite.port),
        entry: .join(invite.room, invite.token), room: invite.room,
        isLoopback: Play.isLoopback(invite.host.name))
      try Play.run(
        entrance, part: .guest, invite: nil, game: nil, match: match, terms: terms, on: eventLoop,
        clock: clock)
    }
  }

  private func parsedInvite() throws -> Invite {
    let text = try inviteText()
    do throws(InviteError) {
      return try Invite(parsing: text)
    } catch {
      throw Failure(.usage, "\(error); it looks like ghostline://HOST:PORT/ROOM#SECRET")
    }
  }

  private func inviteText() throws -> String {
    if let invite, invite != "-" { return invite }
    if isatty(0) == 1 { StandardError.write("invite: ") }
    guard let line = readLine() else {
      throw Failure(.usage, "expected an invite on standard input")
    }
    return line.trimmingCharacters(in: .whitespaces)
  }
}

/// The relay that a host lodges its room at: its own, or one elsewhere.
private struct Lodging {
  let listener: RelayListener?
  let location: RelayLocation
  let invite: Invite
  let isLoopback: Bool

  /// How many times the relay looks whether it is empty, 50 ms apart.
  private static let patience = 12

  init(_ command: HostCommand, on eventLoop: any EventLoop, clock: SystemClock) throws {
    var random = SystemRandomNumberGenerator()
    let room = RoomCode(randomBits: random.next())
    let bytes = (0..<InviteSecret.byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
    guard let secret = InviteSecret(bytes: bytes) else { preconditionFailure("16 bytes drawn") }
    if let relay = command.relay {
      location = try Self.parse(relay)
      listener = nil
      isLoopback = Play.isLoopback(location.host)
      invite = Invite(
        host: try Self.host(location.host), port: location.port, room: room, secret: secret)
      return
    }
    let advertised = command.advertise ?? Self.lanAddress() ?? "127.0.0.1"
    isLoopback = Play.isLoopback(advertised)
    let host = try Self.host(advertised)
    let listener = try Self.listen(
      command.port, isLoopback ? "127.0.0.1" : "0.0.0.0", on: eventLoop, clock: clock)
    self.listener = listener
    location = RelayLocation(host: "127.0.0.1", port: listener.boundPort)
    invite = Invite(host: host, port: listener.boundPort, room: room, secret: secret)
  }

  /// Takes the own relay away, when the others have had a moment to leave by themselves.
  func close() {
    guard let listener else { return }
    for _ in 0..<Self.patience where listener.statistics().members > 0 {
      Thread.sleep(forTimeInterval: 0.05)
    }
    listener.stop()
  }

  private static func listen(
    _ port: UInt16?, _ host: String, on eventLoop: any EventLoop, clock: SystemClock
  ) throws -> RelayListener {
    guard port == nil else {
      return try Play.listen(host: host, port: port ?? 0, on: eventLoop, clock: clock)
    }
    do throws(RelayListenerError) {
      return try RelayListener.start(
        host: host, port: HostCommand.defaultPort, on: eventLoop, now: { clock.now })
    } catch {
      return try Play.listen(host: host, port: 0, on: eventLoop, clock: clock)
    }
  }

  private static func host(_ name: String) throws -> InviteHost {
    do throws(InviteError) {
      return try InviteHost(name)
    } catch {
      throw Failure(.usage, "'\(name)' is no address for an invite: \(error)")
    }
  }

  /// `ghostline://HOST:PORT`, or HOST:PORT alone.
  private static func parse(_ text: String) throws -> RelayLocation {
    var rest = Substring(text)
    if rest.hasPrefix("ghostline://") { rest = rest.dropFirst("ghostline://".count) }
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard let colon = rest.lastIndex(of: ":"), let port = UInt16(rest[rest.index(after: colon)...]),
      port > 0, colon > rest.startIndex
    else {
      throw Failure(.usage, "'\(text)' is no relay: write ghostline://HOST:PORT")
    }
    var host = rest[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    return RelayLocation(host: String(host), port: port)
  }

  /// The first IPv4 address of this machine that others may reach.
  private static func lanAddress() -> String? {
    do {
      for device in try System.enumerateDevices() {
        guard case .v4 = device.address, let name = device.address?.ipAddress,
          !name.hasPrefix("127."), !name.hasPrefix("169.254.")
        else { continue }
        return name
      }
    } catch {
      // Without the list the invite is for this machine only, which the host can see in it.
    }
    return nil
  }
}

/// What the commands that play have in common.
enum Play {
  /// Runs `body` with one event loop for all sockets, and shuts it down afterwards.
  static func withEventLoop(
    _ body: (any EventLoop, SystemClock) throws -> Void
  ) throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    defer {
      group.shutdownGracefully(queue: .global()) { _ in }
    }
    try body(group.next(), SystemClock())
  }

  /// One line for a script that hands the invite to the other player; with a screen it stays above
  /// it, where it can be copied.
  static func announce(_ invite: Invite, _ match: MatchOptions) {
    let line = "invite: \(invite.text)\n"
    if match.json == "-" {
      StandardError.write(line)
    } else {
      FileHandle.standardOutput.write(Data(line.utf8))
    }
  }

  static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || host.hasPrefix("127.")
  }

  /// - Throws: `Failure` that says what is in the way of listening.
  static func listen(
    host: String, port: UInt16, on eventLoop: any EventLoop, clock: SystemClock
  ) throws -> RelayListener {
    do throws(RelayListenerError) {
      return try RelayListener.start(host: host, port: port, on: eventLoop, now: { clock.now })
    } catch {
      switch error {
      case .portInUse(let port):
        throw Failure(.error, "port \(port) is in use: choose another, or 0 for any free one")
      case .cannotBind(let host, let port, let number):
        let why =
          number.map { unsafe String(cString: strerror($0)) } ?? "no address of this machine"
        throw Failure(.error, "cannot listen on \(host):\(port): \(why)")
      }
    }
  }

  /// Plays one seat to the end.
  static func run(
    _ entrance: Station.Entrance, part: SessionFacts.Part, invite: String?, game: GameTerms?,
    match: MatchOptions, terms: TermsOptions, on eventLoop: any EventLoop, clock: SystemClock
  ) throws {
    let log = try EventLog(path: match.log, clock: clock)
    let options = try stationOptions(match, terms, game: game, bot: match.bot)
    if match.headless { try installSignals() }
    let display = match.headless ? nil : try Display()
    defer { display?.close() }
    let station = try Station(entrance, options: options, clock: clock, on: eventLoop)
    defer { station.close() }
    var presenter = Presenter(
      facts: SessionFacts(
        part: part, room: "\(entrance.room)", map: game?.map.name ?? "", seed: nil),
      name: options.name.string)
    presenter.invite = invite
    let loop = GameLoop(
      stations: [station], presenters: [presenter], display: display, script: nil, log: log,
      clock: clock)
    let ending = loop.run()
    display?.close()
    try Conclusion(json: match.json, isArray: false).conclude(loop, ending)
  }

  static func installSignals() throws {
    do throws(TerminalError) {
      try Signals.install()
    } catch {
      throw Failure(.error, "signal handlers cannot be installed: \(error)")
    }
  }

  static func stationOptions(
    _ match: MatchOptions, _ terms: TermsOptions, game: GameTerms?, bot: Bot.Skill?,
    name: String? = nil
  ) throws -> StationOptions {
    let login = ProcessInfo.processInfo.userName
    return StationOptions(
      name: DisplayText(name ?? match.name ?? login),
      bot: bot ?? (match.headless ? .fair : nil), inputDelay: match.inputDelay,
      window: match.window, injection: try match.injection(),
      corruption: match.corrupt.map { Frame($0) },
      terms: StationOptions.Terms(
        seed: terms.seed?.value, map: try terms.map.map { try MapLibrary.load($0) },
        hashInterval: terms.hashInterval, frames: terms.frames),
      game: game)
  }
}
