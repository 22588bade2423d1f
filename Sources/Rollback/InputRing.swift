public import Vocabulary

/// Holds, per frame and seat, the input that arrived and the input that the newest simulation used.
///
/// Frames from `horizon - capacity` to `horizon - 1` are kept: `ahead` frames beyond the confirmed
/// frame, the rest behind it, so that nothing a resimulation needs is ever dropped. What lies
/// outside is refused, which bounds memory whatever a peer sends.
///
/// A view: the session that made it owns the memory and gives it back with `deallocate()`.
@safe @usableFromInline struct InputRing<Input: BitwiseCopyable & Hashable> {
  /// Frames kept in all; a power of two.
  @inlinable static var capacity: Int { 256 }
  /// Frames beyond the confirmed one for which inputs are taken.
  @inlinable static var ahead: Int { 128 }

  @usableFromInline let players: Int
  @usableFromInline let everyone: Presence
  @usableFromInline let held: UnsafeMutablePointer<Input>
  @usableFromInline let used: UnsafeMutablePointer<Input>
  /// Per frame, the seats whose input is held.
  @usableFromInline let holders: UnsafeMutablePointer<Presence>
  /// Per seat, the first frame whose input is not held.
  @usableFromInline let frontiers: UnsafeMutablePointer<Frame>
  /// The first frame for which no input is taken yet.
  @usableFromInline var horizon: Frame
  /// The first frame for which some seat's input is missing.
  @usableFromInline var confirmedFrame: Frame

  @inlinable init(players: Int, neutral: Input) {
    self.players = players
    everyone = .all(players)
    let slots = Self.capacity * players
    unsafe held = .allocate(capacity: slots)
    unsafe held.initialize(repeating: neutral, count: slots)
    unsafe used = .allocate(capacity: slots)
    unsafe used.initialize(repeating: neutral, count: slots)
    unsafe holders = .allocate(capacity: Self.capacity)
    unsafe holders.initialize(repeating: .none, count: Self.capacity)
    unsafe frontiers = .allocate(capacity: players)
    unsafe frontiers.initialize(repeating: .zero, count: players)
    horizon = Frame(Self.ahead)
    confirmedFrame = .zero
  }

  @inlinable func deallocate() {
    unsafe held.deallocate()
    unsafe used.deallocate()
    unsafe holders.deallocate()
    unsafe frontiers.deallocate()
  }

  @inlinable var oldest: Frame { Frame(max(0, horizon.number - Self.capacity)) }

  @inlinable func index(_ frame: Frame) -> Int { frame.number & (Self.capacity - 1) }

  /// Where the inputs of a frame begin, one per seat.
  @inlinable func row(_ frame: Frame) -> Int { index(frame) * players }

  /// The seats whose input for `frame` is held; the slots of frames from the horizon on are stale.
  @inlinable func holders(of frame: Frame) -> Presence {
    frame < horizon ? unsafe holders[index(frame)] : .none
  }

  @inlinable func heldInput(_ frame: Frame, _ seat: Int) -> Input { unsafe held[row(frame) + seat] }

  @inlinable func usedInput(_ frame: Frame, _ seat: Int) -> Input { unsafe used[row(frame) + seat] }

  @inlinable func frontier(_ seat: Int) -> Frame { unsafe frontiers[seat] }

  /// The newest input of the seat that is known without a gap, or nothing before the first.
  @inlinable func newestInput(_ seat: Int) -> Input? {
    let frontier = frontier(seat)
    return frontier > .zero ? heldInput(frontier - 1, seat) : nil
  }

  /// The seats whose held input differs from the one that the newest simulation used.
  @inlinable func wrongSeats(_ frame: Frame) -> Presence {
    let holders = holders(of: frame)
    let row = row(frame)
    var wrong = Presence.none
    for seat in 0..<players where holders.contains(seat: seat) {
      if unsafe held[row + seat] != used[row + seat] { wrong.insert(seat: seat) }
    }
    return wrong
  }

  /// Takes an input inside the ring and moves the frontiers over what is now contiguous.
  @inlinable mutating func hold(_ input: Input, _ frame: Frame, _ seat: Int) {
    unsafe held[row(frame) + seat] = input
    unsafe holders[index(frame)].insert(seat: seat)
    while holders(of: frontier(seat)).contains(seat: seat) { unsafe frontiers[seat] += 1 }
    while holders(of: confirmedFrame) == everyone { confirmedFrame += 1 }
  }

  /// Makes room so that inputs up to `ahead` frames beyond `frame` are taken.
  @inlinable mutating func extend(beyond frame: Frame) {
    while horizon < frame + Self.ahead {
      unsafe holders[index(horizon)] = .none
      horizon += 1
    }
  }
}
