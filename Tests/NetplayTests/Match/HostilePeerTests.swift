import Netplay
import Rollback
import Testing
import Vocabulary

struct HostilePeerTests {
  private let relay = Match<Counting>.Source.relay(PlayerIndex(1))

  private func table(toFrame frame: Int) -> Table {
    let table = Table()
    table.run(toFrame: frame)
    return table
  }

  /// A datagram of seat 1 in the table's session.
  private func datagram(_ change: (inout Datagram) -> Void = { _ in }) -> Datagram {
    var datagram = Datagram(
      epoch: 42, sender: PlayerIndex(1), probe: .init(sequence: 9, echo: nil), acknowledged: 0)
    change(&datagram)
    return datagram
  }

  @Test func `S-03 our own, another session's and a stranger's datagrams are counted and ignored`()
  {
    let table = table(toFrame: 60)
    let machine = table.first
    let before = machine.match.endpoints[0].traffic.counters.relay
    let cases: [(Datagram, Match<Counting>.Source)] = [
      (datagram { $0.sender = PlayerIndex(0) }, .relay(PlayerIndex(0))),
      (datagram { $0.epoch = 41 }, relay),
      (datagram { $0.sender = PlayerIndex(2) }, .relay(PlayerIndex(2))),
      (datagram(), .relay(PlayerIndex(2))),
      (datagram { $0.sender = PlayerIndex(5) }, .direct(Machine.address(of: 5))),
    ]
    for (datagram, source) in cases {
      var lie = datagram
      lie.report = .init(frame: Frame(30), chain: 1)
      lie.inputs = .init(base: 50, words: [9, 8, 7])
      machine.match.received(lie.bytes()[...], from: source, now: table.now)
    }
    #expect(
      machine.match.numbers.ignored.own == 1 && machine.match.numbers.ignored.otherSession == 1)
    #expect(machine.match.numbers.ignored.stranger == 3 && machine.match.numbers.ignored.total == 5)
    #expect(machine.match.endpoints[0].traffic.counters.relay == before)
    #expect(machine.match.endpoints[0].ledger.mismatches == 0)
    table.play()
    #expect(machine.numbers.finalChecksum == table.serialChecksum(frames: 450))
  }

  @Test func `another version is counted, and told once`() {
    let machine = table(toFrame: 10).first
    for _ in 0..<3 { machine.match.received([0x40, 1, 2], from: relay, now: at(500)) }
    #expect(machine.match.numbers.ignored.otherVersion == 3)
    #expect(machine.match.takeEvents() == [.versionMismatch(theirs: 2)])
  }

  @Test func `random and damaged bytes never trap and never move the game`() {
    var dice = SplitMix64(seed: 4)
    let table = table(toFrame: 100)
    let machine = table.first
    let frame = machine.match.frame
    var whole: [[UInt8]] = []
    for (_, bytes) in table.second.tick(now: table.now) { whole.append(bytes) }
    for _ in 0..<20_000 {
      var bytes = whole[dice.next(below: whole.count)]
      switch dice.next(below: 3) {
      case 0: bytes = (0..<dice.next(below: 60)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
      case 1: bytes = Array(bytes.prefix(dice.next(below: bytes.count)))
      default:
        for _ in 0...dice.next(below: 6) {
          bytes[dice.next(below: bytes.count)] ^= 1 << UInt8(dice.next(below: 8))
        }
      }
      let source =
        dice.next(below: 2) == 0
        ? relay
        : .direct(Address(ipv4: 10, 0, 0, UInt8(dice.next(below: 256)), port: 7000))
      machine.match.received(bytes[...], from: source, now: table.now)
    }
    #expect(machine.match.frame == frame)
    #expect(machine.match.numbers.ignored.total > 5000)
    for _ in 0..<50 { _ = machine.tick(now: machine.match.nextTick) }
    #expect(machine.match.frame - machine.match.settledFrame <= 10)
  }

  @Test func `L-30 a second, different input of a frame is told and changes nothing`() {
    let table = table(toFrame: 100)
    let machine = table.first
    guard let held = machine.match.session.input(of: PlayerIndex(1), at: Frame(50)) else {
      Issue.record("frame 50 is not held")
      return
    }
    let lie = UInt64(held.rawValue + 1) % 10
    let before = machine.match.endpoints[0].traffic.counters.relay.inputs.rejected
    let bytes = datagram { $0.inputs = .init(base: 50, words: [lie]) }.bytes()
    machine.match.received(bytes[...], from: relay, now: table.now)
    let evidence = MatchEvent.conflict(
      peer: PlayerIndex(1), Frame(50), held: UInt64(held.rawValue), offered: lie)
    #expect(machine.match.takeEvents().contains(evidence))
    #expect(machine.match.session.input(of: PlayerIndex(1), at: Frame(50)) == held)
    #expect(machine.match.endpoints[0].traffic.counters.relay.inputs.rejected == before + 1)
  }

  @Test func `inputs that are none, far ahead and before frame 0 are rejected and counted`() {
    var configuration = Match<Counting>.Configuration(
      epoch: 42, players: 2, localSeat: PlayerIndex(0))
    configuration.frameLimit = Frame(100)
    let machine = Machine(configuration, initial: Counting.State(), start: .zero)
    let runs: [(base: UInt16, words: [UInt64])] = [
      (0, [10, 255]), (127, [1, 1]), (128, [1]), (30_000, [1, 1, 1]), (65_535, [1, 1]),
    ]
    for run in runs {
      let bytes = datagram { $0.inputs = .init(base: run.base, words: run.words) }.bytes()
      machine.receive(bytes, from: relay, now: at(1))
    }
    let inputs = machine.match.endpoints[0].traffic.counters.relay.inputs
    #expect(inputs.received == 10 && inputs.first == 2 && inputs.rejected == 8)
    #expect(machine.match.session.frontier(of: PlayerIndex(1)) == Frame(1))
  }

  @Test func `an acknowledgement of what was never sent changes nothing`() {
    let table = table(toFrame: 60)
    let machine = table.first
    let before = machine.match.endpoints[0].acknowledged
    for lie in [UInt16(0), 5000, 65_535, UInt16(machine.truth.count + 1)] {
      let bytes = datagram { $0.acknowledged = lie }.bytes()
      machine.match.received(bytes[...], from: relay, now: table.now)
      #expect(machine.match.endpoints[0].acknowledged == before)
    }
    table.play()
    #expect(machine.numbers.endReason == .completed)
  }

  @Test func `a report of a frame that never comes does not stop the end`() {
    let table = table(toFrame: 60)
    let bytes = datagram { $0.report = .init(frame: Frame(.max), chain: 3) }.bytes()
    table.first.match.received(bytes[...], from: relay, now: table.now)
    table.play()
    #expect(table.first.numbers.endReason == .completed)
    #expect(table.first.numbers.peers[0].verifiedFrame == Frame(450))
  }

  @Test func `a probe is answered to where it came from, directly only`() {
    let machine = table(toFrame: 10).first
    var writer = ByteWriter()
    Envelope(kind: .probe, epoch: 42, sender: PlayerIndex(1)).encode(into: &writer)
    writer.uint64(0xABCD)
    machine.match.clearOutbox()
    machine.match.received(writer.bytes[...], from: relay, now: at(300))
    #expect(machine.match.outbox.entries.isEmpty && machine.match.numbers.ignored.malformed == 1)
    let stranger = Address(ipv4: 203, 0, 113, 9, port: 9)
    machine.match.received(writer.bytes[...], from: .direct(stranger), now: at(300))
    let entry = machine.match.outbox.entries.first
    #expect(entry?.destination == .direct(stranger) && entry?.isProbe == true)
    writer.byte(0)
    machine.match.received(writer.bytes[...], from: .direct(stranger), now: at(300))
    #expect(machine.match.numbers.ignored.malformed == 2)
    #expect(machine.match.endpoints[0].direct.link.active == Machine.address(of: 1))
  }

  @Test func `L-33 what is kept stays bounded over a long match`() {
    var setting = Table.Setting()
    setting.frames = 3000
    let table = Table(setting)
    table.play()
    for machine in table.machines {
      #expect(machine.numbers.endReason == .completed)
      #expect(machine.match.outbox.entries.count <= 4)
      #expect(machine.match.evidence.kept == nil)
      #expect(machine.numbers.peers[0].hashesReceived == 100)
    }
  }
}
