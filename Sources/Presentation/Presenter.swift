import GridGame
import Netplay
import Rollback
package import Station
package import Views
import Vocabulary

/// Fills in what the screen shows of one station: the board every tick, the numbers ten times a
/// second.
package struct Presenter {
  private static let numbersInterval = Duration.milliseconds(100)

  package private(set) var model: ScreenModel
  package var invite: String?
  private var rates = Rates()
  private var nextNumbers = Instant.zero
  /// The numbers are those of a match that is over.
  private var isFinal = false
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
        model.log.append(frame: ticked.report.frame, level: line.level, line.text)
      }
      banner.note(event, frame: ticked.report.frame, now: station.now)
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
      title: "\(name.uppercased())'S SCREEN", names: model.names, localSeat: model.localSeat)
    mirror.predicted = model.predicted
    mirror.confirmed = model.confirmed
    mirror.confirmedFrame = model.confirmedFrame
    mirror.predictedFrames = model.rollback.predictedFrames
    mirror.ghosts = model.ghosts
    mirror.predictionMark = model.predictionMark
    return mirror
  }

  /// What the player has to be called for, since the last time it was asked.
  package mutating func takeCalls(_ station: borrowing Station) -> [Attention.Call] {
    attention.calls(of: station)
  }

  package mutating func acknowledgeDesync() { banner.acknowledge() }

  /// Adds a line of our own to the log on screen.
  package mutating func tell(_ text: String, level: LogBook.Level) {
    model.log.append(frame: model.session.frame, level: level, text)
  }

  /// Brings everything that is drawn up to date.
  ///
  /// - Parameter slowed: By what time is slowed; 1 is as ever.
  package mutating func refresh(_ station: borrowing Station, caption: Demo.Caption?, slowed: Int) {
    let now = station.now
    model.caption = caption?.words
    let pace = slowed > 1 ? "1/\(slowed) speed" : nil
    let injected = [station.injector.present(now: now)?.words, pace].compactMap(\.self)
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
    isFinal = false
    rates = Rates()
    banner = BannerKeeper()
  }

  private mutating func refresh(_ playing: borrowing Playing, now: Instant) {
    begin(playing)
    model.session.frame = playing.match.frame
    model.predicted = playing.match.session.present
    model.confirmed = playing.confirmedState
    model.confirmedFrame = playing.match.confirmedFrame
    // With every picture: it stands beside the two frames that it is the difference of.
    model.rollback.predictedFrames = playing.match.frame - playing.match.confirmedFrame
    model.predictionMark.note(predictedFrames: model.rollback.predictedFrames)
    model.ghosts.expire(at: playing.match.frame)
    model.banner = banner.banner(playing.match, names: model.names, now: now)
    model.overlay = overlay(playing, now: now)
    // What is over keeps its last numbers, those of the summary: nothing arrives any more, and that
    // is no fault.
    let isOver = playing.match.endReason != nil
    guard isOver ? !isFinal : now >= nextNumbers else { return }
    isFinal = isOver
    nextNumbers = now + Self.numbersInterval
    if !isStepped(playing) { rates.sample(playing.match, now: now) }
    model.peers = playing.match.endpoints.map { peer($0, playing, now: now) }
    model.rollback = RollbackModel(playing.match)
    noteHealth(playing, now: now)
  }

  /// Whether the last frame was stepped: what follows is waiting, and says nothing about the play.
  private func isStepped(_ playing: borrowing Playing) -> Bool {
    if playing.match.finalFrame != nil { return true }
    return playing.terms.frameLimit.map { playing.match.frame >= $0 } ?? false
  }

  private func overlay(_ playing: borrowing Playing, now: Instant) -> Overlay {
    if let reason = playing.match.endReason {
      return .matchOver(Views.MatchSummary(playing, reason: reason, names: model.names))
    }
    let silent = playing.match.endpoints.max { $0.silence(now: now) < $1.silence(now: now) }
    guard let silent, silent.silence(now: now) > .milliseconds(1500) else { return pause(playing) }
    return .connectionLost(
      ConnectionLoss(
        peer: model.names[silent.seat.number],
        seconds: silent.silence(now: now).milliseconds / 1000,
        limitSeconds: Endpoint.Limit.gone.milliseconds / 1000, frozenAt: playing.match.frame,
        detail: "P2P \(silent.paths.direct.state.word) · RELAY \(silent.paths.relay.state.word)"))
  }

  /// What everybody agrees on: the pause that is confirmed.
  private func pause(_ playing: borrowing Playing) -> Overlay {
    switch playing.confirmedState.pause {
    case .none: .none
    case .paused(let seat): .paused(by: seat)
    case .resuming(let ticksLeft): .goingOn(seconds: (Int(ticksLeft) + 59) / 60)
    }
  }

  // MARK: Numbers

  private func peer(
    _ endpoint: Endpoint, _ playing: borrowing Playing, now: Instant
  ) -> PeerModel {
    var peer = PeerModel(seat: endpoint.seat)
    peer.frame = playing.match.session.frontier(of: endpoint.seat)
    peer.direct = path(endpoint, .direct, playing, now: now)
    peer.relay = path(endpoint, .relay, playing, now: now)
    peer.mode = DeliveryMode(endpoint.mode(now: now))
    peer.hearsUs = DeliveryMode(Mode(delivering: endpoint.hears))
    peer.leading = rates.leading(endpoint.seat).map { PathKind($0) }
    peer.agreement = HashAgreement(endpoint.ledger, now: now)
    peer.verifiedFrame = endpoint.ledger.verifiedFrame
    peer.verifiedHash = endpoint.ledger.verifiedFrame.flatMap { playing.match.chain.chain(at: $0) }
    peer.hashesReceived = endpoint.ledger.received
    peer.hashesCompared = endpoint.ledger.compared
    peer.hashMismatches = endpoint.ledger.mismatches
    return peer
  }

  private func path(
    _ endpoint: Endpoint, _ path: Vocabulary.Path, _ playing: borrowing Playing, now: Instant
  ) -> PathModel {
    let monitor = endpoint.paths[path]
    let isSilent = monitor.hasBeenUp && !monitor.isDelivering(now: now)
    var state = PathModel.State(monitor.state)
    if path == .direct, let obstacle = endpoint.obstacle, !monitor.hasBeenUp {
      state = .never(why: obstacle.words(about: model.names[endpoint.seat.number]))
    }
    return PathModel(
      state: state, sent: monitor.counters.inputsSent,
      received: monitor.counters.inputs.distinct, perSecond: rates.perSecond(endpoint.seat, path),
      roundTripMilliseconds: monitor.roundTrips.mean(now: now).map {
        Int($0.milliseconds.rounded())
      },
      first: monitor.counters.inputs.first,
      status: isSilent ? .down : Views.HealthStatus(monitor.status))
  }

  /// The figures of the peer whose best path is worst.
  private mutating func noteHealth(_ playing: borrowing Playing, now: Instant) {
    let worst = playing.match.endpoints.max { $0.bestStatus(now: now) < $1.bestStatus(now: now) }
    guard let worst else { return }
    let best = worst.paths[worst.bestPath(now: now)]
    model.health.peerName = model.names[worst.seat.number]
    model.health.status = Views.HealthStatus(worst.bestStatus(now: now))
    model.health.roundTripMilliseconds = best.roundTrips.mean(now: now).map {
      Int($0.milliseconds.rounded())
    }
    model.health.jitterMilliseconds = Int(best.sequences.jitter.milliseconds.rounded())
    model.health.loss = best.sequences.missingShare(windows: SequenceTracker.shownWindows)
    model.health.lead = playing.match.pacer.lead
    model.health.framesPerSecond = rates.framesPerSecond
    if let milliseconds = model.health.roundTripMilliseconds {
      model.health.note(.init(milliseconds: milliseconds, status: model.health.status))
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
        let path = endpoint.marks.firstPath(of: frame)
        model.timeline.learn(input, of: seat, at: frame, by: path.map { Timeline.Delivery($0) })
      }
      frame += 1
    }
    learned[seat] = frontier
  }
}
