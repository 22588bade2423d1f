import Netplay
import Rollback
import Testing
import Vocabulary

struct LeadWindowTests {
  /// The samples of the newest second, kept and sorted in the plainest way.
  private struct Plain {
    var samples: [(at: Instant, value: Int64)] = []

    mutating func append(_ value: Int64, now: Instant) {
      samples.removeAll { now - $0.at > .seconds(1) }
      samples.append((now, value))
    }

    var trimmedMean: Double {
      let sorted = samples.map(\.value).sorted()
      let kept = sorted.dropFirst(sorted.count / 5).dropLast(sorted.count / 5)
      return kept.reduce(0.0) { $0 + Double($1) } / Double(kept.count)
    }
  }

  @Test(arguments: UInt64(0)..<20)
  func `it is the mean of the middle of the newest second`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var window = LeadWindow()
    var plain = Plain()
    var now = Instant.zero
    var fewest = 128
    for _ in 0..<600 {
      now += .milliseconds(8 + dice.next(below: 30))
      if dice.next(below: 50) == 0 { now += .milliseconds(dice.next(below: 1500)) }
      let value = Int64(dice.next(below: 21) - 10) * (dice.next(below: 9) == 0 ? 9999 : 7)
      window.append(nanoseconds: value, now: now)
      plain.append(value, now: now)
      #expect(window.count == plain.samples.count)
      #expect(window.trimmedMean.map { abs($0 - plain.trimmedMean) < 1e-6 } == true)
      #expect(window.span == now - (plain.samples.first?.at ?? now))
      fewest = min(fewest, window.count)
    }
    #expect(fewest == 1)
  }

  @Test func `a sample counts for one second and no longer`() {
    var window = LeadWindow()
    window.append(nanoseconds: 10, now: at(0))
    window.append(nanoseconds: 20, now: at(1000))
    #expect(window.count == 2 && window.trimmedMean == 15)
    window.append(nanoseconds: 30, now: at(1001 + 7))
    #expect(window.count == 2 && window.trimmedMean == 25)
  }

  @Test func `a flood of samples still spans the whole second`() {
    var window = LeadWindow()
    for time in 0..<5000 { window.append(nanoseconds: Int64(time), now: at(time)) }
    #expect(window.count > 100 && window.count <= LeadWindow.Limit.samples)
    #expect(window.span > .milliseconds(980) && window.span <= .seconds(1))
  }

  @Test func `nothing is known of nothing`() {
    var window = LeadWindow()
    #expect(window.trimmedMean == nil && window.span == .zero)
    window.append(nanoseconds: 5, now: at(0))
    window.removeAll()
    #expect(window.trimmedMean == nil && window.count == 0)
  }

  @Test(arguments: [1, 2, 4, 5, 9, 10, 60])
  func `a fifth at each end is left out, rounded down`(count: Int) {
    var window = LeadWindow()
    let wild = count / 5
    for index in 0..<count {
      let value: Int64 = index < wild ? 1_000_000 : index < 2 * wild ? -500_000 : 3
      window.append(nanoseconds: value, now: at(index * 16))
    }
    #expect(window.trimmedMean == 3)
  }
}
