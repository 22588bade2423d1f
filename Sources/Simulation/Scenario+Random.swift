package import GridGame
import Impairment
import Netplay
import Rollback
import Vocabulary

extension Scenario {
  /// Draws a match and its faults from a seed: latencies, losses, outages, clocks, pauses, settings.
  ///
  /// Every axis is drawn on its own, for each machine and path. The faults stop after at most six
  /// seconds, so that no peer is given up for lost and every such match has to reach its end.
  package init(random seed: UInt64, frames: Int, map: GameMap) {
    var dice = Dice(seed: seed)
    let players = dice.pick([2, 2, 2, 2, 2, 2, 2, 3, 3, 4])
    self.init(seed: seed, frames: frames, players: players, map: map)
    let calm = Duration.milliseconds(2000 + dice.below(4000))
    calmAfter = calm
    hashInterval = dice.pick([1, 10, 30, 30, 60])
    patience = dice.pick([1, 4, 8, 8, 20])
    usesBots = dice.percent(10)
    directAfter = dice.percent(10) ? nil : .milliseconds(dice.below(1000))
    isSealed = true
    for seat in machines.indices { machines[seat] = dice.machine() }
    // Someone is first; the others are late by up to a second.
    machines[dice.below(players)].startOffset = .zero
    if dice.percent(15) { dice.blackOut(&self, before: calm) }
    if dice.percent(15) { dice.silenceOneWay(&self, until: calm) }
    if dice.percent(15) { dice.flap(&self, until: calm) }
    if dice.percent(20) { dice.lag(&self) }
    if dice.percent(12) { dice.pause(&self) }
    if dice.percent(25) { dice.changeDelays(&self) }
    if dice.percent(8) { dice.restartRelay(&self, before: calm) }
  }
}

/// Draws values for scenarios.
private struct Dice {
  private var source: SplitMix64

  init(seed: UInt64) { source = SplitMix64(seed: seed ^ 0x7363_656E) }

  mutating func below(_ bound: Int) -> Int { source.next(below: bound) }
  mutating func percent(_ share: Int) -> Bool { below(100) < share }
  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  mutating func machine() -> Scenario.Machine {
    var machine = Scenario.Machine()
    machine.window = pick([0, 1, 2, 8, 8, 10, 10, 10, 15])
    machine.inputDelay = pick([0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8])
    machine.startOffset = .microseconds(below(61) * 16_667)
    machine.clockSkew = pick([-500, -100, 0, 0, 100, 500])
    machine.outgoing.direct = impairment()
    machine.outgoing.relay = impairment()
    return machine
  }

  private mutating func impairment() -> Impairment {
    var impairment = Impairment()
    impairment.latency = .milliseconds(pick([0, 25, 25, 50, 50, 100, 200, 300, 500, 1000]))
    if percent(50) {
      // The cube makes small values common and leaves a tail up to 300 ms.
      let share = below(101)
      impairment.jitter = .microseconds(share * share * share * 3 / 10)
    }
    if percent(15) { impairment.tail = .milliseconds(pick([50, 300, 1000])) }
    if percent(60) {
      impairment.loss = Double(pick([1, 5, 15, 30, 50]))
      impairment.burst = Double(pick([1, 1, 2, 8, 30, 60]))
    }
    if percent(40) { impairment.reordered = Double(below(31)) }
    if percent(40) { impairment.duplicates = Double(below(31)) }
    if percent(20) { impairment.flipped = 1 }
    return impairment
  }

  /// One path, or both, carry nothing for a while, in both directions.
  mutating func blackOut(_ scenario: inout Scenario, before calm: Duration) {
    let start = Duration.milliseconds(below(1500))
    let end = min(calm, start + .milliseconds(100 + below(5000)))
    let paths = pick([[Path.direct], [.relay], [.direct, .relay]])
    cut(&scenario, paths, [start..<end])
  }

  /// One machine is not heard on one path.
  mutating func silenceOneWay(_ scenario: inout Scenario, until calm: Duration) {
    let seat = below(scenario.players)
    scenario.machines[seat].outgoing[pick([Path.direct, .relay])].cuts.append(.zero..<calm)
  }

  /// A path comes and goes.
  mutating func flap(_ scenario: inout Scenario, until calm: Duration) {
    let period = Duration.milliseconds(pick([400, 1000]))
    var cuts: [Range<Duration>] = []
    var start = Duration.milliseconds(below(1000))
    while start + period < calm {
      cuts.append(start..<start + period)
      start += period * 2
    }
    cut(&scenario, [pick([Path.direct, .relay])], cuts)
  }

  /// Some pairs are farther apart than others, and farther one way than back.
  mutating func lag(_ scenario: inout Scenario) {
    for from in scenario.machines.indices {
      for to in scenario.machines.indices where to != from && percent(50) {
        scenario.lags.append(.init(from: from, to: to, time: .milliseconds(below(151))))
      }
    }
  }

  /// One process, or two at different times, do nothing for three seconds.
  mutating func pause(_ scenario: inout Scenario) {
    let first = Duration.milliseconds(200 + below(1500))
    let seat = below(scenario.players)
    scenario.pauses = [.init(seat: seat, time: first..<first + .seconds(3))]
    if percent(50) {
      let second = first + .milliseconds(below(1500))
      let other = (seat + 1) % scenario.players
      scenario.pauses.append(.init(seat: other, time: second..<second + .seconds(3)))
    }
    scenario.calmAfter = max(scenario.calmAfter ?? .zero, first + .milliseconds(4600))
  }

  /// Some players change their input delay, up and down.
  mutating func changeDelays(_ scenario: inout Scenario) {
    for _ in 0...below(6) {
      scenario.delayChanges.append(
        .init(
          seat: below(scenario.players), frame: Frame(below(scenario.frames)), delay: below(9)))
    }
  }

  mutating func restartRelay(_ scenario: inout Scenario, before calm: Duration) {
    let start = Duration.milliseconds(below(1500))
    scenario.relayOutages = [start..<min(calm, start + .milliseconds(300 + below(3000)))]
  }

  private func cut(_ scenario: inout Scenario, _ paths: [Path], _ times: [Range<Duration>]) {
    for seat in scenario.machines.indices {
      for path in paths { scenario.machines[seat].outgoing[path].cuts += times }
    }
  }
}
