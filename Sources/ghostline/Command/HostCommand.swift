import ArgumentParser
import GridGame
import Relay
import SecureChannel
import Station
import Transport
import Views
import Vocabulary

/// Opens a room, on an own relay unless another is named, and plays in it.
struct HostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host",
    abstract: "Open a room, print the invite, and play.",
    discussion: """
      Runs a relay inside this process unless --relay names one. Send the invite to the other
      player; whoever has it can join.
      """)

  @Option(help: "A relay instead of an own one: ghostline(s)://HOST:PORT, or wss://HOST/PATH.")
  var relay: String?

  @Flag(help: "TLS for the own relay, by a certificate that only the invite vouches for.")
  var tls = false

  @Option(help: "TCP port of the own relay. Default: 7777, or any free one if that is taken.")
  var port: UInt16?

  @Option(
    help:
      "The address of this machine that goes into the invite. Default: that of its network, not of a VPN."
  )
  var advertise: String?

  @Flag(help: "First to 3 instead of first to 5.")
  var quick = false

  @Option(help: "Players, 2 to 4.")
  var players = 2

  @OptionGroup var terms: TermsOptions
  @OptionGroup var match: MatchOptions

  func validate() throws {
    guard (2...Ghostline.maximumPlayers).contains(players) else {
      throw ValidationError("--players must be between 2 and 4, not \(players).")
    }
    if relay != nil, port != nil || advertise != nil || tls {
      throw ValidationError(
        "--port, --advertise and --tls are for an own relay; leave --relay away.")
    }
  }

  func run() throws {
    let game = GameTerms(
      map: try MapLibrary.load(terms.map ?? MapLibrary.defaultName, for: players),
      isEndless: terms.frames != nil, isQuick: quick)
    try Play.withEventLoop { eventLoop, clock in
      let lodging = try Lodging(self, clock: clock)
      defer { lodging.close() }
      let entrance = Entrance(
        relay: lodging.relay.location, over: lodging.relay.link, to: .create(capacity: players),
        by: lodging.invite.secret,
        direct: try match.directPolicy(
          relay: lodging.listener == nil ? lodging.relay.location : nil,
          isLoopback: lodging.isLoopback))
      try Play.run(
        entrance, part: .host, invite: lodging.invite, game: game, match: match,
        terms: terms, on: eventLoop, clock: clock)
    }
  }
}
