import GridGame
import Netplay
import Rollback
import Station
import Views
import Vocabulary

/// What the board and the strip are told: rounds, wrong guesses, inputs and how they came.
extension Presenter {
  /// Rounds and crashes, when they are certain.
  mutating func noteRound(_ playing: borrowing Playing) {
    let frame = min(playing.match.settledFrame, playing.match.session.keptFrames.upperBound)
    for news in model.round.note(playing.confirmedState, frame: frame) {
      switch news {
      case .began(let round, let frame): model.timeline.mark(.round(round), at: frame)
      case .crashed(let crash):
        model.timeline.mark(.crash(crash.seat), at: crash.frame)
        model.log.append(frame: crash.frame, crash.words(on: model))
      }
    }
  }

  mutating func noteGhosts(_ ticked: Station.Ticked, _ playing: borrowing Playing) {
    guard let correction = ticked.report.correction, let before = ticked.before else { return }
    let frame = correction.frame + correction.depth
    let after = playing.match.session.withState(at: frame) { $0 }
    model.ghosts.record(before: before, after: after, frame: frame)
  }

  mutating func noteTimeline(_ ticked: Station.Ticked, _ playing: borrowing Playing) {
    let depth = ticked.report.correction?.depth ?? 0
    let frame = ticked.report.frame
    let players = playing.terms.players
    if ticked.report.step == .advanced {
      let simulated = frame - 1
      let inputs = (0..<players).map {
        playing.match.session.usedInput(of: PlayerIndex($0), at: simulated)
      }
      var guessed = Presence(bits: 0)
      for seat in 0..<players
      where playing.match.session.input(of: PlayerIndex(seat), at: simulated) == nil {
        guessed.bits |= 1 << UInt8(seat)
      }
      model.timeline.advance(to: simulated, inputs: inputs, guessed: guessed, depth: depth)
    } else if depth > 0, frame > .zero {
      model.timeline.rolledBack(depth: depth, at: frame - 1)
    }
    for endpoint in playing.match.endpoints { learn(endpoint, playing) }
  }

  /// Tells the strip the true inputs of the frames that were simulated before they were known.
  private mutating func learn(_ endpoint: Endpoint, _ playing: borrowing Playing) {
    let seat = endpoint.seat
    let frontier = min(
      playing.match.session.frontier(of: seat), playing.match.session.currentFrame)
    var frame = max(
      learned[seat] ?? .zero, Frame(max(0, frontier.number - Timeline.capacity)),
      playing.match.session.oldestInputFrame)
    while frame < frontier {
      if let input = playing.match.session.input(of: seat, at: frame) {
        let path = endpoint.traffic.firstPath(of: frame)
        model.timeline.learn(input, of: seat, at: frame, by: path.map { Timeline.Delivery($0) })
      }
      frame += 1
    }
    learned[seat] = frontier
  }
}

extension Timeline.Mark.Kind {
  /// A path that came up or went down; nothing for doubts that pass.
  init?(_ event: MatchEvent) {
    guard case .path(_, let path, let change) = event else { return nil }
    switch (change.from, change.to) {
    case (.suspect, .up), (_, .never), (_, .connecting), (_, .suspect), (_, .probation): return nil
    case (_, .up): self = .path(path, isUp: true)
    case (_, .down): self = .path(path, isUp: false)
    }
  }
}

extension Timeline.Delivery {
  fileprivate init(_ path: Vocabulary.Path) {
    switch path {
    case .direct: self = .direct
    case .relay: self = .relay
    }
  }
}
