import Netplay
import Rollback
import Testing
import Vocabulary

/// A fallback is proven when frames that the relay alone confirmed are verified.
struct FallbackProofTests {
  private func observation(
    _ mode: Mode, confirmed: Int, verified: Int?,
    _ state: PathMonitor.State = .suspect(since: at(0))
  ) -> FallbackMonitor.Observation {
    FallbackMonitor.Observation(
      hasBeenUp: true, state: state, mode: mode, confirmed: Frame(confirmed),
      verified: verified.map { Frame($0) })
  }

  @Test
  func `frames that were verified beyond the last one confirmed before are the proof, told once`() {
    var monitor = FallbackMonitor(limits: HealthLimits())
    let first = monitor.check(
      observation(.relayOnly, confirmed: 100, verified: 90), frame: Frame(105), now: at(0))
    #expect(first.count == 2 && monitor.provenThrough == nil)
    let verifiedBefore = monitor.check(
      observation(.relayOnly, confirmed: 130, verified: 100), frame: Frame(135), now: at(500))
    #expect(verifiedBefore.isEmpty)
    let proof = monitor.check(
      observation(.relayOnly, confirmed: 140, verified: 101), frame: Frame(145), now: at(600))
    #expect(proof == [.proven(through: Frame(101))])
    #expect(monitor.provenThrough == Frame(101))
    let later = monitor.check(
      observation(.relayOnly, confirmed: 200, verified: 180), frame: Frame(205), now: at(900))
    #expect(later.isEmpty && monitor.provenThrough == Frame(101))
  }

  @Test(arguments: [.dual, .directOnly, .dark] as [Mode])
  func `what another mode confirmed proves nothing`(mode: Mode) {
    var monitor = FallbackMonitor(limits: HealthLimits())
    for step in 0..<10 {
      _ = monitor.check(
        observation(mode, confirmed: 100 + step * 30, verified: 90 + step * 30),
        frame: Frame(105 + step * 30), now: at(step * 500))
    }
    #expect(monitor.latch != nil && monitor.provenThrough == nil)
  }

  @Test func `a break in the relay's time alone begins the count anew`() {
    var monitor = FallbackMonitor(limits: HealthLimits())
    for (mode, confirmed, verified) in [
      (Mode.relayOnly, 100, 100), (.dark, 100, 100), (.relayOnly, 160, 160),
    ] {
      let effects = monitor.check(
        observation(mode, confirmed: confirmed, verified: verified), frame: Frame(confirmed),
        now: at(confirmed))
      #expect(!effects.contains(.proven(through: Frame(verified))))
    }
    let proof = monitor.check(
      observation(.relayOnly, confirmed: 190, verified: 161), frame: Frame(195), now: at(900))
    #expect(proof == [.proven(through: Frame(161))])
  }

  @Test func `without a degradation there is nothing to prove`() {
    var monitor = FallbackMonitor(limits: HealthLimits())
    for step in 0..<10 {
      let effects = monitor.check(
        observation(.relayOnly, confirmed: step * 30, verified: step * 30, .up),
        frame: Frame(step * 30), now: at(step * 500))
      #expect(effects.isEmpty)
    }
  }

  @Test func `in play a cut that lasts is proven and a match without one is not`() {
    let calm = Table(link: Table.calm)
    calm.play()
    #expect(calm.first.numbers.fallbackProvenThrough == nil)
    let table = Table(link: Table.calm(cutting: .direct, from: at(2000)))
    table.play()
    for machine in table.machines {
      let summary = machine.numbers
      let through = summary.fallbackProvenThrough?.number ?? 0
      #expect(through > (summary.fallback?.frame.number ?? 450) - 30 && through <= 450)
      #expect(
        machine.events.contains { if case .fallback(_, .proven) = $0 { true } else { false } })
    }
  }
}
