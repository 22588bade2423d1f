import Rollback
import Testing
import Vocabulary

/// Plays everything that can happen to a few inputs of a few players in a few frames, and asks after
/// each event whether the engine's plan is that of a model too simple to be wrong.
@Suite struct SmallScopeTests {
  private enum Event {
    case tick
    case arrival(seat: Int, frame: Int)
  }

  /// Every order of the arrivals, with the ticks anywhere between them.
  private func schedules(_ arrivals: [(seat: Int, frame: Int)], ticks: Int) -> [[Event]] {
    var found: [[Event]] = []
    func extend(_ schedule: [Event], _ open: [(seat: Int, frame: Int)], ticks: Int) {
      if ticks == 0 && open.isEmpty { found.append(schedule) }
      if ticks > 0 { extend(schedule + [.tick], open, ticks: ticks - 1) }
      for index in open.indices {
        var rest = open
        let next = rest.remove(at: index)
        extend(schedule + [.arrival(seat: next.seat, frame: next.frame)], rest, ticks: ticks)
      }
    }
    extend([], arrivals, ticks: ticks)
    return found
  }

  private struct Tally: Hashable {
    var events = 0
    var corrections = 0
    var stalls = 0
    var duplicates = 0
    var beyondPresent = 0
    var wrong: [String] = []
  }

  /// Plays one schedule against the model. `inputs[frame][seat]` is what everyone presses.
  private func play(_ schedule: [Event], _ inputs: [[UInt8]], window: Int, into tally: inout Tally)
  {
    let players = inputs[0].count
    var session = Session<Toy>(initial: Toy.State(), players: players, window: window)
    var model = NaivePlan(players: players, window: window)
    for (index, event) in schedule.enumerated() {
      tally.events += 1
      switch event {
      case .arrival(let seat, let frame):
        let receipt = session.hold(inputs[frame][seat], of: PlayerIndex(seat), at: Frame(frame))
        let isNew = model.arrives(inputs[frame][seat], seat: seat, frame: frame)
        if receipt != (isNew ? .accepted : .duplicate) { tally.wrong.append("\(receipt)") }
        tally.duplicates += isNew ? 0 : 1
      case .tick:
        let now = model.present
        let local = inputs[min(now, inputs.count - 1)][0]
        let tick = session.tick(local)
        _ = model.arrives(local, seat: 0, frame: now)
        let plan = model.plan
        model.perform(plan)
        tally.corrections += plan.correction == nil ? 0 : 1
        tally.stalls += plan.step == .advance ? 0 : 1
        let isAdvance = tick.advance == .advanced(to: Frame(now + 1))
        if tick.correction != plan.correctionValue || isAdvance != (plan.step == .advance) {
          tally.wrong.append("tick \(index) of \(schedule)")
        }
        if session.usedRows() != model.used { tally.wrong.append("\(model.used)") }
      }
      if session.confirmedFrame > session.currentFrame { tally.beyondPresent += 1 }
      let (plan, expected) = (session.plan(), model.plan)
      if plan.correction != expected.correctionValue || plan.step != expected.step {
        tally.wrong.append("\(plan) at \(index) of \(schedule)")
      }
      if session.confirmedFrame.number != model.confirmed {
        tally.wrong.append("confirmed \(session.confirmedFrame) at \(index) of \(schedule)")
      }
    }
  }

  private func playAll(
    _ arrivals: [(seat: Int, frame: Int)], _ inputs: [[UInt8]], window: Int, ticks: Int,
    into tally: inout Tally
  ) {
    for schedule in schedules(arrivals, ticks: ticks) {
      play(schedule, inputs, window: window, into: &tally)
    }
  }

  private func expect(_ tally: Tally, events: Int, window: Int) {
    #expect(tally.wrong.prefix(3) == [])
    #expect(tally.events == events)
    #expect((tally.corrections > 0) == (window > 0))
    #expect(tally.stalls > 0 || window == 3)
    #expect(tally.beyondPresent > 0 || window > 0)
  }

  @Test(arguments: 0...3)
  func `two players: each order of arrival has the plan of the model`(window: Int) {
    var tally = Tally()
    let inputs: [[UInt8]] = [[1, 0], [1, 7], [2, 7], [3, 0], [3, 5]]
    let arrivals = (0..<4).map { (seat: 1, frame: $0) }
    playAll(arrivals, inputs, window: window, ticks: 4, into: &tally)
    expect(tally, events: 1680 * 8, window: window)
  }

