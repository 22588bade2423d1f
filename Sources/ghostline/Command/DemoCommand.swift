import ArgumentParser
import GridGame
import Station
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

  @Option(help: "Begin at this act: clean, ocean, cut, heal or verified.")
  var act = Demo.Act.clean

  @Flag(help: "Begin anew after the summary, until you leave.")
  var loop = false

  @OptionGroup var terms: TermsOptions
  @OptionGroup var match: MatchOptions

  func run() throws {
    let game = GameTerms(
      map: try MapLibrary.load(terms.map ?? MapLibrary.defaultName, for: 2), isEndless: true,
      isQuick: false, pausing: .free)
    let demo = Demo(from: act, then: loop ? .anew : .curtain)
    let players = [
      try Play.stationOptions(
        match, terms, game: game, bot: match.bot ?? .fair, name: match.name ?? "ann"),
      Play.opponent(match, .fair, name: "bob"),
    ]
    try Play.runLoopback(players, part: .demo, match: match, shape: .array, demo: demo)
  }
}

extension Demo.Act: ExpressibleByArgument {}
