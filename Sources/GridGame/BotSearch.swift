import Rollback
import Vocabulary

/// Weighs my three moves by the territory that they leave; with two plies against the three of the nearest
/// rival.
struct BotSearch: Sendable {
  struct Choice: Hashable, Sendable {
    let heading: Heading
    /// Whether to be faster would pay: the board is shared about evenly and the way is clear.
    let isRace: Bool
  }

  /// What moving into a wall is worth.
  private static let crash = -10_000
  /// What moving into the cell that the rival moves into is worth.
  private static let headOn = -60

  private let seat: Int
  private let plies: Bot.Traits.Plies
  private var territory = Territory()

  init(seat: Int, plies: Bot.Traits.Plies) {
    self.seat = seat
    self.plies = plies
  }

  /// Tells what is wanted of a move.
  enum Aim: Hashable, Sendable {
    case room
    /// To be far from the nearest rival; of equally far places the one with more room.
    case distance
  }

  /// The best move, give or take `noise` cells; for a cycle that rides.
  mutating func choose(
    _ state: Ghostline.State, noise: Int, aim: Aim = .room, dice: inout SplitMix64
  ) -> Choice {
    territory.load(state.board)
    let cycle = state.cycles[seat]
    var moves = Self.moves(cycle.finalHeading)
    if dice.next(below: 2) == 0 { (moves[1], moves[2]) = (moves[2], moves[1]) }
    let start = cycle.position
    let rival = nearestRival(state)
    var best = moves[0]
    var bestValue = 2 * Self.crash
    for index in 0..<3 {
      let error = noise == 0 ? 0 : dice.next(below: 2 * noise + 1) - noise
      let target = start.moved(moves[index])
      let value =
        switch aim {
        case .room: value(target, rival: rival, state, atLeast: bestValue - error) + error
        case .distance: distance(target, rival: rival, state)
        }
      if value > bestValue { (best, bestValue) = (moves[index], value) }
    }
    return Choice(
      heading: best, isRace: abs(bestValue) < 60 && hasRun(from: start, towards: best))
  }

  /// Straight on first: of equal moves the first is taken.
  private static func moves(_ heading: Heading) -> InlineArray<3, Heading> {
    switch heading {
    case .up, .down: [heading, .left, .right]
    case .left, .right: [heading, .up, .down]
    }
  }

  /// The worst that the rival can make of my move to `target`; not exact below `floor`.
  private mutating func value(
    _ target: Position, rival: Int?, _ state: Ghostline.State, atLeast floor: Int
  ) -> Int {
    guard territory.isFree(target) else { return Self.crash }
    if plies == .one { return room(from: target) }
    guard let rival else { return balance(target, rivalAt: nil, rival: nil, state) }
    let cycle = state.cycles[rival]
    let moves = Self.moves(cycle.finalHeading)
    var worst: Int?
    for index in 0..<3 {
      let reply = cycle.position.moved(moves[index])
      guard territory.isFree(reply) else { continue }
      let value =
        reply == target ? Self.headOn : balance(target, rivalAt: reply, rival: rival, state)
      worst = min(worst ?? value, value)
      if let worst, worst <= floor { return worst }
    }
    return worst ?? balance(target, rivalAt: nil, rival: rival, state)
  }

  /// What being far from the rival is worth, where there is room at all.
  private mutating func distance(
    _ target: Position, rival: Int?, _ state: Ghostline.State
  ) -> Int {
    guard territory.isFree(target) else { return Self.crash }
    guard let rival else { return room(from: target) }
    let there = state.cycles[rival].position
    let distance = abs(Int(target.x) - Int(there.x)) + abs(Int(target.y) - Int(there.y))
    return room(from: target) + 8 * min(distance, 12)
  }

  /// How many cells can be reached from `target` if nobody else moves.
  private mutating func room(from target: Position) -> Int {
    territory.begin()
    territory.addMine(target)
    return territory.balance()
  }

  private mutating func balance(
    _ target: Position, rivalAt reply: Position?, rival: Int?, _ state: Ghostline.State
  ) -> Int {
    territory.begin()
    territory.addMine(target)
    if let reply { territory.addTheirs(reply) }
    for other in 0..<Int(state.players)
    where other != seat && other != rival && state.cycles[other].isRiding {
      territory.addTheirs(state.cycles[other].position)
    }
    return territory.balance()
  }

  /// Of equally near ones the next in the order of seats, so that not all turn on the same.
  private func nearestRival(_ state: Ghostline.State) -> Int? {
    let here = state.cycles[seat].position
    var nearest: (seat: Int, distance: Int)?
    for offset in 1..<max(1, Int(state.players)) {
      let other = (seat + offset) % Int(state.players)
      guard state.cycles[other].isRiding else { continue }
      let there = state.cycles[other].position
      let distance = abs(Int(there.x) - Int(here.x)) + abs(Int(there.y) - Int(here.y))
      if distance < nearest?.distance ?? .max { nearest = (other, distance) }
    }
    return nearest?.seat
  }

  /// Whether the next six cells are free.
  private func hasRun(from start: Position, towards heading: Heading) -> Bool {
    var position = start
    for _ in 0..<6 {
      position = position.moved(heading)
      guard territory.isFree(position) else { return false }
    }
    return true
  }
}
