import GridGame
import Station
import Vocabulary

/// Tells of a command how it is called, which keys mean it, and how help and footer tell it: all that
/// there is to write for a new one, but what it does.
struct CommandRow {
  /// The name by which a person binds keys to it.
  let name: String
  let command: Command
  /// The usual keys, the one to tell first.
  let keys: [Key]
  /// Nothing where the sheet of help does not tell it.
  let help: Help?
  /// Nothing where the last row of the screen does not tell it.
  let footer: Hint?
  /// Whether nobody could play or leave without it.
  let isNeeded: Bool

  init(
    _ name: String, _ command: Command, _ keys: Key..., help: Help? = nil, footer: Hint? = nil,
    isNeeded: Bool = false
  ) {
    self.name = name
    self.command = command
    self.keys = keys
    self.help = help
    self.footer = footer
    self.isNeeded = isNeeded
  }

  /// Says where help tells a command; those with one word in one row are told together.
  struct Help: Hashable {
    /// In the order of the sheet.
    enum Group: CaseIterable { case play, net, view }

    let group: Group
    let row: Int
    let word: String

    init(_ group: Group, _ row: Int, _ word: String) {
      self.group = group
      self.row = row
      self.word = word
    }
  }

  /// Says how the footer tells a command; the higher its rank, the sooner it is left out.
  struct Hint: Hashable {
    let long: String
    let short: String
    let rank: Int

    init(_ long: String, short: String? = nil, rank: Int) {
      self.long = long
      self.short = short ?? long
      self.rank = rank
    }
  }
}

extension CommandRow {
  /// Every command that a key can mean, in the order in which they are told.
  static let all = play + network + view

  /// What the last row of the screen tells.
  static let footerGroups = groups(\.footer)

  private static let steering = Help(.play, 0, "steer")
  private static let steers = Hint("steer", rank: 1)

  // No capital letters: each does what the small one does.
  private static let play = [
    CommandRow(
      "steer-up", .steer(.up), .up, "w", help: steering, footer: steers, isNeeded: true),
    CommandRow(
      "steer-down", .steer(.down), .down, "s", help: steering, footer: steers, isNeeded: true),
    CommandRow(
      "steer-left", .steer(.left), .left, "a", help: steering, footer: steers, isNeeded: true),
    CommandRow(
      "steer-right", .steer(.right), .right, "d", help: steering, footer: steers, isNeeded: true),
    CommandRow("boost", .boost, " ", help: Help(.play, 0, "boost"), footer: Hint("boost", rank: 4)),
    CommandRow("accept", .accept, .enter, footer: Hint("acknowledge", rank: 0), isNeeded: true),
    CommandRow("dismiss", .show(.dismiss), .escape),
    CommandRow(
      "pause", .pause, .control("p"), help: Help(.play, 0, "pause"),
      footer: Hint("go on", rank: 0)),
  ]

  private static let presetWords = Help(.net, 0, "LAN home coast ocean wifi space")
  private static let presets = Hint("fake network", short: "network", rank: 5)
  private static let latency = Help(.net, 1, "latency")
  private static let jitter = Help(.net, 1, "jitter")
  private static let loss = Help(.net, 1, "loss")

  private static let network = [
    CommandRow("preset-1", .impair(.preset(1)), "1", help: presetWords, footer: presets),
    CommandRow("preset-2", .impair(.preset(2)), "2", help: presetWords, footer: presets),
    CommandRow("preset-3", .impair(.preset(3)), "3", help: presetWords, footer: presets),
    CommandRow("preset-4", .impair(.preset(4)), "4", help: presetWords, footer: presets),
    CommandRow("preset-5", .impair(.preset(5)), "5", help: presetWords, footer: presets),
    CommandRow("preset-6", .impair(.preset(6)), "6", help: presetWords, footer: presets),
    CommandRow("latency-down", .impair(.addLatency(.milliseconds(-10))), "[", help: latency),
    CommandRow("latency-up", .impair(.addLatency(.milliseconds(10))), "]", help: latency),
    CommandRow("jitter-down", .impair(.addJitter(.milliseconds(-5))), "{", help: jitter),
    CommandRow("jitter-up", .impair(.addJitter(.milliseconds(5))), "}", help: jitter),
    CommandRow("loss-down", .impair(.addLoss(-1)), "-", help: loss),
    CommandRow("loss-up", .impair(.addLoss(1)), "=", "+", help: loss),
    CommandRow(
      "cut-p2p", .impair(.toggleCut(.direct)), "x", help: Help(.net, 2, "cut P2P"),
      footer: Hint("cut P2P", short: "cut P2P", rank: 6)),
    CommandRow(
      "cut-relay", .impair(.toggleCut(.relay)), .control("x"), help: Help(.net, 2, "cut RELAY")),
    CommandRow(
      "clear-network", .impair(.clear), "0", help: Help(.net, 2, "clear all"),
      footer: Hint("clear faults", short: "clear", rank: 3)),
    CommandRow("hold-packets", .impair(.hold(.seconds(2))), "f", help: Help(.net, 3, "hold 2 s")),
    CommandRow("slow-motion", .nextPace, "n", help: Help(.net, 3, "slow")),
    CommandRow("corrupt-state", .ask(.corrupt), .control("d"), help: Help(.net, 3, "corrupt me")),
    // Those that clickers for slides send; the demo's caption tells them.
    CommandRow("next-act", .walk(.next), .pageDown),
    CommandRow("previous-act", .walk(.previous), .pageUp),
  ]

