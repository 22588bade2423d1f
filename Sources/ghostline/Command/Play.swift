import Foundation
import GridGame
import NIOCore
import NIOPosix
import Netplay
import Output
import Presentation
import Relay
import Rollback
import SecureChannel
import Station
import Terminal
import Transport
import Views
import Vocabulary

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
  private static func announce(_ invite: Invite, _ match: MatchOptions) {
    let line = "invite: \(invite.text)\n"
    let stream = match.json == "-" ? StandardStream.error : .output
    stream.write(line)
    // A screen that opens now would hide it.
    stream.flush()
  }

  /// Where hosts leave word of their rooms.
  static var notes: NoteFolder {
    NoteFolder(OwnProcess.current.surroundings.runtime(of: geteuid()))
  }

  /// Leaves word of a room for others on this machine; what is in the way stops nobody from playing.
  private static func leave(_ note: RoomNote) -> LeftNote? {
    do throws(OutletError) {
      return try notes.leave(note.text)
    } catch {
      StandardStream.error.write("join alone will not offer this room: \(error.words)\n")
      return nil
    }
  }

  /// - Throws: `Failure` that says what is in the way of listening.
  static func listen(
    host: String, port: UInt16, behind front: RelayFront = .plain, loops: Int = 1,
    limits: RelayLimits = RelayLimits(), clock: SystemClock,
    tell: @escaping @Sendable (RelayNotice) -> Void = { _ in }
  ) throws -> RelayListener {
    try refusing { () throws(RelayListenerError) in
      try RelayListener.start(
        host: host, port: port, loops: loops, behind: front, limits: limits, tell: tell,
        now: { clock.now })
    }
  }

  /// - Throws: `Failure` that says what is in the way of listening.
  static func refusing<Listener>(
    _ start: () throws(RelayListenerError) -> Listener
  ) throws(Failure) -> Listener {
    do throws(RelayListenerError) {
      return try start()
    } catch {
      switch error {
      case .portInUse(let port):
        throw Failure(.error, "port \(port) is in use: choose another, or 0 for any free one")
      case .cannotBind(let host, let port, let number):
        let why =
          number.map { unsafe String(cString: strerror($0)) } ?? "no address of this machine"
        throw Failure(.error, "cannot listen on \(HostPort(host: host, port: port)): \(why)")
      }
    }
  }

  /// Plays one seat to the end.
  ///
  /// - Parameter invite: For the others, if we create the room: told as soon as they can join.
  static func run(
    _ entrance: Entrance, part: SessionFacts.Part, invite: Invite?, game: GameTerms?,
    match: MatchOptions, terms: TermsOptions, on eventLoop: any EventLoop, clock: SystemClock
  ) throws {
    if let notice = LinkNotice.connecting(to: RelayAddress(entrance.relay, by: entrance.link)) {
      StandardStream.error.write(notice + "\n")
    }
    let log = try EventLog(path: match.log, clock: clock)
    let conclusion = try Conclusion(json: match.json, shape: .object)
    let options = try stationOptions(match, terms, game: game, bot: match.bot)
    let shell = try Play.shell(
      entrance, options: options, udpPort: match.udpPort ?? 0, clock: clock, on: eventLoop)
    defer { shell.close() }
    var note: LeftNote?
    defer { note?.remove() }
    if let invite {
      try waitUntilAdmitted(shell)
      announce(invite, match)
      note = leave(
        RoomNote(
          invite: invite.text, room: "\(entrance.room)", host: options.name.string,
          players: shell.station.lobby?.capacity ?? 2))
    }
    if match.headless { try installSignals() }
    let display = match.headless ? nil : try Display(match.display)
    defer { display?.close() }
    var presenter = Presenter(
      facts: SessionFacts(
        part: part, room: "\(entrance.room)", map: game?.map.name ?? "", seed: nil),
      name: options.name.string)
    presenter.invite = invite?.text
    let loop = GameLoop(
      shells: [shell], presenters: [presenter], display: display, demo: nil, log: log,
      metrics: try .opening(match.metrics, notice: .json), clock: clock)
    let closing = loop.run()
    display?.close()
    try conclusion.conclude(loop, closing, at: entrance)
  }

  /// Waits for the relay's welcome, or its refusal.
  ///
  /// - Throws: The `Failure` that says why there is none.
  static func waitUntilAdmitted(_ shell: StationShell) throws {
    while shell.station.lobby == nil {
      shell.turn()
      if let ending = shell.station.ending {
        throw Sentences.failure(ending, at: shell.station.entrance)
          ?? Failure(.connection, "left before the relay had answered")
      }
      shell.wait(atMost: .milliseconds(100))
    }
  }

  /// Plays all seats in this process; the first one is ours.
  static func runLoopback(
    _ players: [StationOptions], part: SessionFacts.Part, match: MatchOptions,
    shape: Conclusion.Shape, demo: Demo?
  ) throws {
    try withEventLoop { eventLoop, clock in
      let log = try EventLog(path: match.log, clock: clock)
      let conclusion = try Conclusion(json: match.json, shape: shape)
      if match.headless { try installSignals() }
      let room = try LoopbackRoom(players, on: eventLoop, clock: clock)
      defer { room.close() }
      let display = match.headless ? nil : try Display(match.display)
      defer { display?.close() }
      let presenters = room.shells.map { shell in
        Presenter(
          facts: SessionFacts(
            part: part, room: "\(shell.station.entrance.room)",
            map: players[0].game?.map.name ?? "", seed: nil),
          name: shell.station.options.name.string)
      }
      let loop = GameLoop(
        shells: room.shells, presenters: presenters, display: display, demo: demo, log: log,
        metrics: try .opening(match.metrics, notice: .json), clock: clock)
      let closing = loop.run()
      display?.close()
      try conclusion.conclude(loop, closing, at: room.shells[0].station.entrance)
    }
  }

  /// - Parameter udpPort: Of the direct path beyond this machine; 0 for any free one.
  /// - Throws: A `Failure` when there can be no socket.
  static func shell(
    _ entrance: Entrance, options: StationOptions, udpPort port: UInt16 = 0, clock: SystemClock,
    on eventLoop: any EventLoop
  ) throws(Failure) -> StationShell {
    do throws(DirectSocketError) {
      return try StationShell(
        entrance, options: options, udpPort: port, on: eventLoop, now: { clock.now })
    } catch {
      guard case .portInUse = error else {
        throw Failure(.error, "no UDP socket for the direct path: \(error)")
      }
      throw Failure(.error, "UDP port \(port) is in use: name another with --udp-port, or none")
    }
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
    let login = OwnProcess.current.surroundings.login
    var options = StationOptions(
      name: DisplayText(name ?? match.name ?? login),
      bot: bot ?? (match.headless ? .fair : nil), inputDelay: match.inputDelay,
      window: match.window, stay: match.stay)
    options.occasion = match.lab ? .lab : .match
    options.injection = try match.injection()
    options.corruption = match.corrupt.map { Frame($0) }
    options.terms = StationOptions.Terms(
      seed: terms.seed?.value, map: try terms.map.map { try MapLibrary.load($0) },
      hashInterval: terms.hashInterval, frames: terms.frames)
    options.game = game
    return options
  }

  /// What a bot in this process is given: our own tuning, and none of our faults.
  static func opponent(_ match: MatchOptions, _ skill: Bot.Skill, name: String) -> StationOptions {
    StationOptions(
      name: DisplayText(name), bot: skill, inputDelay: match.inputDelay, window: match.window,
      stay: match.stay)
  }
}

extension MatchOptions {
  /// Without a screen nobody is there to ask for a second match.
  var stay: StationOptions.Stay { headless ? .oneMatch : .untilLeft }
}
