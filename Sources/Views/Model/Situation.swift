import Netplay
package import Vocabulary

/// Tells what there is to do right now, as far as the last row of a screen depends on it: which keys
/// do something, and what of the display is not as it usually is.
package struct Situation: Hashable, Sendable {
  package enum Stage: Hashable, Sendable {
    /// Others are waited for.
    case gathering
    case playing
    case paused
    case over
  }

  package var stage = Stage.playing
  /// The paths that we have cut.
  package var cuts: [Path] = []
  package var isImpaired = false
  /// A desync stands on the screen, to be acknowledged.
  package var showsDesync = false
  /// Said at the end of the row, the gravest first; each with a shorter form.
  package var states: [State] = []

  /// Stands before the keys where there is no other row for it; then only those are told without which
  /// nobody could do anything.
  var words: Phrase?

  package struct State: Hashable, Sendable {
    package var long: String
    package var short: String
  }

  package init() {}

  /// What is so on a screen of that size.
  init(_ screen: Shared<ScreenModel>, _ options: ViewOptions, width: Int, height: Int) {
    stage =
      switch screen.value.overlay {
      case .waiting: .gathering
      case .matchOver: .over
      case .paused: .paused
      case .none, .connectionLost, .goingOn, .notice: .playing
      }
    cuts = screen.value.cuts
    isImpaired = screen.value.injection != nil
    if case .desync = screen.value.banner { showsDesync = true }
    states = Self.states(screen.value, options)
    if !Layout.hasSidebar(width: width, height: height, screen, options) {
      words = screen.value.words
    }
    // The header tells what is injected; elsewhere it is told here.
    let hasHeader =
      Layout.isFull(width: width, height: height, screen, options)
      || Layout.hasSidebar(width: width, height: height, screen, options)
        && screen.value.banner == .none
    if !hasHeader, let injection = screen.value.injection {
      states.append(State(long: "⚠ INJECTED \(injection)", short: "⚠ \(injection)"))
    }
  }

  private static func states(_ model: ScreenModel, _ options: ViewOptions) -> [State] {
    var states: [State] = []
    if options.isFrozen {
      states.append(State(long: "DISPLAY FROZEN, the game goes on", short: "FROZEN"))
    }
    switch options.prediction {
    case .automatic: break
    case .both: states.append(State(long: "guesses always marked", short: "marked"))
    case .predictedOnly: states.append(State(long: "guesses not marked", short: "unmarked"))
    case .confirmedOnly: states.append(State(long: "confirmed only", short: "confirmed"))
    }
    if !options.showsGhosts { states.append(State(long: "ghosts off", short: "no ghosts")) }
    if model.isWheelTaken {
      states.append(State(long: "you steer, not the bot", short: "you steer"))
    }
    return states
  }
}