  @Test(arguments: 0...3)
  func `two players: each order has that plan with an input that comes twice`(window: Int) {
    var tally = Tally()
    let inputs: [[UInt8]] = [[1, 0], [1, 7], [2, 0], [3, 5]]
    let arrivals = (0..<3).map { (seat: 1, frame: $0) }
    for copy in arrivals {
      playAll(arrivals + [copy], inputs, window: window, ticks: 3, into: &tally)
    }
    expect(tally, events: 3 * 840 * 7, window: window)
    #expect(tally.duplicates == 3 * 840)
  }

  @Test(arguments: 0...3)
  func `two players: each order has that plan with an input that never comes`(window: Int) {
    var tally = Tally()
    let inputs: [[UInt8]] = [[1, 6], [1, 7], [2, 7], [3, 0], [3, 5]]
    for missing in 0..<4 {
      let arrivals = (0..<4).filter { $0 != missing }.map { (seat: 1, frame: $0) }
      playAll(arrivals, inputs, window: window, ticks: 4, into: &tally)
    }
    expect(tally, events: 4 * 210 * 7, window: window)
  }

  @Test(arguments: 0...3)
  func `three players: each order of arrival has the plan of the model`(window: Int) {
    var tally = Tally()
    let inputs: [[UInt8]] = [[1, 4, 0], [1, 0, 9], [2, 5, 9]]
    let arrivals = (0..<2).flatMap { frame in [(seat: 1, frame: frame), (seat: 2, frame: frame)] }
    playAll(arrivals, inputs, window: window, ticks: 3, into: &tally)
    expect(tally, events: 840 * 7, window: window)
  }

  @Test(arguments: 0...3)
  func `three players: each order has that plan with one input twice and another missing`(
    window: Int
  ) {
    var tally = Tally()
    let inputs: [[UInt8]] = [[1, 4, 8], [1, 0, 9], [2, 5, 9]]
    let all = (0..<2).flatMap { frame in [(seat: 1, frame: frame), (seat: 2, frame: frame)] }
    for missing in all.indices {
      var arrivals = all
      arrivals.remove(at: missing)
      playAll(arrivals + [arrivals[0]], inputs, window: window, ticks: 3, into: &tally)
    }
    expect(tally, events: 4 * 840 * 7, window: window)
    #expect(tally.duplicates == 4 * 840)
  }
}

/// What a rollback engine has to do next, found by looking at everything that ever happened.
private struct NaivePlan {
  struct Result {
    var correction: (frame: Int, depth: Int, count: Int, seats: [Int])?
    var step: Plan.Step

    var correctionValue: Correction? {
      correction.map {
        Correction(from: $0.frame, depth: $0.depth, mispredicted: $0.count, seats: $0.seats)
      }
    }
  }

  let players: Int
  let window: Int
  /// All inputs that ever arrived, by seat and frame.
  private var arrived: [[UInt8?]]
  /// What each simulated frame used, by frame and seat.
  private(set) var used: [[UInt8]] = []

  init(players: Int, window: Int) {
    self.players = players
    self.window = window
    arrived = [[UInt8?]](repeating: [UInt8?](repeating: nil, count: 10), count: players)
  }

  var present: Int { used.count }

  /// Notes an input and tells whether it is a new one.
  mutating func arrives(_ input: UInt8, seat: Int, frame: Int) -> Bool {
    let isNew = arrived[seat][frame] == nil
    if isNew { arrived[seat][frame] = input }
    return isNew
  }

  private func firstMissing(_ seat: Int) -> Int {
    arrived[seat].firstIndex { $0 == nil } ?? 0
  }

  var confirmed: Int { (0..<players).map { firstMissing($0) }.min() ?? 0 }

  var plan: Result {
    var wrong: [(frame: Int, seat: Int)] = []
    for frame in 0..<present {
      for seat in 0..<players {
        if let input = arrived[seat][frame], input != used[frame][seat] {
          wrong.append((frame, seat))
        }
      }
    }
    let correction = wrong.first.map { first in
      (
        frame: first.frame, depth: present - first.frame, count: wrong.count,
        seats: Array(Set(wrong.map(\.seat)))
      )
    }
    // The step would be taken with the states of so many frames predicted.
    guard present + 1 - confirmed > window else {
      return Result(correction: correction, step: .advance)
    }
    let awaited = (0..<players).filter { present + 1 - firstMissing($0) > window }
    return Result(correction: correction, step: .stall(waitingFor: Presence(seats: awaited)))
  }

  /// Does what the plan says.
  mutating func perform(_ plan: Result) {
    if let correction = plan.correction {
      for frame in correction.frame..<present { used[frame] = row(frame) }
    }
    if plan.step == .advance { used.append(row(present)) }
  }

  private func row(_ frame: Int) -> [UInt8] {
    (0..<players).map { seat in
      arrived[seat][frame] ?? arrived[seat].prefix(firstMissing(seat)).last?.flatMap { $0 }
        ?? Toy.neutral
    }
  }
}
