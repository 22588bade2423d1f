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

  package internal(set) var model: ScreenModel
  package var invite: String?
  private var copy = WaitingRoom.Copy.none
  private var readings = ReadingSchedule()
  /// Through which frame the strip knows the inputs of a player.
  var learned: [PlayerIndex: Frame] = [:]
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
      if let mark = Timeline.Mark.Kind(event) {
        model.timeline.mark(mark, at: ticked.report.frame)
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
    mirror.round = model.round
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

  /// Tells how time passes now; nothing where that cannot be changed, since others play elsewhere.
  package mutating func went(at pace: Pace?) {
    tell(pace.map(\.words) ?? "slow motion needs all players here: demo or solo", level: .info)
  }

  /// Tells where the summary is that was asked for, or why it is nowhere.
  package mutating func exported(_ place: Surroundings.Folder) {
    switch place {
    case .at(let path): tell("summary in \(path)", level: .good)
    case .nowhere(let why): tell("the summary could not be written: \(why)", level: .bad)
    }
  }

  /// Has the invite copied, if there is one, and tells what has become of it.
  ///
  /// - Parameter copies: Asks the terminal to; returns whether that could be done.
  package mutating func copied(by copies: (String) -> Bool) {
    guard let invite else { return }
    copy = copies(invite) ? .sent : .impossible
    tell(copy == .sent ? "invite copied" : "this terminal takes no copies", level: .info)
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
  package mutating func refresh(_ station: borrowing Station, caption: Demo.Caption?, pace: Pace) {
    let now = station.now
    model.caption = caption?.words
    let impairment = station.injector.present(now: now)
    model.cuts = impairment?.cuts ?? []
    model.isWheelTaken = station.pilot.isWheelTaken
    let injected = [impairment?.words, pace.mark].compactMap(\.self)
    model.injection = injected.isEmpty ? nil : injected.joined(separator: " · ")
    model.overlay = .none
    station.withPlaying { refresh($0, now: now) }
    let room = RoomPresenter(invite: invite, copy: copy)
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
    for endpoint in playing.match.endpoints {
      let known = min(playing.match.session.frontier(of: endpoint.seat), playing.match.frame)
      model.predictionMark.note(
        predictedFrames: playing.match.frame - known, of: endpoint.seat)
    }
    noteRound(playing)
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
        detail: "P2P \(silent.paths.direct.shout)"
          + " · RELAY \(silent.paths.relay.shout)"))
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
