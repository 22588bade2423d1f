public import Vocabulary

/// What can be asked of a session; nothing here changes it.
extension Session {
  /// The present: the frame that the next step starts from.
  @inlinable public var currentFrame: Frame { current }

  /// The newest frame whose state was simulated with exactly the confirmed inputs.
  @inlinable public var settledFrame: Frame { settled }

  /// What predictions have cost since the session was made.
  @inlinable public var statistics: RollbackStatistics { counts }

  /// The largest frame for which the inputs of all earlier frames are held for every seat.
  ///
  /// It may lie beyond the present, when the others are ahead.
  @inlinable public var confirmedFrame: Frame { inputs.confirmedFrame }

  /// Whether a step from the present stays inside the prediction window.
  @inlinable public var canAdvance: Bool { currentFrame - confirmedFrame < window }

  /// Frames by which the present is ahead of what is final, 0...window.
  @inlinable public var predictedFrames: Int { max(0, currentFrame - confirmedFrame) }

  /// The first frame for which the seat's input is missing; all before are held.
  @inlinable public func frontier(of seat: PlayerIndex) -> Frame {
    checkSeat(seat)
    return inputs.frontier(seat.number)
  }

  /// The held input, or nothing when it has not arrived or is no longer kept.
  @inlinable public func input(of seat: PlayerIndex, at frame: Frame) -> G.Input? {
    checkSeat(seat)
    guard frame >= inputs.oldest, inputs.holders(of: frame).contains(seat) else { return nil }
    return inputs.heldInput(frame, seat.number)
  }

  /// The input that the newest simulation of `frame` used, predicted or held.
  @inlinable public func usedInput(of seat: PlayerIndex, at frame: Frame) -> G.Input {
    checkSeat(seat)
    precondition(frame < currentFrame && frame >= inputs.oldest, "\(frame) has no used input")
    return inputs.usedInput(frame, seat.number)
  }

  /// The oldest frame whose inputs are still kept.
  @inlinable public var oldestInputFrame: Frame { inputs.oldest }

  /// Frames whose states are still kept.
  @inlinable public var keptFrames: ClosedRange<Frame> {
    Frame(max(0, currentFrame.number - window - 1))...currentFrame
  }

  /// Lends the state of a kept frame.
  @inlinable public func withState<Result>(
    at frame: Frame, _ body: (G.State) -> Result
  ) -> Result {
    unsafe Self.lend(&keptSlot(frame).pointee, to: body)
  }

  /// A copy of the present state, for drawing.
  @inlinable public var present: G.State { unsafe states.slot(currentFrame).pointee }

  /// The checksum of the state of a kept frame.
  @inlinable public func checksum(at frame: Frame) -> UInt64 {
    unsafe G.checksum(inPlace: &keptSlot(frame).pointee)
  }

  /// Taken as `inout`, a large state is not copied on its way.
  @inlinable static func lend<Result>(
    _ state: inout G.State, to body: (G.State) -> Result
  ) -> Result {
    body(state)
  }

  @inlinable func keptSlot(_ frame: Frame) -> UnsafeMutablePointer<G.State> {
    precondition(keptFrames.contains(frame), "the state of \(frame) is not kept: \(keptFrames)")
    return unsafe states.slot(frame)
  }
}
