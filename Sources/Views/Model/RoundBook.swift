package import GridGame
package import Rollback
package import Vocabulary

/// Keeps what has happened in the round under way, as far as it is confirmed: who crashed, where, and
/// into what.
package struct RoundBook: Hashable, Sendable {
  /// Holds one crash.
  package struct Crash: Hashable, Sendable {
    package var seat: PlayerIndex
    package var obstacle: Ghostline.State.Obstacle
    package var position: Position
    /// The frame from which on it crashed.
    package var frame: Frame

    package init(
      seat: PlayerIndex, obstacle: Ghostline.State.Obstacle, position: Position, frame: Frame
    ) {
      self.seat = seat
      self.obstacle = obstacle
      self.position = position
      self.frame = frame
    }
  }

  /// Tells what was not known before.
  package enum News: Hashable, Sendable {
    case began(round: Int, at: Frame)
    case crashed(Crash)
  }

  /// In the order of their frames, seats of one frame in their order.
  package private(set) var crashes: [Crash] = []
  private var round: UInt8?
  private var match: UInt16 = 0

  package init() {}

  /// Takes the state of a confirmed frame; returns what is new in it, the oldest first.
  ///
  /// Frames may be left out between two calls, but a crash that is cleared in between is never known.
  package mutating func note(_ confirmed: Ghostline.State, frame: Frame) -> [News] {
    var news: [News] = []
    if round != confirmed.round || match != confirmed.match {
      round = confirmed.round
      match = confirmed.match
      crashes = []
      news.append(
        .began(round: Int(confirmed.round), at: frame - confirmed.framesOfOpening(before: frame)))
    }
    let found = (0..<Int(confirmed.players)).map { PlayerIndex($0) }.compactMap { seat -> Crash? in
      guard !crashes.contains(where: { $0.seat == seat }), let crash = confirmed.crash(of: seat)
      else { return nil }
      return Crash(
        seat: seat, obstacle: crash.obstacle, position: confirmed.cycle(seat).position,
        frame: frame - min(crash.framesAgo, frame.number))
    }
    let sorted = found.sorted { ($0.frame, $0.seat) < ($1.frame, $1.seat) }
    crashes += sorted
    return news + sorted.map { .crashed($0) }
  }
}

extension Ghostline.State {
  /// Frames since the countdown of this round began; 0 once it is played.
  fileprivate func framesOfOpening(before frame: Frame) -> Int {
    guard let left = framesToStart, !isIntro else { return 0 }
    return min(max(0, rules[.countdown] - left), frame.number)
  }
}

extension RoundBook.Crash {
  /// `bob hit your trail`.
  package func words(on model: ScreenModel) -> String {
    let who = model.name(seat)
    return switch obstacle {
    case .wall: "\(who) hit a wall"
    case .closedWall: "\(who) hit a closing wall"
    case .trail(seat): "\(who) hit \(seat == model.localSeat ? "your" : "their") own trail"
    case .trail(let owner):
      "\(who) hit \(owner == model.localSeat ? "your" : "\(model.name(owner))'s") trail"
    case .headOn(let other): "\(who) hit \(model.name(other)) head-on"
    case .absence: "\(who) left the round"
    }
  }
}

extension RoundBook {
  /// What ended for whom in this round, a sentence each; two who hit each other share one.
  func sentences(on model: ScreenModel) -> [String] {
    crashes.enumerated().compactMap { index, crash in
      guard case .headOn(let other) = crash.obstacle,
        let twin = crashes.firstIndex(where: {
          $0.seat == other && $0.obstacle == .headOn(with: crash.seat)
        })
      else { return crash.words(on: model) }
      return index < twin ? "\(model.name(crash.seat)) and \(model.name(other)) hit head-on" : nil
    }
  }
}
