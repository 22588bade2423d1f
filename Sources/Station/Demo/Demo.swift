import Netplay
package import Rollback
package import Vocabulary

/// The show of the demo: which act is on, what it does to the room, and when the next one follows.
///
/// It plays for a room whose players are all in this process. By itself it goes by the clock; from the
/// first key on a speaker leads, and nothing ends an act but their next key. Every act puts up its own
/// scene: going to it works from any other, in another match if this one cannot show it any more. Its
/// time is the real one, which passes also while that of the players is slowed or held.
package struct Demo: Hashable, Sendable {
  /// Who leads from one act to the next.
  package enum Lead: Hashable, Sendable {
    case clock
    case speaker
  }

  /// What follows the summary where nobody leads.
  package enum Ending: Hashable, Sendable {
    /// It stays until a key.
    case stay
    case anew
    /// The players leave: nobody is there to press a key.
    case leave
  }

  package enum Direction: Hashable, Sendable {
    case next
    case previous
  }

  package enum Effect: Hashable, Sendable {
    /// For the player who is shown.
    case impair(NetworkChange)
    /// For the player who is shown.
    case corrupt
    /// For all.
    case pace(Pace)
    /// Gives the wheel back to the bot of the player who is shown.
    case letGo
    /// For every player.
    case finish(at: Frame)
    /// For every player.
    case again
    /// For every player.
    case leave
  }

  enum Phase: Hashable, Sendable {
    /// The act begins with the next turn that shows a match.
    case entering
    /// The match cannot show the act: another one is under way.
    case renewing(since: Instant?)
    case step(Int, since: Instant)
    /// Somebody plays with the network or with time: what the act would still do is dropped.
    case interrupted
  }

  /// How far ahead of the newest machine the end is set: more than any may be ahead of another.
  private static let notice = 60
  /// How often another match is asked for.
  private static let insistence = Duration.seconds(1)
  /// How long a scene is seen at least before the clock goes on.
  private static let leastScene = Duration.seconds(4)

  package private(set) var act: Act
  package private(set) var lead: Lead
  private let ending: Ending
  private(set) var phase = Phase.entering
  /// Since when the act is on.
  private var since = Instant.zero
  /// The match in which it is played.
  private(set) var epoch: UInt64?
  /// The match whose end was set, and the one that was given a difference.
  private var finished: UInt64?
  private(set) var corrupted: UInt64?
  private var takenBack = 0
  private(set) var isVerified = true
  private(set) var isWheelTaken = false
  /// What a key has to have done in the next turn.
  private var due: [Effect] = []

  package init(from act: Act = .clean, lead: Lead = .clock, then ending: Ending = .stay) {
    self.act = act
    self.lead = lead
    self.ending = ending
  }

  // MARK: Keys

  /// Goes to another act, or begins the present one afresh where there is no other; gives the wheel
  /// back.
  package mutating func walk(_ direction: Direction) {
    lead = .speaker
    enter(direction == .next ? act.next : act.previous)
    due.append(.letGo)
    isWheelTaken = false
  }

  /// Somebody pressed a key that changes nothing in the show: it has no clock any more.
  package mutating func touched() { lead = .speaker }

  /// Somebody asks something of the shown player's side.
  package mutating func asked(_ intent: Intent) {
    switch intent {
    case .steer, .boost:
      touched()
      isWheelTaken = true
      // Nobody can steer while no time passes.
      if act == .correction { interrupt() }
    case .impair, .corrupt:
      touched()
      interrupt()
    case .pause, .ready: touched()
    case .focusLost, .finish, .leave, .letGo: break
    }
  }

  /// Somebody changes the pace of time.
  package mutating func paced() {
    touched()
    if case .step = phase, act == .correction { phase = .interrupted }
  }

  /// Lets a held scene go on to the next one of its kind; returns whether one was held.
  package mutating func goOn(now: Instant) -> Bool {
    touched()
    guard isHeld else { return false }
    enterStep(1, now: now)
    return true
  }

  private mutating func interrupt() {
    if act == .correction { due.append(.pace(.usual)) }
    if case .step = phase { phase = .interrupted }
  }

  private var isHeld: Bool {
    guard case .step(let step, _) = phase else { return false }
    return act == .correction && step == act.steps.count - 1
  }

  // MARK: Turns

  /// Notes a rollback of the shown player, by how much of what was drawn it took back.
  package mutating func corrected(cells: Int) { takenBack = max(takenBack, cells) }

  package mutating func turn(_ sight: Sight, now: Instant) -> [Effect] {
    defer { due = [] }
    isVerified = sight.isVerified
    follow(sight, now: now)
    // A step that has nothing to wait for makes way in the same turn.
    while let condition = condition, isMet(condition, sight, now) { advance(sight, now: now) }
    goByClock(now: now)
    takenBack = 0
    return due
  }

  /// Begins the act where it can be shown, and takes note of a match that ended or began by itself.
  private mutating func follow(_ sight: Sight, now: Instant) {
    switch phase {
    case .entering: if sight.match != .none { begin(sight, now: now) }
    case .renewing(let since): renew(sight, since: since, now: now)
    case .step, .interrupted:
      switch sight.match {
      case .none: break
      case .playing(let present, _): if present != epoch { restart(sight, now: now) }
      case .over:
        guard act != .summary else { return }
        act = .summary
        since = now
        enterStep(act.steps.count - 1, now: now)
      }
    }
  }

  /// Another match was begun by a key: the show is on from its start, its network as ever.
  private mutating func restart(_ sight: Sight, now: Instant) {
    enter(act == .summary ? .clean : act)
    begin(sight, now: now)
  }

  private mutating func enter(_ act: Act) {
    self.act = act
    phase = .entering
  }

  private mutating func begin(_ sight: Sight, now: Instant) {
    switch sight.match {
    case .none: return
    case .over(let epoch):
      self.epoch = epoch
      if act.needsSoundMatch { return renew(sight, since: nil, now: now) }
      since = now
      enterStep(act.steps.count - 1, now: now)
    case .playing(let epoch, let newest):
      self.epoch = epoch
      let isSound = sight.isVerified && !sight.isEnding && finished != epoch && corrupted != epoch
      if act.needsSoundMatch, !isSound { return renew(sight, since: nil, now: now) }
      since = now
      enterStep(0, newest: newest, now: now)
    }
  }

  private mutating func renew(_ sight: Sight, since: Instant?, now: Instant) {
    switch sight.match {
    case .none: break
    case .playing(let present, let newest):
      if present != epoch { return begin(sight, now: now) }
      phase = .renewing(since: since)
      if since == nil {
        due += [.pace(.usual), .impair(.clear)]
        phase = .renewing(since: now)
      }
      if !sight.isEnding { finish(newest) }
    case .over:
      if let since, now - since < Self.insistence { return }
      due += [.pace(.usual), .impair(.clear), .again]
      phase = .renewing(since: now)
    }
  }

  private mutating func finish(_ newest: Frame) {
    guard finished != epoch else { return }
    finished = epoch
    due.append(.finish(at: newest + Self.notice))
  }

  // MARK: Steps

  private var condition: Step.Condition? {
    guard case .step(let step, _) = phase else { return nil }
    return act.steps[step].until
  }

  private func isMet(_ condition: Step.Condition, _ sight: Sight, _ now: Instant) -> Bool {
    guard case .step(let step, let since) = phase else { return false }
    let passed = now - since
    let isMet: Bool
    switch condition {
    case .leaving: return false
    case .time(let length): isMet = passed >= length
    case .directUp: isMet = sight.isDirectUp
    case .directKnown: isMet = sight.isDirectUp || sight.isDegraded
    case .degraded: isMet = sight.isDegraded
    case .guessing(let frames): isMet = sight.predictedFrames >= frames
    case .corrected(let cells): isMet = takenBack >= cells
    case .differing: isMet = !sight.isVerified
    case .over: if case .over = sight.match { isMet = true } else { isMet = false }
    }
    return isMet || passed >= act.steps[step].limit
  }

  private mutating func advance(_ sight: Sight, now: Instant) {
    guard case .step(let step, _) = phase else { return }
    var newest = Frame.zero
    if case .playing(_, let frame) = sight.match { newest = frame }
    enterStep(step + 1, newest: newest, now: now)
  }

  private mutating func enterStep(_ step: Int, newest: Frame = .zero, now: Instant) {
    phase = .step(step, since: now)
    for cue in act.steps[step].cues {
      switch cue {
      // Time is slowed for those who watch.
      case .effect(.pace) where ending == .leave: break
      case .effect(let effect):
        if effect == .corrupt { corrupted = epoch }
        due.append(effect)
      case .finish: finish(newest)
      }
    }
  }

  private mutating func goByClock(now: Instant) {
    guard lead == .clock, case .step(let step, let stepSince) = phase else { return }
    guard step >= act.scene, case .leaving = act.steps[step].until else { return }
    // Where nobody reads a summary nobody waits for it.
    let isUnseen = act == .summary && ending == .leave
    let isSeen = now - since >= act.length && now - stepSince >= Self.leastScene
    guard isSeen || isUnseen else { return }
    guard act == .summary else { return enter(act.next) }
    switch ending {
    case .stay: break
    case .anew: enter(.clean)
    case .leave: due.append(.leave)
    }
  }
}
