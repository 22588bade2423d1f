/// Runs one game ahead of its confirmed inputs: predicts, snapshots, rolls back and resimulates.
///
/// Drive it once per tick, in this order: `hold` the inputs that arrived, `submit` the local one,
/// `correct()`, then `advance()`. What is to be done is derived from the inputs each time (`plan()`),
/// never kept as a flag: the earliest frame whose used input differs from the held one is where to
/// roll back to. The session knows frames, not time, bytes or peers.
public struct Session<G: Game>: ~Copyable {
  /// The most frames that a session may run past its confirmed frame.
  public static var maxWindow: Int { 15 }
  /// The most frames between submitting a local input and its effect.
  public static var maxDelay: Int { 15 }

  /// Seats, 1...8.
  public let players: Int
  /// The prediction window in frames, 0...15; with 0 every frame waits for all inputs (lockstep).
  public let window: Int

  /// The present: the frame that the next step starts from.
  public private(set) var currentFrame: Frame
  /// The newest frame whose state was simulated with exactly the confirmed inputs.
  public private(set) var settledFrame: Frame
  public private(set) var statistics = RollbackStatistics()

  private var states: StateRing<G.State>
  private var inputs: InputRing<G.Input>
  private var corruption: Corruption?

  private struct Corruption {
    let frame: Frame
    let alter: @Sendable (inout G.State) -> Void
  }

  public init(initial: G.State, players: Int, window: Int) {
    precondition((1...Presence.maxPlayers).contains(players), "\(players) players, not 1...8")
    precondition((0...Self.maxWindow).contains(window), "a window of \(window), not 0...15")
    self.players = players
    self.window = window
    currentFrame = .zero
    settledFrame = .zero
    states = StateRing(capacity: window + 2, initial: initial)
    inputs = InputRing(players: players, neutral: G.neutral)
  }

  // MARK: Inputs

  /// Takes an input of any seat for any frame.
  ///
  /// The first arrival wins; a second, different one is a conflict and changes nothing.
  public mutating func hold(_ input: G.Input, of seat: PlayerIndex, at frame: Frame) -> Receipt {
    checkSeat(seat)
    guard frame < inputs.horizon else { return .tooFar }
    guard frame >= inputs.oldest else { return .stale }
    if inputs.isHeld(frame, seat.number) {
      return inputs.heldInput(frame, seat.number) == input ? .duplicate : .conflict
    }
    inputs.hold(input, frame, seat.number)
    inputs.extend(beyond: min(inputs.confirmedFrame, currentFrame))
    return .accepted
  }

  /// Takes the local player's input of this tick; it acts `delay` frames from now.
  ///
  /// The first `delay` frames are neutral by protocol. A larger delay than before repeats the last
  /// input over the gap; with a smaller one inputs are passed over until the frames are used up.
  ///
  /// - Parameter delay: 0...15.
  public mutating func submit(_ input: G.Input, of seat: PlayerIndex, delay: Int) {
    checkSeat(seat)
    precondition((0...Self.maxDelay).contains(delay), "an input delay of \(delay), not 0...15")
    let target = currentFrame + delay
    while inputs.frontier(seat.number) < target {
      inputs.hold(lastInput(of: seat.number), inputs.frontier(seat.number), seat.number)
    }
    if inputs.frontier(seat.number) == target { inputs.hold(input, target, seat.number) }
    inputs.extend(beyond: min(inputs.confirmedFrame, currentFrame))
  }

  // MARK: The tick

  /// What the next `correct()` and `advance()` will do.
  public func plan() -> Plan {
    let step: Plan.Step = canAdvance ? .advance : .stall(waitingFor: missingSeats)
    return Plan(correction: pendingCorrection, step: step)
  }

  /// Rolls back to the first wrong frame and steps again to the present, if there is one.
  public mutating func correct() -> Correction? {
    let correction = pendingCorrection
    if let correction {
      for frame in correction.frame..<currentFrame { simulate(frame) }
      statistics.record(correction)
    }
    settle()
    return correction
  }

  /// Simulates one frame, or stalls when the prediction window is full.
  ///
  /// Call `correct()` first: corrections come before the limit. Stepping on without would soon
  /// overwrite the last right state, and the game would differ between the peers for good.
  public mutating func advance() -> Advance {
    guard canAdvance else { return .stalled(waitingFor: missingSeats) }
    precondition(
      currentFrame - settledFrame <= window, "\(settledFrame) is to be corrected first")
    simulate(currentFrame)
    currentFrame += 1
    inputs.extend(beyond: min(inputs.confirmedFrame, currentFrame))
    settle()
    checkInvariants()
    return .advanced(to: currentFrame)
  }

  /// Alters the state of `frame` at every simulation that makes it, to drill desync detection.
  ///
  /// - Parameter frame: Later than the present.
  public mutating func corrupt(
    at frame: Frame, _ alter: @escaping @Sendable (inout G.State) -> Void
  ) {
    precondition(frame > currentFrame, "\(frame) is already simulated")
    corruption = Corruption(frame: frame, alter: alter)
  }

