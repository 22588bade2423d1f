/// Tests that a game is deterministic: every frame is rolled back and stepped again, and compared.
///
/// All seats are local. At each `advance` the newest `distance` frames are simulated a second time
/// from the state before them; any difference names the frame and the first section that differs.
public struct SyncTestSession<G: Game>: ~Copyable {
  /// A frame that came out differently the second time.
  public struct Difference: Error, Hashable {
    public let frame: Frame
    /// The first differing section of the state, or nothing when what differs was hashed before
    /// the first section was named or the hash itself is unsteady.
    public let section: String?
  }

  public let players: Int
  /// Frames simulated again at each step, 1...15.
  public let distance: Int
  public private(set) var currentFrame: Frame = .zero

  private var states: StateRing<G.State>
  private var scratch: StateRing<G.State>
  private var inputs: InputRing<G.Input>

  public init(initial: G.State, players: Int, distance: Int) {
    precondition((1...Presence.maxPlayers).contains(players), "\(players) players, not 1...8")
    precondition((1...15).contains(distance), "a distance of \(distance), not 1...15")
    self.players = players
    self.distance = distance
    states = StateRing(capacity: distance + 1, initial: initial)
    scratch = StateRing(capacity: 2, initial: initial)
    inputs = InputRing(players: players, neutral: G.neutral)
  }

  /// Steps one frame, then steps the newest frames again and compares.
  ///
  /// - Parameter row: One input per seat.
  /// - Throws: `Difference` at the first frame that differs.
  public mutating func advance(_ row: [G.Input]) throws(Difference) {
    precondition(row.count == players, "\(row.count) inputs for \(players) seats")
    for seat in 0..<players { inputs.hold(row[seat], currentFrame, seat) }
    inputs.extend(beyond: currentFrame)
    step(currentFrame, in: states)
    currentFrame += 1
    try resimulate()
  }

  /// The checksum of the present.
  public var checksum: UInt64 { unsafe G.checksum(states.slot(currentFrame).pointee) }

  private mutating func resimulate() throws(Difference) {
    let start = Frame(max(0, currentFrame.number - distance))
    unsafe scratch.slot(start).update(from: states.slot(start), count: 1)
    for frame in start..<currentFrame {
      step(frame, in: scratch)
      let first = unsafe G.checksum(states.slot(frame + 1).pointee)
      let second = unsafe G.checksum(scratch.slot(frame + 1).pointee)
      guard first == second else {
        throw Difference(frame: frame + 1, section: differingSection(at: frame + 1))
      }
    }
  }

  private func step(_ frame: Frame, in ring: borrowing StateRing<G.State>) {
    ring.copyForward(from: frame)
    let slot = unsafe ring.slot(frame + 1)
    let row = unsafe Span(_unsafeStart: inputs.held + inputs.slot(frame, 0), count: players)
    unsafe G.step(&slot.pointee, inputs: row, presence: .all(players))
  }

  private func differingSection(at frame: Frame) -> String? {
    let first = unsafe G.sectionDigests(states.slot(frame).pointee)
    let second = unsafe G.sectionDigests(scratch.slot(frame).pointee)
    return zip(first, second).first { $0 != $1 }?.0.name
  }
}
