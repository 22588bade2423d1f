import ArgumentParser
import GridGame
import Output
import Presentation
import Rollback
import Station
import Views

/// Shows everything in one terminal: two players, their relay, and a scripted network.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "The whole show in one terminal: two bots, both paths, a scripted network.",
    discussion: """
      Two complete players and a relay in one process, over real loopback sockets. Act by act the network
      gets far, fails and heals, and a state is altered; the summary stays until a key. → and ← (or PgDn and
      PgUp) walk the acts, each from any state; ↑ ↓ and WASD take the wheel; 1-6 and x change the network
      yourself. From the first key on only keys go on.
      """)

  @Option(help: "Begin with this act: clean, far, correction, cut, heal, desync or summary.")
  var act = Demo.Act.clean

  @Flag(help: "For speakers: no clock from the start, only → and ← go on.")
  var presenter = false

  @Flag(help: "Begin anew after the summary, until you leave.")
  var loop = false

  @Flag(help: "Print the acts with their times and captions, and end.")
  var list = false

  @OptionGroup var terms: TermsOptions
  @OptionGroup var match: MatchOptions

  func validate() throws {
    if presenter, loop || match.headless {
      throw ValidationError("--presenter waits for keys: leave --loop and --headless out.")
    }
  }

  func run() throws {
    if list { return StandardStream.output.write(Demo.list + "\n") }
    var match = match
    // The far act predicts as many frames as there can be.
    match.window = Session<Ghostline>.maxWindow
    let game = GameTerms(
      map: try MapLibrary.load(terms.map ?? MapLibrary.defaultName, for: 2), isEndless: true,
      isQuick: false, pausing: .free)
    let demo = Demo(
      from: act, lead: presenter ? .speaker : .clock,
      then: loop ? .anew : match.headless ? .leave : .stay)
    let players = [
      try Play.stationOptions(
        match, terms, game: game, bot: match.bot ?? .fair, name: match.name ?? "ann"),
      Play.opponent(match, .fair, name: "bob"),
    ]
    try Play.runLoopback(players, part: .demo, match: match, shape: .array, demo: demo)
  }
}

extension Demo.Act: ExpressibleByArgument {}
