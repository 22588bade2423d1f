import Relay
import Testing
import Vocabulary

@testable import Station

struct SignalQueueTests {
  private var queue = SignalQueue()
  private var now = Instant.zero
  private var sent: [Effect] = []

  private mutating func flush() { queue.flush(now: now, into: &sent) }

  private func signal(_ number: Int, to seat: Int = 1) -> Effect {
    .signal([UInt8(number)], to: PlayerIndex(seat))
  }

  @Test mutating func `a few go at once, in order`() {
    for number in 0..<3 { queue.append([UInt8(number)], to: PlayerIndex(1)) }
    flush()
    #expect(sent == [signal(0), signal(1), signal(2)])
    #expect(queue.wakeTime == nil)
  }

  @Test mutating func `what is more waits its turn, and none is lost`() {
    for number in 0..<40 { queue.append([UInt8(number)], to: PlayerIndex(1)) }
    flush()
    #expect(sent.count == 16)
    while let due = queue.wakeTime {
      #expect(due > now)
      let count = sent.count
      now = due - .nanoseconds(1)
      flush()
      #expect(sent.count == count)
      now = due
      flush()
      #expect(sent.count == count + 1)
    }
    #expect(sent == (0..<40).map { signal($0) })
    #expect(now - .zero >= .milliseconds(1_400))
  }

  @Test mutating func `a relay with its usual limits forwards all of them`() {
    var meter = RateMeter()
    let rate = Rate.perSecond(RelayLimits().signalsPerSecond)
    for number in 0..<200 { queue.append([UInt8(number)], to: PlayerIndex(1)) }
    while let due = queue.wakeTime {
      now = max(now, due)
      let count = sent.count
      flush()
      for _ in count..<sent.count {
        let isAdmitted = meter.admits(rate: rate, now: now)
        #expect(isAdmitted)
      }
    }
    #expect(sent.count == 200)
  }

  @Test mutating func `what is said to somebody who has gone is said no more`() {
    for number in 0..<4 { queue.append([UInt8(number)], to: PlayerIndex(1 + number % 2)) }
    queue.left(PlayerIndex(1))
    flush()
    #expect(sent == [signal(1, to: 2), signal(3, to: 2)])
    queue.append([9], to: PlayerIndex(1))
    queue.removeAll()
    #expect(queue.wakeTime == nil)
  }
}
