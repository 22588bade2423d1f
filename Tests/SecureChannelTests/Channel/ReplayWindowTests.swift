import SecureChannel
import Testing

struct ReplayWindowTests {
  @Test func `each counter is new once, in any order`() {
    var window = ReplayWindow()
    for counter: UInt32 in [5, 3, 4, 0, 900, 7] {
      #expect(window.judge(counter) == .new)
      window.note(counter)
      #expect(window.judge(counter) == .repeated)
    }
    #expect(window.judge(1) == .new)
  }

  @Test func `judging alone remembers nothing`() {
    let window = ReplayWindow()
    #expect(window.judge(0) == .new)
    #expect(window.judge(0) == .new)
  }

  @Test func `what lies further back than the window is too old`() {
    var window = ReplayWindow()
    let newest: UInt32 = 5000
    window.note(newest)
    #expect(window.judge(newest - UInt32(ReplayWindow.size) + 1) == .new)
    #expect(window.judge(newest - UInt32(ReplayWindow.size)) == .tooOld)
  }

  /// Against a set that forgets nothing.
  @Test(arguments: UInt64(0)..<100)
  func `a random walk is judged as a set would`(seed: UInt64) {
    var window = ReplayWindow()
    var seen: Set<UInt32> = []
    var newest: UInt32 = 0
    var word = seed | 1
    for _ in 0..<3000 {
      word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let jump = word >> 40 % 50 == 0 ? UInt32(word >> 33 % 3000) : UInt32(word >> 33 % 4)
      let back = UInt32(word >> 50 % 1200)
      let counter = word >> 20 % 2 == 0 ? newest + jump : newest - min(newest, back)
      let expected: ReplayWindow.Judgement =
        counter + UInt32(ReplayWindow.size) <= newest
        ? .tooOld : seen.contains(counter) ? .repeated : .new
      #expect(window.judge(counter) == expected, "counter \(counter), newest \(newest)")
      guard expected == .new else { continue }
      window.note(counter)
      seen.insert(counter)
      newest = max(newest, counter)
    }
  }

  @Test func `the last counters of all are judged too`() {
    var window = ReplayWindow()
    window.note(.max - 1)
    #expect(window.judge(.max) == .new)
    window.note(.max)
    #expect(window.judge(.max) == .repeated)
    #expect(window.judge(.max - 1) == .repeated)
    #expect(window.judge(.max - 2) == .new)
  }
}