  private static let view = [
    CommandRow(
      "ghosts", .show(.ghosts), "g", help: Help(.view, 0, "ghosts"),
      footer: Hint("ghosts", rank: 8)),
    CommandRow("prediction", .show(.nextPrediction), "p", help: Help(.view, 0, "predicted")),
    CommandRow("strip", .show(.strip), "i", help: Help(.view, 0, "strip")),
    CommandRow(
      "panel", .show(.nextPanel), .tab, help: Help(.view, 1, "panel"),
      footer: Hint("panel", rank: 7)),
    CommandRow("theme", .show(.nextTheme), "t", help: Help(.view, 1, "theme")),
    CommandRow(
      "freeze", .show(.freeze), .control("f"), help: Help(.view, 1, "freeze"),
      footer: Hint("unfreeze", rank: 0)),
    CommandRow("export", .export, "e", help: Help(.view, 2, "export")),
    CommandRow("copy-invite", .copyInvite, "c"),
    CommandRow("redraw", .redraw, .control("l"), help: Help(.view, 2, "redraw")),
    CommandRow("suspend", .suspend, .control("z"), help: Help(.view, 2, "suspend")),
    CommandRow(
      "help", .show(.help), "?", help: Help(.view, 3, "close"), footer: Hint("help", rank: 0)),
    CommandRow(
      "leave", .askToLeave, "q", help: Help(.view, 3, "leave"), footer: Hint("quit", rank: 0)),
    CommandRow("mirror", .show(.nextMirror), "v", help: Help(.view, 3, "second board")),
    CommandRow("log-older", .show(.olderLog), ",", help: Help(.view, 4, "scroll log")),
    CommandRow("log-newer", .show(.newerLog), ".", help: Help(.view, 4, "scroll log")),
    CommandRow("log-filter", .show(.nextLogFilter), "/", help: Help(.view, 4, "filter log")),
    CommandRow("confirm", .confirm, "y", isNeeded: true),
    CommandRow("leave-now", .leaveNow, .control("c"), isNeeded: true),
  ]

  /// The groups of commands that are told together, in their order: those for which `telling` gives
  /// one and the same.
  static func groups<Told: Hashable>(
    _ telling: KeyPath<CommandRow, Told?>
  ) -> [(told: Told, commands: [Command])] {
    var groups: [(told: Told, commands: [Command])] = []
    for row in all {
      guard let told = row[keyPath: telling] else { continue }
      if let index = groups.firstIndex(where: { $0.told == told }) {
        groups[index].commands.append(row.command)
      } else {
        groups.append((told, [row.command]))
      }
    }
    return groups
  }
}

extension Command {
  /// Every command that a key can mean, with the name by which a person binds keys to it.
  package static var names: [(name: String, command: Command)] {
    CommandRow.all.map { ($0.name, $0.command) }
  }

  /// The command called `steer-up`, `cut-p2p` and so on; `nil` if there is none of that name.
  package init?(name: String) {
    guard let row = CommandRow.all.first(where: { $0.name == name }) else { return nil }
    self = row.command
  }

  /// The name that `init(name:)` takes; every command that a key can mean has one.
  package var name: String { row?.name ?? "\(self)" }

  var isNeeded: Bool { row?.isNeeded ?? false }

  private var row: CommandRow? { CommandRow.all.first { $0.command == self } }

  fileprivate static func impair(_ change: NetworkChange) -> Command { .ask(.impair(change)) }
}
