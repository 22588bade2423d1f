/// The rows of the table.
extension Workload {
  private static let held = 12

  /// W2: every delay, inputs new in every frame and held, one path and both.
  static var twoPlayers: [Workload] {
    [1, 3, 6].flatMap { delay in
      [1, held].flatMap { hold in
        [Paths.direct, .both].map { Workload(delay: delay, hold: hold, paths: $0) }
      }
    }
  }

  /// W3; the delay of 5 shows that prediction is bound by what we ourselves received.
  static var fourPlayers: [Workload] {
    [1, held].flatMap { hold in
      [Paths.direct, .both].map { Workload(players: 4, hold: hold, paths: $0) }
    } + [Workload(players: 4, delay: 5, hold: held)]
  }

  static var fourPlayersHeld: [Workload] {
    [Paths.direct, .both].map { Workload(players: 4, hold: held, paths: $0) }
  }

  /// W4: loss with a jitter of 2 ticks.
  static var badNetwork: [Workload] {
    [10, 20, 30].map { Workload(jitter: 2, lossPercent: $0, hold: held) } + [
      Workload(jitter: 2, lossPercent: 20, hold: held, paths: .both),
      Workload(jitter: 2, lossPercent: 20),
      Workload(players: 4, jitter: 2, lossPercent: 20, hold: held),
      Workload(players: 4, jitter: 2, lossPercent: 20, hold: held, paths: .both),
    ]
  }

  /// W5: as the synthetic ones, and with the input delay that players have by default.
  static var realGame: [Workload] {
    [
      Workload(hold: 1), Workload(hold: held), Workload(hold: held, paths: .both),
      Workload(hold: held, paths: .both, inputDelay: 2),
      Workload(jitter: 2, lossPercent: 20, hold: held, paths: .both, inputDelay: 2),
    ]
  }
}
