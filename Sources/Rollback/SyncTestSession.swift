public import Vocabulary

/// Tests that a game is deterministic: every frame is rolled back and stepped again, and compared.
///
/// All seats are local. Each `advance` makes one new state, steps the newest `distance` frames once
/// more from the state before them, and compares the two versions of the new state: two checksums,
/// however long the distance is. What came out differently in any of those frames is still there at
/// their end, since a state follows from the one before. Both versions are kept, so that a
/// difference can be located.
@safe public struct SyncTestSession<G: Game>: ~Copyable {
  /// A frame that came out differently the second time.
  public struct Difference: Error, Hashable {
    /// The newest frame, or the first older one that differs in a further try.
    public let frame: Frame
    /// The first differing section of the state, or nothing when what differs was hashed before
    /// the first section was named or the hash itself is unsteady.
    public let section: String?
  }

  /// Seats, 1...8, all of them local.
  public let players: Int
  /// Frames simulated again at each step, 1...15.
  public let distance: Int

  /// The newest states as they were made first.
  @usableFromInline let states: StateRing<G.State>
  /// Where the same states are made again; two slots, so that they too are saved one by one.
  @usableFromInline let again: StateRing<G.State>
  /// The inputs of the newest 16 frames, one row of seats each.
  @usableFromInline let rows: UnsafeMutablePointer<G.Input>
  @usableFromInline var current: Frame

  /// Begins at frame 0.
  ///
  /// - Parameters:
  ///   - initial: The state of frame 0.
  ///   - players: Seats, 1...8.
  ///   - distance: Frames that each step simulates again, 1...15.
  @inlinable public init(initial: G.State, players: Int, distance: Int) {
    precondition((1...Presence.maxPlayers).contains(players), "\(players) players, not 1...8")
    precondition((1...15).contains(distance), "a distance of \(distance), not 1...15")
    self.players = players
    self.distance = distance
    states = StateRing(capacity: distance + 1, initial: initial)
    again = StateRing(capacity: 2, initial: initial)
    unsafe rows = .allocate(capacity: 16 * players)
    unsafe rows.initialize(repeating: G.neutral, count: 16 * players)
    current = .zero
  }

  deinit {
    states.deallocate()
    again.deallocate()
    unsafe rows.deallocate()
  }

  /// The frame that the next step starts from.
  @inlinable public var currentFrame: Frame { current }

  /// The checksum of the present.
  @inlinable public var checksum: UInt64 {
    unsafe G.checksum(inPlace: &states.slot(current).pointee)
  }

  /// Steps one frame, then steps the newest frames again and compares.
  ///
  /// - Parameter row: One input per seat.
  /// - Throws: `Difference` when the new state differs; there is no use in going on.
  @inlinable public mutating func advance(_ row: Span<G.Input>) throws(Difference) {
    precondition(row.count == players, "\(row.count) inputs for \(players) seats")
    for seat in 0..<players { unsafe self.row(current)[seat] = row[seat] }
    let newest = unsafe step(current, from: states.slot(current), to: states.slot(current + 1))
    current += 1
    let repeated = unsafe stepAgain()
    guard unsafe G.checksum(inPlace: &newest.pointee) == G.checksum(inPlace: &repeated.pointee)
    else {
      throw unsafe difference(newest, repeated)
    }
  }

  /// Steps one frame as the other `advance` does, for inputs that are in an array anyway.
  @inlinable public mutating func advance(_ row: [G.Input]) throws(Difference) {
    try advance(row.span)
  }
}

extension SyncTestSession {
  @inlinable func row(_ frame: Frame) -> UnsafeMutablePointer<G.Input> {
    unsafe rows + (frame.number & 15) * players
  }

  @inlinable var oldest: Frame { Frame(max(0, current.number - distance)) }

  /// Makes the present once more from the oldest state, and returns that version of it.
  @inlinable func stepAgain() -> UnsafeMutablePointer<G.State> {
    var slot = unsafe states.slot(oldest)
    for frame in oldest..<current {
      unsafe slot = step(frame, from: slot, to: again.slot(frame))
    }
    return unsafe slot
  }

  @inlinable @discardableResult func step(
    _ frame: Frame, from slot: UnsafeMutablePointer<G.State>,
    to next: UnsafeMutablePointer<G.State>
  ) -> UnsafeMutablePointer<G.State> {
    unsafe next.update(from: slot, count: 1)
    let row = unsafe Span(_unsafeStart: row(frame), count: players)
    unsafe G.step(&next.pointee, inputs: row, presence: .all(players))
    return unsafe next
  }

  /// Locates a difference of the two versions of the present: maybe an older frame has it already.
  @usableFromInline func difference(
    _ newest: UnsafeMutablePointer<G.State>, _ repeated: UnsafeMutablePointer<G.State>
  ) -> Difference {
    let last = Difference(frame: current, section: unsafe differingSection(newest, repeated))
    var slot = unsafe states.slot(oldest)
    for frame in oldest..<current - 1 {
      let first = unsafe states.slot(frame + 1)
      unsafe slot = step(frame, from: slot, to: again.slot(frame))
      if unsafe G.checksum(inPlace: &first.pointee) != G.checksum(inPlace: &slot.pointee) {
        return Difference(frame: frame + 1, section: unsafe differingSection(first, slot))
      }
    }
    return last
  }

  private func differingSection(
    _ first: UnsafeMutablePointer<G.State>, _ second: UnsafeMutablePointer<G.State>
  ) -> String? {
    let pairs = unsafe zip(G.sectionDigests(first.pointee), G.sectionDigests(second.pointee))
    return pairs.first { $0 != $1 }?.0.name
  }
}
