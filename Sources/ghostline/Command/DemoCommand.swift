import ArgumentParser
import Foundation
import GridGame
import NIOCore
import Netplay
import SecureChannel
import Simulation
import Terminal
import Transport
import Views

/// Shows everything in one terminal: two players, their relay, and a scripted network.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "The whole show in one terminal: two bots, both paths, a scripted network.",
    discussion: """
      Two complete players and a relay in one process, over real loopback sockets. Watch the network
      get worse, the direct path fail and heal. Any steering key takes the wheel; 1-6 and x change
      the network yourself.
      """)

  @OptionGroup var match: MatchOptions
  @OptionGroup var terms: TermsOptions

  func run() throws {
    let game = GameTerms(
      map: try MapLibrary.load(terms.map ?? MapLibrary.defaultName, for: 2), isEndless: true,
      isQuick: false)
    var terms = terms
    terms.frames = terms.frames ?? DemoScript.frames
    let clock = SystemClock()
    let log = try EventLog(path: match.log, clock: clock)
    if match.headless { try Play.installSignals() }
    try Play.withEventLoop { eventLoop, _ in
      let listener = try Play.listen(host: "127.0.0.1", port: 0, on: eventLoop, clock: clock)
      defer { listener.stop() }
      let stations = try makeStations(listener, game, terms, on: eventLoop, clock: clock)
      defer { for station in stations { station.close() } }
      let display = match.headless ? nil : try Display()
      defer { display?.close() }
      let presenters = stations.map { station in
        Presenter(
          facts: SessionFacts(
            part: .demo, room: "\(station.entrance.room)", map: game.map.name, seed: nil),
          name: station.options.name.string)
      }
      let loop = GameLoop(
        stations: stations, presenters: presenters, display: display, script: DemoScript(),
        log: log, clock: clock)
      let ending = loop.run()
      display?.close()
      try Conclusion(json: match.json, shape: .array).conclude(loop, ending)
    }
  }

  /// Ann creates the room, Bob joins it; the relay answers Ann first, since she connects first.
  private func makeStations(
    _ listener: RelayListener, _ game: GameTerms, _ terms: TermsOptions,
    on eventLoop: any EventLoop, clock: SystemClock
  ) throws -> [Station] {
    var random = SystemRandomNumberGenerator()
    let room = RoomCode(randomBits: random.next())
    let secret = InviteSecret.drawn(from: &random)
    let token = JoinToken(secret: secret, room: room)
    let location = RelayLocation(host: "127.0.0.1", port: listener.boundPort)
    var creator = try Play.stationOptions(
      match, terms, game: game, bot: match.bot ?? .fair, name: match.name ?? "ann")
    var guest = try Play.stationOptions(match, terms, game: nil, bot: .fair, name: "bob")
    guest.injection = .none
    guest.corruption = nil
    creator.terms.map = nil
    guest.terms = StationOptions.Terms()
    let first = try Station(
      Station.Entrance(
        location: location, entry: .create(room, token, capacity: 2), room: room,
        secret: secret, direct: .loopback),
      options: creator, clock: clock, on: eventLoop)
    try first.waitUntilConnected()
    let second = try Station(
      Station.Entrance(
        location: location, entry: .join(room, token), room: room, secret: secret,
        direct: .loopback),
      options: guest, clock: clock, on: eventLoop)
    return [first, second]
  }
}
