import Testing
import Views
import Vocabulary

/// Holds a flow, so that expectations can change it.
private final class Line {
  private var flow: FrameFlow

  init(asks: Bool) { flow = FrameFlow(asks: asks) }

  func opens(now: Instant) -> Bool { flow.opens(now: now) }
  func next(now: Instant) -> Instant { flow.next(now: now) }
  func sends(_ bytes: Int, now: Instant) -> Bool { flow.sends(bytes, now: now) }
  func answered(now: Instant) { flow.answered(now: now) }
  var awaitsAnswerUntil: Instant? { flow.awaitsAnswerUntil }
}

/// When the next picture may be sent.
struct FrameFlowTests {
  private static let frame = Duration.nanoseconds(1_000_000_000 / 60)

  /// A line that was opened at 0 and has answered after `roundTrip`.
  private func answering(after roundTrip: Duration = .zero) -> Line {
    let flow = Line(asks: true)
    #expect(flow.opens(now: .zero))
    flow.answered(now: .zero + roundTrip)
    return flow
  }

  @Test func `a terminal that may not be asked is asked nothing, and given bytes at a rate`() {
    let flow = Line(asks: false)
    #expect(!flow.opens(now: .zero))
    #expect(flow.next(now: .zero) == .zero)
    #expect(!flow.sends(7000, now: .zero))
    #expect(flow.next(now: .zero) == .zero + .seconds(1))
    #expect(!flow.sends(700, now: .zero + .seconds(5)))
    #expect(flow.next(now: .zero + .seconds(5)) == .zero + .milliseconds(5100))
    #expect(flow.awaitsAnswerUntil == nil)
  }

  @Test func `one that has never answered is not waited for, and asked again after a while`() {
    let flow = Line(asks: true)
    #expect(flow.opens(now: .zero))
    #expect(flow.sends(70, now: .zero), "the first picture")
    #expect(flow.next(now: .zero) == .zero + .milliseconds(10))
    #expect(!flow.sends(70, now: .zero + .seconds(9)))
    #expect(flow.sends(70, now: .zero + .seconds(10)))
    #expect(flow.sends(70, now: .zero + .seconds(11)))
    #expect(!flow.sends(70, now: .zero + .seconds(12)))
  }

  @Test func `at most one picture is under way on a short line`() {
    let flow = answering()
    var now = Instant.zero + .seconds(1)
    for _ in 0..<3 {
      #expect(flow.next(now: now) == now)
      #expect(flow.sends(100_000, now: now))
      #expect(flow.next(now: now) > now + .seconds(40), "however long it takes")
      now += .seconds(2)
      flow.answered(now: now)
    }
  }

  @Test func `a line that shows pictures at once is asked after two kilobytes of them`() {
    let flow = answering()
    var now = Instant.zero + .seconds(1)
    #expect(flow.sends(500, now: now), "nothing is known of pictures yet")
    flow.answered(now: now + .milliseconds(10))
    for _ in 0..<3 {
      for _ in 0..<4 {
        now += Self.frame
        #expect(flow.next(now: now) == now)
        #expect(!flow.sends(500, now: now))
        #expect(flow.awaitsAnswerUntil == nil)
      }
      now += Self.frame
      #expect(flow.sends(500, now: now))
      #expect(flow.next(now: now) > now, "the fifth is waited for, with all before it")
      flow.answered(now: now + .milliseconds(10))
    }
    #expect(flow.sends(2049, now: now), "a large one is asked about at once")
    flow.answered(now: now + .milliseconds(11))
    #expect(flow.sends(1, now: now), "no longer at once: asked about each")
  }

  @Test func `the taking of a terminal forgets that its line was quick`() {
    let flow = answering()
    #expect(flow.sends(500, now: .zero))
    flow.answered(now: .zero)
    #expect(!flow.sends(500, now: .zero))
    #expect(flow.opens(now: .zero + .seconds(1)))
    flow.answered(now: .zero + .seconds(1))
    #expect(flow.sends(500, now: .zero + .seconds(1)))
  }

