import Netplay
import Rollback
import Vocabulary

/// Some matches wired together in memory, on a made-up clock.
final class Table {
  struct Packet {
    let arrival: Instant
    let order: Int
    let to: Int
    let source: Match<Counting>.Source
    let bytes: [UInt8]
  }

  struct Setting {
    var players = 2
    var frames: Int? = 450
    var initial = Counting.State()
    var offset = Duration.zero
    var window = 10
    var delay = 2
    var interval = 30
    var offersDirect = true
    var limits = HealthLimits()
  }

  /// How long a datagram takes, or nothing when it is lost.
  typealias Link =
    @Sendable (_ path: Path, _ from: Int, _ now: Instant, _ dice: inout SplitMix64)
    -> Duration?

  let setting: Setting
  let machines: [Machine]
  var link: Link
  /// How long a datagram takes between two seats, in place of `link`.
  var route: (@Sendable (_ from: Int, _ to: Int) -> Duration)?
  private(set) var now = Instant.zero
  private(set) var lost = PerPath(repeating: 0)
  private var packets: [Packet] = []
  private var order = 0
  private var dice: SplitMix64

  /// 45 ms directly, 75 ms by the relay, up to 8 ms of jitter, nothing lost.
  static let calm: Link = { path, _, _, dice in
    .milliseconds(path == .direct ? 45 : 75) + .microseconds(dice.next(below: 8000))
  }

  init(_ setting: Setting = Setting(), seed: UInt64 = 1, link: @escaping Link = Table.calm) {
    self.setting = setting
    self.link = link
    dice = SplitMix64(seed: seed)
    machines = (0..<setting.players).map { seat in
      var configuration = Match<Counting>.Configuration(
        epoch: 42, players: setting.players, localSeat: PlayerIndex(seat))
      configuration.frameLimit = setting.frames.map { Frame($0) }
      configuration.window = setting.window
      configuration.inputDelay = setting.delay
      configuration.hashInterval = setting.interval
      configuration.limits = setting.limits
      configuration.linkSeed = UInt64(seat) + 99
      return Machine(
        configuration, initial: setting.initial, start: .zero + setting.offset * seat)
    }
    guard setting.offersDirect else { return }
    for machine in machines {
      for seat in 0..<setting.players where seat != machine.seat.number {
        machine.match.offered(
          Reachability(candidates: [Machine.address(of: seat)]), by: PlayerIndex(seat), now: .zero)
      }
    }
  }

  var first: Machine { machines[0] }
  var second: Machine { machines[1] }

  /// Runs until every match has ended, a minute at most.
  func play() {
    run(until: .zero + .seconds(60)) { $0.machines.allSatisfy { $0.match.endReason != nil } }
  }

  func run(for time: Duration) { run(until: now + time) { _ in false } }

  /// Runs until the first machine's present is `frame`.
  func run(toFrame frame: Int) {
    run(until: now + .seconds(60)) { $0.first.match.frame.number >= frame }
  }

  func run(until end: Instant, or isDone: (Table) -> Bool) {
    while !isDone(self) {
      let running = machines.filter { $0.match.endReason == nil }
      guard let next = running.min(by: { due($0) < due($1) }), due(next) <= end else { break }
      now = max(now, due(next))
      deliver(to: next)
      for (entry, bytes) in next.tick(now: now) { send(entry, bytes, from: next) }
    }
    if now < end && !isDone(self) { now = end }
  }

  private func due(_ machine: Machine) -> Instant {
    guard let suspended = machine.suspended, suspended.contains(machine.match.nextTick) else {
      return machine.match.nextTick
    }
    return suspended.upperBound
  }

  private func deliver(to machine: Machine) {
    let seat = machine.seat.number
    let due = packets.filter { $0.to == seat && $0.arrival <= now }
    packets.removeAll { $0.to == seat && $0.arrival <= now }
    for packet in due.sorted(by: { ($0.arrival, $0.order) < ($1.arrival, $1.order) }) {
      machine.receive(packet.bytes, from: packet.source, now: now)
    }
  }

  private func send(_ entry: Outbox.Entry, _ bytes: [UInt8], from machine: Machine) {
    let from = machine.seat.number
    let routed = route.map { $0(from, entry.peer.number) }
    guard let delay = routed ?? link(entry.path, from, now, &dice) else {
      lost[entry.path] += 1
      return
    }
    order += 1
    let source: Match<Counting>.Source
    switch entry.destination {
    case .direct: source = .direct(Machine.address(of: from))
    case .relay: source = .relay(machine.seat)
    }
    packets.append(
      Packet(
        arrival: now + delay, order: order, to: entry.peer.number, source: source, bytes: bytes))
  }

  /// The checksum of the game that was never mispredicted, after `frames` steps.
  func serialChecksum(frames: Int) -> UInt64 {
    var state = setting.initial
    for frame in 0..<frames {
      let row = machines.map { $0.truth[frame] }
      Counting.step(&state, inputs: row.span, presence: .all(machines.count))
    }
    return Counting.checksum(state)
  }
}

extension Table {
  /// `calm` until the first machine is at `frame`; from then on nothing passes on `path`.
  static func calm(cutting path: Path, from start: Instant, to end: Instant? = nil) -> Link {
    { candidate, seat, now, dice in
      if candidate == path && now >= start && end.map({ now < $0 }) ?? true { return nil }
      return calm(candidate, seat, now, &dice)
    }
  }
}