  // MARK: Queries

  /// The largest frame for which the inputs of all earlier frames are held for every seat.
  ///
  /// It may lie beyond the present, when the others are ahead.
  public var confirmedFrame: Frame { inputs.confirmedFrame }

  /// Whether a step from the present stays inside the prediction window.
  public var canAdvance: Bool { currentFrame + 1 - confirmedFrame <= window }

  /// Frames by which the present is ahead of what is final, 0...window.
  public var predictedFrames: Int { max(0, currentFrame - confirmedFrame) }

  /// The first frame for which the seat's input is missing; all before are held.
  public func frontier(of seat: PlayerIndex) -> Frame {
    checkSeat(seat)
    return inputs.frontier(seat.number)
  }

  /// The held input, or nothing when it has not arrived or is no longer kept.
  public func input(of seat: PlayerIndex, at frame: Frame) -> G.Input? {
    checkSeat(seat)
    guard frame >= inputs.oldest, inputs.isHeld(frame, seat.number) else { return nil }
    return inputs.heldInput(frame, seat.number)
  }

  /// The input that the newest simulation of `frame` used, predicted or held.
  public func usedInput(of seat: PlayerIndex, at frame: Frame) -> G.Input {
    checkSeat(seat)
    precondition(frame < currentFrame && frame >= inputs.oldest, "\(frame) has no used input")
    return inputs.usedInput(frame, seat.number)
  }

  /// The oldest frame whose inputs are still kept.
  public var oldestInputFrame: Frame { inputs.oldest }

  /// Frames whose states are still kept.
  public var keptFrames: ClosedRange<Frame> {
    Frame(max(0, currentFrame.number - window - 1))...currentFrame
  }

  /// Lends the state of a kept frame.
  public func withState<Result>(at frame: Frame, _ body: (G.State) -> Result) -> Result {
    precondition(keptFrames.contains(frame), "the state of \(frame) is not kept: \(keptFrames)")
    return unsafe body(states.slot(frame).pointee)
  }

  /// A copy of the present state, for drawing.
  public var present: G.State { unsafe states.slot(currentFrame).pointee }

  /// The checksum of the state of a kept frame.
  public func checksum(at frame: Frame) -> UInt64 {
    precondition(keptFrames.contains(frame), "the state of \(frame) is not kept: \(keptFrames)")
    return unsafe G.checksum(states.slot(frame).pointee)
  }
}

extension Session {
  /// The earliest frame whose used input differs from the held one, with what is wrong there.
  private var pendingCorrection: Correction? {
    var frame = settledFrame
    var found: Correction?
    while frame < currentFrame {
      for seat in 0..<players where inputs.isWrong(frame, seat) {
        var correction = found ?? Correction(frame: frame, depth: currentFrame - frame)
        correction.mispredictedInputs += 1
        correction.seats.bits |= 1 << UInt8(seat)
        found = correction
      }
      frame += 1
    }
    return found
  }

  /// Steps `frame` into the slot after it, with the held inputs where there are any.
  private mutating func simulate(_ frame: Frame) {
    for seat in 0..<players {
      let input =
        inputs.isHeld(frame, seat) ? inputs.heldInput(frame, seat) : predicted(frame, seat)
      unsafe inputs.used[inputs.slot(frame, seat)] = input
    }
    states.copyForward(from: frame)
    let slot = unsafe states.slot(frame + 1)
    let row = unsafe Span(
      _unsafeStart: inputs.used + inputs.slot(frame, 0), count: players)
    unsafe G.step(&slot.pointee, inputs: row, presence: .all(players))
    if let corruption, corruption.frame == frame + 1 { unsafe corruption.alter(&slot.pointee) }
  }

  /// The guess for a frame whose input is missing, from the newest one known without a gap.
  private func predicted(_ frame: Frame, _ seat: Int) -> G.Input {
    let frontier = inputs.frontier(seat)
    guard frontier > .zero else { return G.neutral }
    return G.predict(last: inputs.heldInput(frontier - 1, seat), age: frame - frontier + 1)
  }

  private func lastInput(of seat: Int) -> G.Input {
    let frontier = inputs.frontier(seat)
    return frontier == .zero ? G.neutral : inputs.heldInput(frontier - 1, seat)
  }

  private mutating func settle() {
    while settledFrame < currentFrame && inputs.isSettled(settledFrame) { settledFrame += 1 }
  }

  private var missingSeats: Presence {
    var seats = Presence(bits: 0)
    for seat in 0..<players where inputs.frontier(seat) + window <= currentFrame {
      seats.bits |= 1 << UInt8(seat)
    }
    return seats
  }

  private func checkSeat(_ seat: PlayerIndex) {
    precondition(seat.number < players, "\(seat) in a session of \(players)")
  }

  private func checkInvariants() {
    assert(predictedFrames <= window, "\(predictedFrames) predicted frames, window \(window)")
    assert(settledFrame <= currentFrame && settledFrame <= confirmedFrame)
    assert(currentFrame - settledFrame <= window + 1, "\(settledFrame) is no longer kept")
  }
}
