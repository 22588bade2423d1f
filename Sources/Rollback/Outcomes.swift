public import Vocabulary

/// What became of an input offered to a session.
public enum Receipt: Hashable, Sendable {
  /// It is the first for its seat and frame, and is held from now on.
  case accepted
  /// The same input was held already.
  case duplicate
  /// A different input is held for that frame; the held one stays.
  case conflict
  /// Older than what is kept.
  case stale
  /// Further ahead than any honest peer can be.
  case tooFar
}

/// One rollback: where it starts and why.
public struct Correction: Hashable, Sendable {
  /// The first frame simulated with a wrong input; its state is still right.
  public let frame: Frame
  /// Frames to resimulate.
  public let depth: Int
  /// Inputs, over all seats, that differ from the ones used.
  public var mispredictedInputs = 0
  /// The seats that were mispredicted.
  public var seats = Presence(bits: 0)

  /// Describes a rollback by where it starts and how far it goes; no input is counted yet.
  @inlinable public init(frame: Frame, depth: Int) {
    self.frame = frame
    self.depth = depth
  }
}

/// What became of a frame.
public enum Advance: Hashable, Sendable {
  /// One frame was stepped; `to` is the present now.
  case advanced(to: Frame)
  /// The window is full; these seats' inputs are missing.
  case stalled(waitingFor: Presence)
}

/// What a tick will do, as a value: load and resimulate, then step or stall.
public struct Plan: Hashable, Sendable {
  /// What `advance()` will do after the correction.
  public enum Step: Hashable, Sendable {
    /// One frame will be stepped.
    case advance
    /// The window is full; these seats' inputs are missing.
    case stall(waitingFor: Presence)
  }

  /// The rollback that `correct()` will do, or nothing when every used input was right.
  public let correction: Correction?
  /// What comes after the correction.
  public let step: Step

  @inlinable init(correction: Correction?, step: Step) {
    self.correction = correction
    self.step = step
  }
}

/// Counts what predictions cost; each term is defined once, here.
public struct RollbackStatistics: Hashable, Sendable {
  /// Rollbacks: times that the present was simulated again from an earlier frame.
  public package(set) var rollbacks = 0
  /// Inputs, over all seats and frames, that were simulated wrongly before they arrived.
  public package(set) var mispredictedInputs = 0
  /// Frames stepped again, over all rollbacks.
  public package(set) var resimulatedFrames = 0
  /// The deepest rollback, in frames.
  public package(set) var maxDepth = 0
  /// Rollbacks by depth; index 0 is always 0.
  public package(set) var depthHistogram = [Int](repeating: 0, count: 17)

  /// Statistics before the first frame.
  public init() {}

  @usableFromInline mutating func record(_ correction: Correction) {
    rollbacks += 1
    mispredictedInputs += correction.mispredictedInputs
    resimulatedFrames += correction.depth
    maxDepth = max(maxDepth, correction.depth)
    depthHistogram[min(correction.depth, depthHistogram.count - 1)] += 1
  }
}
