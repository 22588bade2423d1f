import Vocabulary

/// A player as players are: waits, hesitates, leaves, comes back, presses keys at the wrong moment.
///
/// What it does is drawn from the room's seed; when, from what happens to it.
package struct Person: Hashable, Sendable {
  /// What a person does beside playing, if anything.
  package enum Habit: Hashable, Sendable {
    case none
    /// Presses Enter at the wrong moments.
    case impatient
    /// Starts the program a second time with the same invite, in another window.
    case joinsTwice
    /// Types a wrong invite first.
    case mistypes
    /// Goes away while still connecting, and comes back.
    case leavesEarly(Departure)
    /// Goes away while others wait or play, and comes back.
    case leavesLate(Departure)
    /// Stops its program, or closes the lid, for a while.
    case sleeps(Duration)
    /// Loses the connection to the relay for a moment.
    case losesRelay(Duration)
    /// Loses the direct path for a while.
    case losesDirect(Duration)
    /// Moves to another network.
    case moves
    /// Sends by another network from now on, a tunnel as a rule; what is sent to the old address still
    /// comes, and the connection to the relay dies without a word.
    case detours
  }

  /// How a program ends.
  package enum Departure: CaseIterable, Hashable, Sendable {
    /// By the key for it, or by closing the window: the others are told.
    case quits
    /// By a crash: nobody is told.
    case crashes
  }

  /// What it does at a summary.
  package enum Appetite: Hashable, Sendable {
    /// Plays again, so many times, after so long.
    case again(times: Int, after: Duration)
    case leaves(after: Duration)
  }

  package let seat: Int
  /// After everything else is ready for it.
  package var arrivesAfter: Duration
  package var habit: Habit
  /// When the habit shows, after the person has come.
  package var habitAfter: Duration
  /// How long it stays away when it comes back.
  package var absence: Duration
  package var appetite: Appetite
  /// How it ends.
  package var departure: Departure

  package var isCalm: Bool { habit == .none || habit == .impatient }

  /// Comes half a second after it can, plays two matches and leaves.
  package static func calm(seat: Int) -> Person {
    Person(
      seat: seat, arrivesAfter: .milliseconds(500), habit: .none, habitAfter: .zero,
      absence: .seconds(1), appetite: .again(times: 1, after: .seconds(1)), departure: .quits)
  }

  private init(
    seat: Int, arrivesAfter: Duration, habit: Habit, habitAfter: Duration, absence: Duration,
    appetite: Appetite, departure: Departure
  ) {
    self.seat = seat
    self.arrivesAfter = arrivesAfter
    self.habit = habit
    self.habitAfter = habitAfter
    self.absence = absence
    self.appetite = appetite
    self.departure = departure
  }

  init(seat: Int, _ dice: inout SplitMix64) {
    self.seat = seat
    arrivesAfter = Self.wait(&dice)
    habit = Self.habit(&dice)
    habitAfter =
      .milliseconds([50, 400, 2_500, 6_000, 20_000][dice.next(below: 5)])
      + .milliseconds(dice.next(below: 3_000))
    absence = Self.wait(&dice)
    let after = Self.wait(&dice)
    appetite =
      dice.next(below: 4) == 0
      ? .leaves(after: after) : .again(times: 1 + dice.next(below: 2), after: after)
    departure = dice.next(below: 4) == 0 ? .crashes : .quits
  }

  /// At once, as a rule some seconds, sometimes minutes.
  private static func wait(_ dice: inout SplitMix64) -> Duration {
    switch dice.next(below: 10) {
    case 0, 1: .milliseconds(dice.next(below: 50))
    case 9: .seconds(20 + dice.next(below: 580))
    default: .milliseconds(1_000 + dice.next(below: 11_000))
    }
  }

  private static func habit(_ dice: inout SplitMix64) -> Habit {
    let departure = Departure.allCases[dice.next(below: 2)]
    let outage = Duration.milliseconds(100 + dice.next(below: 8_000))
    switch dice.next(below: 20) {
    case 0, 1: return .impatient
    case 2: return .joinsTwice
    case 3: return .mistypes
    case 4, 5: return .leavesEarly(departure)
    case 6, 7: return .leavesLate(departure)
    case 8, 9:
      return .sleeps(.milliseconds([100, 900, 4_000, 9_000, 15_000, 60_000][dice.next(below: 6)]))
    case 10, 11: return .losesRelay(outage)
    case 12: return .losesDirect(outage)
    case 13: return .moves
    default: return .none
    }
  }
}
