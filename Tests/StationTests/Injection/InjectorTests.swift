import Impairment
import Testing
import Vocabulary

@testable import Station

/// What keys and scripts do to the network of one process, and when it passes by unharmed again.
struct InjectorTests {
  private static let direct = PeerAddress.direct(Address(ipv4: 192, 0, 2, 1, port: 7777))
  private static let relay = PeerAddress.relay(PlayerIndex(1))

  private var injector = Injector(.none, seed: 1)

  private func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

  private enum Idleness { case all, none, some }

  private var idleness: Idleness {
    let idle = Path.allCases.flatMap {
      [injector.isIdle(sendingBy: $0), injector.isIdle(receivingBy: $0)]
    }
    if idle.allSatisfy(\.self) { return .all }
    return idle.contains(true) ? .some : .none
  }

  // MARK: Idle

  @Test func `nothing is injected at first`() {
    #expect(idleness == .all)
    #expect(injector.present(now: .zero) == nil)
    #expect(injector.nextDeparture == nil)
  }

  @Test(arguments: 1...6)
  mutating func `a preset is injected everywhere until it is cleared`(number: Int) {
    injector.apply(.preset(number), now: .zero)
    #expect(idleness == .none)
    injector.apply(.clear, now: .zero)
    #expect(idleness == .all)
    #expect(injector.present(now: .zero) == nil)
  }

  @Test(arguments: Path.allCases)
  mutating func `a cut stops one path both ways`(path: Path) {
    injector.apply(.cut(path), now: .zero)
    #expect(!injector.isIdle(sendingBy: path) && !injector.isIdle(receivingBy: path))
    #expect(injector.isIdle(sendingBy: path.other) && injector.isIdle(receivingBy: path.other))
    injector.apply(.heal(path), now: .zero)
    #expect(idleness == .all)
  }

  @Test(arguments: Path.allCases)
  mutating func `a cut is toggled, and cleared`(path: Path) {
    injector.apply(.toggleCut(path), now: .zero)
    #expect(injector.present(now: .zero)?.cuts == [path])
    injector.apply(.toggleCut(path), now: .zero)
    #expect(idleness == .all)
    injector.apply(.cut(path), now: .zero)
    injector.apply(.clear, now: .zero)
    #expect(idleness == .all)
  }

  @Test mutating func `a hold is over once something has left after it`() {
    injector.apply(.hold(.milliseconds(100)), now: .zero)
    for path in Path.allCases {
      #expect(!injector.isIdle(sendingBy: path) && injector.isIdle(receivingBy: path))
    }
    injector.send([1], to: Self.direct, now: at(10))
    injector.send([2], to: Self.relay, now: at(20))
    #expect(injector.nextDeparture == at(100))
    #expect(injector.departure(now: at(100) - .nanoseconds(1)) == nil)
    #expect(injector.departure(now: at(100))?.bytes == [1])
    #expect(injector.departure(now: at(100))?.bytes == [2])
    #expect(idleness == .all)
  }

  @Test mutating func `what was under way at a clear still leaves, and then all is idle`() {
    injector.apply(.preset(1), now: .zero)
    injector.send([1], to: Self.direct, now: .zero)
    injector.apply(.clear, now: .zero)
    #expect(!injector.isIdle(sendingBy: .direct) && injector.isIdle(sendingBy: .relay))
    #expect(injector.departure(now: at(1))?.bytes == [1])
    #expect(idleness == .all)
  }

  // MARK: Delays

  @Test(arguments: Array(NetworkPreset.all.enumerated()).map { ($0.offset + 1, $0.element) })
  mutating func `a preset delays each direction by half of its round trip`(
    number: Int, preset: NetworkPreset
  ) {
    injector.apply(.preset(number), now: .zero)
    #expect(injector.outgoing.direct.impairment.latency == preset.roundTrip / 2)
    for path in Path.allCases {
      #expect(injector.incoming[path].impairment.latency == preset.roundTrip / 2)
      #expect(injector.incoming[path].impairment.loss == preset.loss)
      #expect(injector.outgoing[path].impairment.loss == preset.loss)
    }
    let detour = injector.outgoing.relay.impairment.latency - preset.roundTrip / 2
    #expect(detour == .milliseconds(10))
  }

