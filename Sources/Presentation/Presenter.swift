import GridGame
import Netplay
import Rollback
package import Station
package import Views
import Vocabulary

/// Fills in what the screen shows of one station: the board every tick, the numbers ten times a
/// second.
package struct Presenter {
  /// Silence on all paths that covers the board.
  private static let lossOnScreen = Duration.milliseconds(1500)

  package private(set) var model: ScreenModel
  package var invite: String?
  private var readings = ReadingSchedule()
  private var learned: [PlayerIndex: Frame] = [:]
  private var banner = BannerKeeper()
  private var episode: UInt64?
  private var attention = Attention()

  package init(facts: SessionFacts, name: String) {
    model = ScreenModel(session: facts, names: [name], localSeat: PlayerIndex(0))
  }

  // MARK: Events

  /// Notes a tick: the board, the strip, the ghosts and the log.
  package mutating func ticked(_ ticked: Station.Ticked, _ station: borrowing Station) {
    station.withPlaying { playing in
      begin(playing)
      noteGhosts(ticked, playing)
      noteTimeline(ticked, playing)
    }
    for event in ticked.events {
      if let line = LogLine(event, names: model.names) {
        model.log.append(line, frame: ticked.report.frame)
      }
      banner.note(event, frame: ticked.report.frame, now: station.now)
      readings.noticed(event)
    }
  }

  /// What the other player sees, if we can know that.
  package var mirror: Mirror? {
    get { model.mirror }
    set { model.mirror = newValue }
  }

  /// The board of this screen, to be shown beside another's.
  package var asMirror: Mirror {
    let seat = model.localSeat.number
    let name = seat < model.names.count ? model.names[seat] : "the other"
    var mirror = Mirror(
      title: "\(name.uppercased())'S SCREEN", names: model.names, numbers: model.numbers)
    mirror.predicted = model.predicted
    mirror.confirmed = model.confirmed
    mirror.ghosts = model.ghosts
    mirror.predictionMark = model.predictionMark
    return mirror
  }

  /// What the player has to be called for, since the last time it was asked.
  package mutating func takeCalls(_ station: borrowing Station) -> [Attention.Call] {
    attention.calls(of: station)
  }

  package mutating func acknowledgeDesync() {
    banner.acknowledge()
    readings.touched()
  }

  /// Adds a line of our own to the log on screen.
  package mutating func tell(_ text: String, level: LogBook.Level) {
    model.log.append(frame: model.numbers.frame, level: level, text)
  }

  /// Tells by what time is slowed now; nothing where it cannot be, since others play elsewhere.
  package mutating func slowed(by divisor: Int?) {
    switch divisor {
    case nil: tell("slow motion needs all players here: demo or solo", level: .info)
    case 1: tell("time goes on as ever", level: .info)
    case let divisor?: tell("slow motion: 1/\(divisor)", level: .info)
    }
  }

  /// Tells where the summary is that was asked for, or why it is nowhere.
  package mutating func exported(_ place: Surroundings.Folder) {
    switch place {
    case .at(let path): tell("summary in \(path)", level: .good)
    case .nowhere(let why): tell("the summary could not be written: \(why)", level: .bad)
    }
  }

  /// Tells that we stay in front, for nobody here could bring us back.
  package mutating func notSuspended() {
    tell("not suspended: no shell to continue it", level: .info)
  }

  /// Tells what comes of a wish that is not obeyed: one to pause, when there is no pause to be had.
  package mutating func asked(_ intent: Intent, of station: borrowing Station) {
    guard intent == .pause else { return }
    let refusal = station.withPlaying { playing in
      playing.isOver ? nil : playing.match.session.present.pauseRefusal(playing.localSeat)
    }
    guard case .some(.some(let refusal)) = refusal else { return }
    tell(refusal.words, level: .info)
  }

  /// Brings everything that is drawn up to date.
  ///
  /// - Parameter slowed: By what time is slowed; 1 is as ever.
  package mutating func refresh(_ station: borrowing Station, caption: Demo.Caption?, slowed: Int) {
    let now = station.now
    model.caption = caption?.words
    let pace = slowed > 1 ? "1/\(slowed) speed" : nil
    let impairment = station.injector.present(now: now)
    model.cuts = impairment?.cuts ?? []
    model.isWheelTaken = station.pilot.isWheelTaken
    let injected = [impairment?.words, pace].compactMap(\.self)
    model.injection = injected.isEmpty ? nil : injected.joined(separator: " · ")
    model.overlay = .none
    station.withPlaying { refresh($0, now: now) }
    let room = RoomPresenter(invite: invite)
    if let overlay = room.overlay(of: station, room: model.session.room) {
      model.overlay = overlay
    }
    if case .matchOver(var summary) = model.overlay {
      summary.rematch = room.rematch(of: station)
      model.overlay = .matchOver(summary)
    }
    if case .waiting = model.overlay {
      model.notice = nil
    } else {
      model.notice = RoomPresenter.sentences(of: station).first
    }
  }

  // MARK: The match

  private mutating func begin(_ playing: borrowing Playing) {
    guard episode != playing.terms.epoch else { return }
    episode = playing.terms.epoch
    var facts = model.session
    facts.map = playing.game.map.name
    facts.seed = playing.terms.seed
    let log = model.log
    let seat = playing.match.configuration.localSeat
    model = ScreenModel(session: facts, names: playing.names, localSeat: seat)
    model.log = log
    learned = [:]
    readings = ReadingSchedule()
    banner = BannerKeeper()
  }

  private mutating func refresh(_ playing: borrowing Playing, now: Instant) {
    begin(playing)
    model.predicted = playing.match.session.present
    model.confirmed = playing.confirmedState
    model.predictionMark.note(
      predictedFrames: playing.match.frame - playing.match.settledFrame)
    model.ghosts.expire(at: playing.match.frame)
    let isOver = playing.match.endReason != nil
    if readings.isDue(isOver: isOver, now: now) { takeNumbers(playing, now: now) }
    model.overlay = overlay(playing)
  }

  /// All that is counted or measured, of one instant.
  private mutating func takeNumbers(_ playing: borrowing Playing, now: Instant) {
    model.numbers = playing.match.numbers
    if !isStepped(playing) { model.rates.sample(model.numbers) }
    model.roundTrips.note(model.numbers, injection: model.injection)
    model.rollbacks.note(model.numbers)
    model.banner = banner.banner(model.numbers, names: model.names, now: now)
  }

  /// Whether the last frame was stepped: what follows is waiting, and says nothing about the play.
  private func isStepped(_ playing: borrowing Playing) -> Bool {
    if playing.match.finalFrame != nil { return true }
    return playing.terms.frameLimit.map { playing.match.frame >= $0 } ?? false
  }

  private func overlay(_ playing: borrowing Playing) -> Overlay {
    let numbers = model.numbers
    if let reason = numbers.endReason {
      return .matchOver(
        MatchResult(
          numbers, reason: reason, state: playing.confirmedState, startedAt: playing.startedAt,
          names: model.names))
    }
    let silent = numbers.peers.max { $0.silence < $1.silence }
    guard let silent, silent.silence > Self.lossOnScreen else { return pause(playing) }
    return .connectionLost(
      ConnectionLoss(
        peer: model.names[silent.seat.number], seconds: silent.silence.milliseconds / 1000,
        limitSeconds: Liveness.Limit.gone.milliseconds / 1000, frozenAt: numbers.frame,
        detail: "P2P \(silent.paths.direct.state.word) · RELAY \(silent.paths.relay.state.word)"))
  }

  /// What everybody agrees on: the pause that is confirmed.
  private func pause(_ playing: borrowing Playing) -> Overlay {
    switch playing.confirmedState.pause {
    case .none: .none
    case .paused(let seat):
      .paused(
        AgreedPause(
          by: seat,
          secondsLeft: playing.confirmedState.pauseFramesLeft(seat).map { ($0 + 59) / 60 }))
    case .resuming(let framesLeft): .goingOn(seconds: (Int(framesLeft) + 59) / 60)
    }
  }

  // MARK: Strip and ghosts

  private mutating func noteGhosts(_ ticked: Station.Ticked, _ playing: borrowing Playing) {
    guard let correction = ticked.report.correction, let before = ticked.before else { return }
    let frame = correction.frame + correction.depth
    let after = playing.match.session.withState(at: frame) { $0 }
    model.ghosts.record(before: before, after: after, frame: frame)
  }

  private mutating func noteTimeline(_ ticked: Station.Ticked, _ playing: borrowing Playing) {
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

extension LogBook {
  fileprivate mutating func append(_ line: LogLine, frame: Frame) {
    if let depth = line.depth {
      takeBack(frame: frame, of: line.text, depth: depth)
    } else {
      append(frame: frame, level: line.level, line.text)
    }
  }
}

extension Ghostline.State.PauseRefusal {
  var words: String {
    switch self {
    case .spent: "no pause left: a match has 3 for each, 60 s together"
    case .tooSoon(let framesLeft): "the next pause can begin in \((framesLeft + 59) / 60) s"
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
