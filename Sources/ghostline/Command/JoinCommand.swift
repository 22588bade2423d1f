import ArgumentParser
import Presentation
import Relay
import SecureChannel
import Station
import Transport
import Views
import Vocabulary

/// Joins a room by its invite and plays in it.
struct JoinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "join",
    abstract: "Join a room by its invite, and play.",
    discussion: """
      Without an invite the rooms are offered that were opened on this machine; where there are none, or
      with -, the invite is read from standard input: other users of this machine can read command lines.
      """)

  @Argument(help: "The invite that the host printed, ghostline://…; - reads it.")
  var invite: String?

  @OptionGroup var terms: TermsOptions
  @OptionGroup var match: MatchOptions

  func run() throws {
    var wanted = invite
    if wanted == nil, !match.headless, !MenuCommand.rooms.isEmpty,
      let outcome = try MenuCommand.ask(.rooms, match.display)
    {
      guard case .run(let arguments) = outcome else { return }
      wanted = arguments.last
    }
    let invite = try InvitePrompt.read(wanted)
    if let map = terms.map { _ = try MapLibrary.load(map) }
    try Play.withEventLoop { eventLoop, clock in
      let relay = invite.relay
      let entrance = Entrance(
        relay: relay.location, over: relay.link, to: .join, by: invite.secret,
        direct: try match.directPolicy(
          relay: relay.location, isLoopback: LinkNotice.isLoopback(invite.host.name)))
      try Play.run(
        entrance, part: .guest, invite: nil, game: nil, match: match, terms: terms, on: eventLoop,
        clock: clock)
    }
  }
}
