public import Vocabulary

/// Runs one game ahead of its confirmed inputs: predicts, snapshots, rolls back and resimulates.
///
/// Drive it once per tick, in this order: `hold` the inputs that arrived, `submit` the local one,
/// `correct()`, then `advance()`. What is to be done is derived from the inputs each time (`plan()`),
/// never kept as a flag: the earliest frame whose used input differs from the held one is where to
/// roll back to. The session knows frames, not time, bytes or peers.
///
/// It allocates when it is made and never again. What a tick runs can be inlined into the module
/// that names the game: without that a step costs half as much again.
public struct Session<G: Game>: ~Copyable {
  /// The most frames that a session may run past its confirmed frame.
  @inlinable public static var maxWindow: Int { 15 }
  /// The most frames between submitting a local input and its effect.
  @inlinable public static var maxDelay: Int { 15 }

  /// Seats, 1...8.
  public let players: Int
  /// The prediction window in frames, 0...15; with 0 every frame waits for all inputs (lockstep).
  public let window: Int

  @usableFromInline let states: StateRing<G.State>
  @usableFromInline var inputs: InputRing<G.Input>
  @usableFromInline var current: Frame
  @usableFromInline var settled: Frame
  @usableFromInline var counts: RollbackStatistics
  @usableFromInline var corruption: Corruption?

  @usableFromInline struct Corruption {
    @usableFromInline let frame: Frame
    @usableFromInline let alter: @Sendable (inout G.State) -> Void
  }

  /// Begins at frame 0 and allocates all that it will ever need.
  ///
  /// - Parameters:
  ///   - initial: The state of frame 0, the same on all machines.
  ///   - players: Seats, 1...8.
  ///   - window: Frames that the present may run past the confirmed frame, 0...15.
  @inlinable public init(initial: G.State, players: Int, window: Int) {
    precondition((1...Presence.maxPlayers).contains(players), "\(players) players, not 1...8")
    precondition((0...Self.maxWindow).contains(window), "a window of \(window), not 0...15")
    self.players = players
    self.window = window
    current = .zero
    settled = .zero
    counts = RollbackStatistics()
    states = StateRing(capacity: window + 2, initial: initial)
    inputs = InputRing(players: players, neutral: G.neutral)
  }

  deinit {
    states.deallocate()
    inputs.deallocate()
  }

  // MARK: Inputs

  /// Takes an input of any seat for any frame.
  ///
  /// The first arrival wins. A second, different one is a conflict and changes nothing: the caller
  /// has the refused input in hand, and `input(of:at:)` tells the one that is held.
  @inlinable public mutating func hold(
    _ input: G.Input, of seat: PlayerIndex, at frame: Frame
  ) -> Receipt {
    checkSeat(seat)
    guard frame < inputs.horizon else { return .tooFar }
    guard frame >= inputs.oldest else { return .stale }
    if inputs.holders(of: frame).contains(seat) {
      return inputs.heldInput(frame, seat.number) == input ? .duplicate : .conflict
    }
    inputs.hold(input, frame, seat.number)
    extendInputs()
    return .accepted
  }

  /// Takes the local player's input of this tick; it acts `delay` frames from now.
  ///
  /// The first `delay` frames are neutral by protocol. A larger delay than before repeats the last
  /// input over the gap; with a smaller one inputs are passed over until the frames are used up.
  ///
  /// - Parameters:
  ///   - input: What the player holds now.
  ///   - seat: The local player's.
  ///   - delay: Frames until it acts, 0...15.
  @inlinable public mutating func submit(_ input: G.Input, of seat: PlayerIndex, delay: Int) {
    checkSeat(seat)
    precondition((0...Self.maxDelay).contains(delay), "an input delay of \(delay), not 0...15")
    let target = current + delay
    while inputs.frontier(seat.number) < target {
      let last = inputs.newestInput(seat.number) ?? G.neutral
      inputs.hold(last, inputs.frontier(seat.number), seat.number)
    }
    if inputs.frontier(seat.number) == target { inputs.hold(input, target, seat.number) }
    extendInputs()
  }

  // MARK: The tick

  /// What the next `correct()` and `advance()` will do.
  @inlinable public func plan() -> Plan {
    let step: Plan.Step = canAdvance ? .advance : .stall(waitingFor: missingSeats)
    return Plan(correction: pendingCorrection, step: step)
  }

  /// Rolls back to the first wrong frame and steps again to the present, if there is one.
  @inlinable public mutating func correct() -> Correction? {
    let correction = pendingCorrection
    if let correction {
      simulate(correction.frame..<current)
      counts.record(correction)
    }
    settled = min(confirmedFrame, current)
    return correction
  }

