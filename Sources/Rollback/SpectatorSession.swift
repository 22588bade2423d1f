public import Vocabulary

/// Watches a match: steps frames whose inputs are all confirmed, so it never predicts or rolls back.
///
/// It is a session without a window: the same step, the same checksums as the players'. Who is
/// behind catches up by the same loop, several frames to a tick, and is never skipped forward.
public struct SpectatorSession<G: Game>: ~Copyable {
  /// Frames that may lie ready before more than one is stepped per tick; smooths uneven arrival.
  public let slack: Int
  /// The most frames of one tick.
  public let maxFramesPerTick: Int

  @usableFromInline var session: Session<G>

  /// Begins at frame 0, with nothing confirmed yet.
  ///
  /// - Parameters:
  ///   - initial: The state of frame 0, the same as the players'.
  ///   - players: Seats, 1...8.
  ///   - slack: Frames that may lie ready before it hurries, at least 1.
  ///   - maxFramesPerTick: At least 2, or a spectator who fell behind would never catch up.
  @inlinable public init(
    initial: G.State, players: Int, slack: Int = 6, maxFramesPerTick: Int = 8
  ) {
    precondition(slack >= 1, "a slack of \(slack) frames, not at least 1")
    precondition(maxFramesPerTick >= 2, "\(maxFramesPerTick) frames per tick, not at least 2")
    self.slack = slack
    self.maxFramesPerTick = maxFramesPerTick
    session = Session(initial: initial, players: players, window: 0)
  }

  /// Takes an input of any seat for any frame; see `Session.hold`.
  ///
  /// `.tooFar` when the spectator is so far behind that it cannot be kept: offer it again later.
  @inlinable public mutating func hold(
    _ input: G.Input, of seat: PlayerIndex, at frame: Frame
  ) -> Receipt {
    session.hold(input, of: seat, at: frame)
  }

  /// Steps one frame, or up to `maxFramesPerTick` while more than the slack lie ready, or stalls.
  @inlinable public mutating func tick() -> Advance {
    var outcome = session.advance()
    var steps = 1
    while steps < maxFramesPerTick && framesBehind > slack {
      outcome = session.advance()
      steps += 1
    }
    return outcome
  }

  /// Confirmed frames that are still to be stepped.
  @inlinable public var framesBehind: Int { session.confirmedFrame - session.currentFrame }

  /// The frame that the next step starts from; its state is confirmed.
  @inlinable public var currentFrame: Frame { session.currentFrame }

  /// The first frame for which some seat's input is missing.
  @inlinable public var confirmedFrame: Frame { session.confirmedFrame }

  /// The first frame for which the seat's input is missing: acknowledges what came before.
  @inlinable public func frontier(of seat: PlayerIndex) -> Frame { session.frontier(of: seat) }

  /// A copy of the state to draw.
  @inlinable public var present: G.State { session.present }

  /// The checksum of the present, the same as the players have for that frame.
  @inlinable public var checksum: UInt64 { session.checksum(at: session.currentFrame) }
}
