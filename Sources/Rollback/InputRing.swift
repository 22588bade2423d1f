/// Holds, per frame and seat, the input that arrived and the input that the newest simulation used.
///
/// Frames from `horizon - capacity` to `horizon - 1` are kept: `ahead` frames beyond the confirmed
/// frame, the rest behind it, so that nothing a resimulation needs is ever dropped. What lies
/// outside is refused, which bounds memory whatever a peer sends.
@safe @usableFromInline struct InputRing<Input: BitwiseCopyable & Hashable>: ~Copyable {
  /// Frames kept in all; a power of two.
  @usableFromInline static var capacity: Int { 256 }
  /// Frames beyond the confirmed one for which inputs are taken.
  @usableFromInline static var ahead: Int { 128 }

  @usableFromInline let players: Int
  @usableFromInline let held: UnsafeMutablePointer<Input>
  @usableFromInline let used: UnsafeMutablePointer<Input>
  @usableFromInline let heldBits: UnsafeMutablePointer<UInt8>
  /// Per seat, the first frame whose input is not held.
  @usableFromInline let frontiers: UnsafeMutablePointer<Frame>
  /// The first frame for which no input is taken yet.
  @usableFromInline var horizon: Frame

  @inlinable init(players: Int, neutral: Input) {
    self.players = players
    let slots = Self.capacity * players
    unsafe held = .allocate(capacity: slots)
    unsafe held.initialize(repeating: neutral, count: slots)
    unsafe used = .allocate(capacity: slots)
    unsafe used.initialize(repeating: neutral, count: slots)
    unsafe heldBits = .allocate(capacity: Self.capacity)
    unsafe heldBits.initialize(repeating: 0, count: Self.capacity)
    unsafe frontiers = .allocate(capacity: players)
    unsafe frontiers.initialize(repeating: .zero, count: players)
    horizon = Frame(Self.ahead)
  }

  deinit {
    unsafe held.deallocate()
    unsafe used.deallocate()
    unsafe heldBits.deallocate()
    unsafe frontiers.deallocate()
  }

  @inlinable var oldest: Frame { Frame(max(0, horizon.number - Self.capacity)) }

  @inlinable func index(_ frame: Frame) -> Int { frame.number & (Self.capacity - 1) }

  @inlinable func slot(_ frame: Frame, _ seat: Int) -> Int { index(frame) * players + seat }

  @inlinable func isHeld(_ frame: Frame, _ seat: Int) -> Bool {
    guard frame < horizon else { return false }
    return unsafe heldBits[index(frame)] & (1 << UInt8(seat)) != 0
  }

  @inlinable func heldInput(_ frame: Frame, _ seat: Int) -> Input {
    unsafe held[slot(frame, seat)]
  }

  @inlinable func usedInput(_ frame: Frame, _ seat: Int) -> Input {
    unsafe used[slot(frame, seat)]
  }

  @inlinable func frontier(_ seat: Int) -> Frame { unsafe frontiers[seat] }

  /// Where the seat's held input differs from the one that the newest simulation used.
  @inlinable func isWrong(_ frame: Frame, _ seat: Int) -> Bool {
    isHeld(frame, seat) && heldInput(frame, seat) != usedInput(frame, seat)
  }

  /// Whether a simulation of `frame` used the held inputs of every seat.
  @inlinable func isSettled(_ frame: Frame) -> Bool {
    for seat in 0..<players where !isHeld(frame, seat) || isWrong(frame, seat) { return false }
    return true
  }

  /// Takes an input inside the ring and moves the seat's frontier over what is now contiguous.
  @inlinable mutating func hold(_ input: Input, _ frame: Frame, _ seat: Int) {
    precondition(frame >= oldest && frame < horizon, "\(frame) is outside the input ring")
    unsafe held[slot(frame, seat)] = input
    unsafe heldBits[index(frame)] |= 1 << UInt8(seat)
    while isHeld(unsafe frontiers[seat], seat) { unsafe frontiers[seat] += 1 }
  }

  /// The first frame for which some seat's input is missing.
  @inlinable var confirmedFrame: Frame {
    var lowest = frontier(0)
    for seat in 1..<max(1, players) { lowest = min(lowest, frontier(seat)) }
    return lowest
  }

  /// Makes room so that inputs up to `ahead` frames beyond `confirmed` are taken.
  @inlinable mutating func extend(beyond confirmed: Frame) {
    let target = confirmed + Self.ahead
    while horizon < target {
      unsafe heldBits[index(horizon)] = 0
      horizon += 1
    }
  }
}
