import Netplay
package import Rollback
package import Vocabulary

/// The acts of the demo: what happens to the network when, and when the show is over.
///
/// It plays for a room whose players are all in this process. Once somebody plays themselves, with the
/// network or at the wheel, it has no clock any more: the match goes on until they leave.
package struct Demo: Hashable, Sendable {
  package enum Act: String, CaseIterable, Hashable, Sendable {
    case clean, ocean, cut, heal, verified

    var length: Duration {
      switch self {
      case .clean: .seconds(5)
      case .ocean: .seconds(13)
      case .cut, .heal: .seconds(10)
      case .verified: .seconds(7)
      }
    }

    /// What it does to the network of the shown player: each half of a delay is on one direction of
    /// that process, so one is enough.
    var change: NetworkChange {
      switch self {
      case .clean, .verified: .clear
      case .ocean: .preset(4)
      case .cut: .cut(.direct)
      case .heal: .heal(.direct)
      }
    }
  }

  /// What the room looks like in one turn of the loop, seen by the player who is shown.
  package struct Sight: Hashable, Sendable {
    package enum Match: Hashable, Sendable {
      case none
      /// The frame that every machine lies before.
      case playing(epoch: UInt64, since: Instant, newest: Frame)
      case over(epoch: UInt64)
    }

    package var match: Match
    /// Whether every machine was seen to compute the same, up to its confirmed end.
    package var isVerified: Bool

    /// What can be seen before anybody was looked at.
    package init() { self.init(match: .none, isVerified: true) }

    package init(match: Match, isVerified: Bool) {
      self.match = match
      self.isVerified = isVerified
    }
  }

  package enum Effect: Hashable, Sendable {
    /// For the player who is shown.
    case impair(NetworkChange)
    /// For every player.
    case finish(at: Frame)
    case again
  }

  /// What is said about what is being shown.
  package enum Caption: Hashable, Sendable {
    case act(Act)
    /// Played in a hurry, since the act that was asked for follows from it.
    case onTheWay(to: Act, by: Act)
    /// The show has ended, and not every frame was seen to be equal.
    case unverified
  }

  /// After the last act the summary stays for this long.
  private static let curtain = Duration.seconds(8)
  /// How long an act lasts at most that is only on the way to the one that was asked for.
  private static let hurry = Duration.seconds(3)
  /// How far ahead of the newest machine the end is set: more than any may be ahead of another.
  private static let notice = 60

  private enum Show: Hashable, Sendable {
    case waiting
    case running(epoch: UInt64, played: Int)
    /// Somebody plays: nothing is scripted any more in this match.
    case takenOver(epoch: UInt64)
    case over(epoch: UInt64, at: Instant, isVerified: Bool)
  }

  private let first: Act
  private let ending: EndingWish
  private var show = Show.waiting

  /// What follows the summary.
  package enum EndingWish: Hashable, Sendable {
    case curtain
    case anew
  }

  /// - Parameter first: The acts before it are played too, in a hurry: what it shows follows from them.
  package init(from first: Act = .clean, then ending: EndingWish = .curtain) {
    self.first = first
    self.ending = ending
  }

  /// When each act begins, in their order, and when the last one is over.
  private var cues: (acts: [(at: Duration, act: Act)], end: Duration) {
    var acts: [(at: Duration, act: Act)] = []
    var time = Duration.zero
    for act in Act.allCases {
      acts.append((time, act))
      time += isOnTheWay(act) ? min(act.length, Self.hurry) : act.length
    }
    return (acts, time)
  }

  private func isOnTheWay(_ act: Act) -> Bool {
    let order = Act.allCases
    guard let asked = order.firstIndex(of: first), let index = order.firstIndex(of: act) else {
      return false
    }
    return index < asked
  }

  /// What is being shown; nothing once somebody plays.
  package var caption: Caption? {
    switch show {
    case .waiting, .takenOver: nil
    case .running(_, let played):
      played == 0 ? nil : caption(of: Act.allCases[min(played, Act.allCases.count) - 1])
    case .over(_, _, let isVerified): isVerified ? .act(.verified) : .unverified
    }
  }

  private func caption(of act: Act) -> Caption {
    isOnTheWay(act) ? .onTheWay(to: first, by: act) : .act(act)
  }

  /// Somebody plays with the network, or has taken the wheel.
  package mutating func takenOver() {
    if case .running(let epoch, _) = show { show = .takenOver(epoch: epoch) }
  }

  /// Whether the summary has been on screen for long enough, and nothing follows.
  package func isOver(now: Instant) -> Bool {
    guard case .over(_, let at, _) = show, ending == .curtain else { return false }
    return now - at >= Self.curtain
  }

  package mutating func turn(_ sight: Sight, now: Instant) -> [Effect] {
    switch sight.match {
    case .none: return []
    case .playing(let epoch, let since, let newest):
      return play(epoch, since: since, newest: newest, now: now)
    case .over(let epoch):
      if case .over(epoch, let at, _) = show {
        return ending == .anew && now - at >= Self.curtain ? [.again] : []
      }
      if case .takenOver(epoch) = show { return [] }
      show = .over(epoch: epoch, at: now, isVerified: sight.isVerified)
      return []
    }
  }

  private mutating func play(
    _ epoch: UInt64, since: Instant, newest: Frame, now: Instant
  ) -> [Effect] {
    var effects: [Effect] = []
    switch show {
    case .running(epoch, _), .takenOver(epoch): break
    case .over, .takenOver:
      // Another match begins the show anew, whatever was done to the network before.
      effects.append(.impair(.clear))
      show = .running(epoch: epoch, played: 0)
    case .waiting, .running: show = .running(epoch: epoch, played: 0)
    }
    guard case .running(epoch, var played) = show else { return effects }
    let (acts, end) = cues
    while played < acts.count, now - since >= acts[played].at {
      // What was injected from the command line stays until an act says otherwise.
      if played > 0 { effects.append(.impair(acts[played].act.change)) }
      played += 1
    }
    if played == acts.count, now - since >= end {
      effects.append(.finish(at: newest + Self.notice))
      played += 1
    }
    show = .running(epoch: epoch, played: played)
    return effects
  }
}

extension Demo.Sight {
  /// Looks at one station of the room, the one that is shown first.
  package mutating func see(_ station: borrowing Station) {
    let isOver = station.isMatchOver
    station.withPlaying { playing in
      if !playing.isVerified { isVerified = false }
      let frame = playing.match.frame
      switch match {
      case .none:
        match =
          isOver
          ? .over(epoch: playing.terms.epoch)
          : .playing(epoch: playing.terms.epoch, since: playing.startedAt, newest: frame)
      case .playing(let epoch, let since, let newest):
        match = .playing(epoch: epoch, since: since, newest: max(newest, frame))
      case .over(let epoch):
        if !isOver { match = .playing(epoch: epoch, since: playing.startedAt, newest: frame) }
      }
    }
  }
}
