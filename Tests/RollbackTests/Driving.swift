import Rollback
import Testing
import Vocabulary

let seat0 = PlayerIndex(0)
let seat1 = PlayerIndex(1)
let seat2 = PlayerIndex(2)
let seat3 = PlayerIndex(3)

/// The statistics of a session that never rolled back.
let noRollbacks = Session<Toy>(initial: Toy.State(), players: 1, window: 0).statistics

/// What one tick did.
struct Tick: Hashable {
  let correction: Correction?
  let advance: Advance

  /// A tick that found nothing wrong and reached `frame`.
  static func smooth(to frame: Int) -> Tick {
    Tick(correction: nil, advance: .advanced(to: Frame(frame)))
  }
}

extension Presence {
  /// The given seats and no others.
  init(seats: [Int]) {
    self.init(bits: 0)
    for seat in seats { bits |= 1 << UInt8(seat) }
  }
}

extension Correction {
  init(from frame: Int, depth: Int, mispredicted: Int, seats: [Int]) {
    self.init(frame: Frame(frame), depth: depth)
    mispredictedInputs = mispredicted
    self.seats = Presence(seats: seats)
  }
}

extension Session {
  /// Runs one tick in the documented order, after its arrivals: submit, correct, advance.
  @discardableResult
  mutating func tick(_ input: G.Input, of seat: PlayerIndex = seat0, delay: Int = 0) -> Tick {
    submit(input, of: seat, delay: delay)
    let correction = correct()
    return Tick(correction: correction, advance: advance())
  }

  /// Takes consecutive inputs of one seat, which must all be new.
  mutating func receive(
    _ inputs: [G.Input], of seat: PlayerIndex, from frame: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (offset, input) in inputs.enumerated() {
      let receipt = hold(input, of: seat, at: Frame(frame + offset))
      #expect(receipt == .accepted, "frame \(frame + offset)", sourceLocation: sourceLocation)
    }
  }

  func state(at frame: Frame) -> G.State { withState(at: frame) { $0 } }

  /// The inputs that the newest simulation of the first frames used, by frame and seat.
  func usedRows(from first: Int = 0) -> [[G.Input]] {
    (first..<currentFrame.number).map { frame in
      (0..<players).map { usedInput(of: PlayerIndex($0), at: Frame(frame)) }
    }
  }
}
