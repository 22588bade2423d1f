import ArgumentParser
import GridGame
import Station
import Views

/// Plays against bots: a real match over loopback, with everything to see that a match has.
struct SoloCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solo",
    abstract: "Play against bots, in this terminal alone.",
    discussion: """
      Each bot is a complete player of its own, over real loopback sockets; only the distance is
      missing, and 1-6 put it between you.

        ghostline solo                       a fair match
        ghostline solo --level hard          the bot sees every turn; you will lose
        ghostline solo --bots 3 --level easy --map wide
      """)

  @Option(help: "How well the bots play: easy, fair or hard.")
  var level = Bot.Skill.fair

  @Option(help: "Bots to play against, 1 to 3.")
  var bots = 1

  @Flag(help: "First to 3 instead of first to 5.")
  var quick = false

  @OptionGroup var terms: TermsOptions
  @OptionGroup var match: MatchOptions

  func validate() throws {
    guard (1..<Ghostline.maximumPlayers).contains(bots) else {
      throw ValidationError("--bots must be between 1 and 3, not \(bots).")
    }
  }

  func run() throws {
    let game = GameTerms(
      map: try MapLibrary.load(terms.map ?? MapLibrary.defaultName, for: bots + 1),
      isEndless: terms.frames != nil, isQuick: quick, pausing: .free)
    var players = [try Play.stationOptions(match, terms, game: game, bot: match.bot)]
    for number in 1...bots {
      let name = bots == 1 ? "\(level) bot" : "\(level) \(number)"
      players.append(Play.opponent(match, level, name: name))
    }
    try Play.runLoopback(players, part: .solo, match: match, shape: .object, demo: nil)
  }
}