  @Test func `a line that becomes slow is noticed before what is under way is old`() {
    let flow = answering()
    var (now, free) = (Instant.zero, Instant.zero)
    var answers: [Instant] = []
    var oldest = Duration.zero
    for tick in 0..<600 {
      now = .zero + Self.frame * tick
      while let answer = answers.first, answer <= now {
        flow.answered(now: answer)
        answers.removeFirst()
      }
      guard flow.next(now: now) <= now else { continue }
      let asks = flow.sends(400, now: now)
      // Eight kilobytes a second from the fifth second on.
      free = max(free, now) + (tick < 300 ? .microseconds(400) : .milliseconds(50))
      if asks { answers.append(free) }
      oldest = max(oldest, free - now)
    }
    #expect(oldest <= .milliseconds(300), "\(oldest)")
  }

  /// What a line and a terminal do with pictures of a size, sixty wanted a second, for ten seconds.
  private func play(
    bytes: Int, bytesPerSecond: Int, roundTrip: Duration
  ) -> (pictures: Int, oldest: Duration) {
    let flow = Line(asks: true)
    var answers: [Instant] = flow.opens(now: .zero) ? [.zero + roundTrip] : []
    var free = Instant.zero
    var (pictures, oldest) = (0, Duration.zero)
    for tick in 0..<600 {
      let now = Instant.zero + Self.frame * tick
      while let answer = answers.first, answer <= now {
        flow.answered(now: answer)
        answers.removeFirst()
      }
      guard flow.next(now: now) <= now else { continue }
      let asks = flow.sends(bytes, now: now)
      free = max(free, now) + .nanoseconds(bytes * 1_000_000_000 / bytesPerSecond)
      if asks { answers.append(free + roundTrip) }
      pictures += 1
      oldest = max(oldest, free - now)
    }
    return (pictures, oldest)
  }

  @Test(arguments: [0, 40, 100, 200])
  func `a fast line shows nearly every picture, however long it is`(milliseconds: Int) {
    let seen = play(
      bytes: 300, bytesPerSecond: 1_000_000, roundTrip: .milliseconds(milliseconds))
    #expect(seen.pictures > 500, "\(seen)")
  }

  @Test(arguments: [8000, 4000], [10, 60, 150])
  func `a slow line is kept busy, and its pictures young`(rate: Int, milliseconds: Int) {
    let seen = play(bytes: 500, bytesPerSecond: rate, roundTrip: .milliseconds(milliseconds))
    #expect(seen.oldest < .milliseconds(700), "\(seen)")
    #expect(seen.pictures > 10 * rate / 500 / 3, "\(seen)")
  }

  @Test func `an answer that does not come is waited for a second and what its picture takes`() {
    let flow = answering()
    let now = Instant.zero + .seconds(1)
    #expect(flow.sends(4000, now: now))
    let end = now + .seconds(3)
    #expect(flow.next(now: now) == end)
    #expect(flow.next(now: end - .nanoseconds(1)) == end)
    #expect(flow.next(now: end) == end, "by then it has passed, at any rate")
    #expect(flow.sends(70, now: end), "asked again, and not waited for")
    #expect(flow.next(now: end) == end + .milliseconds(35), "by the slowest rate")
    flow.answered(now: end)
    #expect(flow.next(now: end) == end + .milliseconds(1035), "the second is under way")
    flow.answered(now: end)
    #expect(flow.next(now: end) == end)
  }

  @Test func `a slow line whose first picture takes seconds is sent no second one meanwhile`() {
    let flow = Line(asks: true)
    #expect(flow.opens(now: .zero))
    #expect(flow.sends(10_000, now: .zero))
    flow.answered(now: .zero + .milliseconds(100))
    #expect(flow.next(now: .zero + .milliseconds(100)) == .zero + .seconds(6), "\(flow)")
  }

  @Test func `an answer that nobody asked for allows nothing`() {
    let flow = answering()
    flow.answered(now: .zero)
    #expect(flow.sends(100, now: .zero))
    #expect(flow.next(now: .zero) > .zero)
  }

  @Test func `an answer under way is known, and forgotten when the terminal was somebody else's`() {
    let flow = answering()
    #expect(flow.awaitsAnswerUntil == nil)
    #expect(flow.sends(100, now: .zero + .seconds(1)))
    #expect(flow.awaitsAnswerUntil == .zero + .seconds(2))
    #expect(flow.opens(now: .zero + .seconds(9)))
    #expect(flow.awaitsAnswerUntil == .zero + .seconds(10))
    #expect(flow.next(now: .zero + .seconds(9)) == .zero + .seconds(9))
  }
}