  @Test mutating func `what is sent leaves half a round trip later`() {
    injector.apply(.preset(1), now: .zero)
    injector.send([1], to: Self.direct, now: at(5))
    #expect(injector.nextDeparture == at(6))
    #expect(injector.departure(now: at(6) - .nanoseconds(1)) == nil)
    let departure = injector.departure(now: at(6))
    #expect(departure?.bytes == [1] && departure?.address == Self.direct)
    #expect(injector.departure(now: at(60)) == nil)
  }

  @Test mutating func `what arrives counts half a round trip later`() {
    injector.apply(.preset(1), now: .zero)
    injector.arrived([1], from: Self.relay, at: at(5))
    #expect(injector.arrival(now: at(6) - .nanoseconds(1)) == nil)
    let arrival = injector.arrival(now: at(9))
    #expect(arrival?.datagram.bytes == [1] && arrival?.datagram.address == Self.relay)
    #expect(arrival?.at == at(6))
  }

  @Test mutating func `what is cut neither leaves nor arrives`() {
    injector.send([1], to: Self.direct, now: .zero)
    injector.apply(.cut(.direct), now: .zero)
    injector.send([2], to: Self.direct, now: .zero)
    injector.arrived([3], from: Self.direct, at: .zero)
    injector.send([4], to: Self.relay, now: .zero)
    #expect(injector.departure(now: at(1))?.bytes == [4])
    #expect(injector.departure(now: at(1)) == nil)
    #expect(injector.arrival(now: at(1)) == nil)
    #expect(injector.outgoing.direct.statistics.cut == 2)
    #expect(injector.incoming.direct.statistics.cut == 1)
  }

  @Test mutating func `keys add to what is injected, within limits`() {
    injector.apply(.addLatency(.milliseconds(20)), now: .zero)
    injector.apply(.addLatency(.milliseconds(5)), now: .zero)
    injector.apply(.addJitter(.milliseconds(3)), now: .zero)
    injector.apply(.addLoss(150), now: .zero)
    let present = PresentImpairment(
      roundTrip: .milliseconds(50), jitter: .milliseconds(3), loss: 100, cuts: [], isHeld: false)
    #expect(injector.present(now: .zero) == present)
    injector.apply(.addLatency(.seconds(-9)), now: .zero)
    injector.apply(.addJitter(.seconds(-9)), now: .zero)
    injector.apply(.addLoss(-200), now: .zero)
    #expect(injector.present(now: .zero) == nil)
  }

  // MARK: What is told

  @Test(arguments: Array(NetworkPreset.all.enumerated()).map { ($0.offset + 1, $0.element) })
  mutating func `the screen is told the preset as it was meant`(
    number: Int, preset: NetworkPreset
  ) {
    injector.apply(.preset(number), now: .zero)
    let present = PresentImpairment(
      roundTrip: preset.roundTrip, jitter: preset.jitter, loss: preset.loss, cuts: [], isHeld: false
    )
    #expect(injector.present(now: .zero) == present)
  }

  @Test mutating func `cuts of the command line are told while they last`() {
    var injection = Injection.none
    injection.direct.cuts = [.seconds(2)..<(.seconds(3))]
    injector = Injector(injection, seed: 1)
    #expect(injector.present(now: at(2500)) == nil)
    injector.started(now: at(1000))
    #expect(injector.present(now: at(3000) - .nanoseconds(1)) == nil)
    let present = PresentImpairment(
      roundTrip: .zero, jitter: .zero, loss: 0, cuts: [.direct], isHeld: false)
    #expect(injector.present(now: at(3000)) == present)
    #expect(injector.present(now: at(4000)) == nil)
  }

  @Test mutating func `what is held back is told until it is let go`() {
    injector.apply(.hold(.seconds(2)), now: at(1000))
    let present = PresentImpairment(
      roundTrip: .zero, jitter: .zero, loss: 0, cuts: [], isHeld: true)
    #expect(injector.present(now: at(3000) - .nanoseconds(1)) == present)
    #expect(injector.present(now: at(3000)) == nil)
  }

  @Test func `of the command line only cuts apply to what arrives`() {
    var injection = Injection.none
    injection.direct.latency = .milliseconds(30)
    injection.direct.loss = 5
    let injector = Injector(injection, seed: 1)
    #expect(!injector.isIdle(sendingBy: .direct) && injector.isIdle(receivingBy: .direct))
    #expect(injector.isIdle(sendingBy: .relay) && injector.isIdle(receivingBy: .relay))
    let present = PresentImpairment(
      roundTrip: .milliseconds(30), jitter: .zero, loss: 5, cuts: [], isHeld: false)
    #expect(injector.present(now: .zero) == present)
  }
}