  /// Simulates one frame, or stalls when the prediction window is full.
  ///
  /// Call `correct()` first: corrections come before the limit. Stepping on without would soon
  /// overwrite the last right state, and the game would differ between the peers for good.
  @inlinable public mutating func advance() -> Advance {
    guard canAdvance else { return .stalled(waitingFor: missingSeats) }
    precondition(
      current - settled <= window, "\(settled) is to be corrected first")
    simulate(current..<current + 1)
    current += 1
    extendInputs()
    settle()
    checkInvariants()
    return .advanced(to: current)
  }

  /// Alters the state of `frame` at every simulation that makes it, to drill desync detection.
  ///
  /// - Parameters:
  ///   - frame: Later than the present.
  ///   - alter: Changes the state that the step to `frame` has made.
  public mutating func corrupt(
    at frame: Frame, _ alter: @escaping @Sendable (inout G.State) -> Void
  ) {
    precondition(frame > current, "\(frame) is already simulated")
    corruption = Corruption(frame: frame, alter: alter)
  }
}

// MARK: - How it works

extension Session {
  /// The earliest frame whose used input differs from the held one, with what is wrong there.
  @inlinable var pendingCorrection: Correction? {
    var found: Correction?
    for frame in settled..<current {
      let wrong = inputs.wrongSeats(frame)
      guard wrong != .none else { continue }
      var correction = found ?? Correction(frame: frame, depth: current - frame)
      correction.mispredictedInputs += wrong.bits.nonzeroBitCount
      correction.seats.bits |= wrong.bits
      found = correction
    }
    return found
  }

  /// Steps kept states one after the other, each into the slot after it.
  @inlinable mutating func simulate(_ frames: Range<Frame>) {
    let everyone = Presence.all(players)
    var slot = unsafe states.slot(frames.lowerBound)
    for frame in frames {
      let next = unsafe states.slot(after: slot)
      let row = unsafe Span(_unsafeStart: useInputs(frame), count: players)
      unsafe next.update(from: slot, count: 1)
      unsafe G.step(&next.pointee, inputs: row, presence: everyone)
      if let corruption, corruption.frame == frame + 1 { unsafe corruption.alter(&next.pointee) }
      unsafe slot = next
    }
  }

  /// Steps a state that was kept elsewhere, as a simulation of its frame does.
  package func step(_ state: inout G.State, from frame: Frame, inputs: Span<G.Input>) {
    G.step(&state, inputs: inputs, presence: .all(players))
    if let corruption, corruption.frame == frame + 1 { corruption.alter(&state) }
  }

  /// Notes the inputs that a simulation of `frame` uses: the held ones, and guesses for the rest.
  @inlinable func useInputs(_ frame: Frame) -> UnsafeMutablePointer<G.Input> {
    let holders = inputs.holders(of: frame)
    let row = inputs.row(frame)
    let used = unsafe inputs.used + row
    for seat in 0..<players {
      unsafe used[seat] =
        holders.contains(seat: seat) ? inputs.held[row + seat] : predicted(frame, seat)
    }
    return unsafe used
  }

  /// The guess for a frame whose input is missing, from the newest one known without a gap.
  @inlinable func predicted(_ frame: Frame, _ seat: Int) -> G.Input {
    guard let last = inputs.newestInput(seat) else { return G.neutral }
    return G.predict(last: last, age: frame - inputs.frontier(seat) + 1)
  }

  /// Moves over what was stepped with the held inputs of every seat.
  @inlinable mutating func settle() {
    let end = min(confirmedFrame, current)
    while settled < end && inputs.wrongSeats(settled) == .none { settled += 1 }
  }

  @inlinable mutating func extendInputs() {
    inputs.extend(beyond: min(confirmedFrame, current))
  }

  @inlinable var missingSeats: Presence {
    var seats = Presence.none
    for seat in 0..<players where inputs.frontier(seat) + window <= current {
      seats.insert(seat: seat)
    }
    return seats
  }

  @inlinable func checkSeat(_ seat: PlayerIndex) {
    precondition(seat.number < players, "\(seat) in a session of \(players)")
  }

  @inlinable func checkInvariants() {
    assert(predictedFrames <= window, "\(predictedFrames) predicted frames, window \(window)")
    assert(settled <= current && settled <= confirmedFrame)
    assert(current - settled <= window + 1, "\(settled) is no longer kept")
  }
}
