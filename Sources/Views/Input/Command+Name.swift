import GridGame

/// The names by which a person binds keys to commands.
extension Command {
  /// Every command that a key can be bound to, in the order in which help tells them.
  package static let names: [(name: String, command: Command)] =
    [
      ("steer-up", .steer(.up)), ("steer-down", .steer(.down)), ("steer-left", .steer(.left)),
      ("steer-right", .steer(.right)), ("boost", .boost), ("accept", .accept),
      ("dismiss", .dismiss),
    ]
    + (1...6).map { ("preset-\($0)", .preset($0)) }
    + [
      ("latency-down", .addLatency(milliseconds: -10)),
      ("latency-up", .addLatency(milliseconds: 10)),
      ("jitter-down", .addJitter(milliseconds: -5)), ("jitter-up", .addJitter(milliseconds: 5)),
      ("loss-down", .addLoss(percent: -1)), ("loss-up", .addLoss(percent: 1)),
      ("cut-p2p", .toggleDirect), ("cut-relay", .toggleRelay),
      ("clear-network", .clearImpairments), ("hold-packets", .spike), ("corrupt-state", .corrupt),
      ("pause", .pause), ("slow-motion", .nextPace),
      ("ghosts", .toggleGhosts), ("prediction", .nextPrediction), ("panel", .nextPanel),
      ("strip", .toggleStrip), ("theme", .nextTheme), ("mirror", .nextMirror),
      ("help", .toggleHelp), ("freeze", .freezeDisplay), ("redraw", .redraw), ("export", .export),
      ("leave", .askToLeave), ("confirm", .confirm), ("leave-now", .leaveNow),
      ("suspend", .suspend),
    ]

  /// The command called `steer-up`, `cut-p2p` and so on; `nil` if there is none of that name.
  package init?(name: String) {
    guard let named = Self.names.first(where: { $0.name == name }) else { return nil }
    self = named.command
  }

  /// The name that `init(name:)` takes; every command that a key can mean has one.
  package var name: String { Self.names.first { $0.command == self }?.name ?? "\(self)" }

  /// Whether nobody could play or leave without it.
  var isNeeded: Bool {
    switch self {
    case .steer, .accept, .confirm, .leaveNow: true
    case .boost, .dismiss, .preset, .addLatency, .addJitter, .addLoss, .toggleDirect, .toggleRelay,
      .clearImpairments, .spike, .corrupt, .pause, .nextPace, .toggleGhosts, .nextPrediction,
      .nextPanel,
      .toggleStrip, .nextTheme, .nextMirror, .toggleHelp, .freezeDisplay, .redraw, .export,
      .askToLeave, .suspend:
      false
    }
  }
}
