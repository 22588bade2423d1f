import GridGame
import Netplay
import Rollback
import Testing
import Views
import Vocabulary

@Suite struct TimelineTests {
  private static let bob = PlayerIndex(1)
  private static let right = Ghostline.Input(heading: .right)
  private static let down = Ghostline.Input(heading: .down)

  /// Frames 0 ..< `count`, with bob guessed to go right from `guessedFrom` on.
  private static func timeline(_ count: Int, guessedFrom: Int) -> Timeline {
    var timeline = Timeline()
    for frame in 0..<count {
      timeline.advance(
        to: Frame(frame), inputs: [.neutral, right],
        guessed: Presence(bits: frame >= guessedFrom ? 0b10 : 0), depth: 0)
    }
    return timeline
  }

  private static func entry(
    _ input: Ghostline.Input, guess: Bool = false, wrong: Bool = false,
    by delivery: Timeline.Delivery? = nil
  ) -> Timeline.Entry {
    Timeline.Entry(input: input, isGuess: guess, wasWrong: wrong, delivery: delivery)
  }

  @Test func `a right guess becomes known and keeps its way`() {
    var timeline = Self.timeline(10, guessedFrom: 5)
    timeline.learn(Self.right, of: Self.bob, at: Frame(5), by: .relay)
    #expect(timeline.entry(of: Self.bob, at: Frame(5)) == Self.entry(Self.right, by: .relay))
    #expect(timeline.entry(of: Self.bob, at: Frame(6)) == Self.entry(Self.right, guess: true))
  }

  @Test func `a wrong guess is marked at its own frame, and the later ones are guessed anew`() {
    var timeline = Self.timeline(10, guessedFrom: 5)
    timeline.learn(Self.down, of: Self.bob, at: Frame(6), by: .direct)
    #expect(timeline.entry(of: Self.bob, at: Frame(5)) == Self.entry(Self.right, guess: true))
    #expect(
      timeline.entry(of: Self.bob, at: Frame(6)) == Self.entry(Self.down, wrong: true, by: .direct))
    for frame in 7..<10 {
      #expect(
        timeline.entry(of: Self.bob, at: Frame(frame)) == Self.entry(Self.down, guess: true))
    }
    timeline.learn(Self.down, of: Self.bob, at: Frame(7), by: .direct)
    #expect(timeline.entry(of: Self.bob, at: Frame(7)) == Self.entry(Self.down, by: .direct))
  }

  @Test func `what is known already does not change`() {
    var timeline = Self.timeline(10, guessedFrom: 5)
    timeline.learn(Self.down, of: Self.bob, at: Frame(6), by: .direct)
    timeline.learn(Self.right, of: Self.bob, at: Frame(6), by: .relay)
    #expect(
      timeline.entry(of: Self.bob, at: Frame(6)) == Self.entry(Self.down, wrong: true, by: .direct))
  }

  @Test func `an input that came before its frame tells how it came, once`() {
    var timeline = Self.timeline(10, guessedFrom: 5)
    timeline.learn(Self.right, of: Self.bob, at: Frame(2), by: .relay)
    timeline.learn(Self.right, of: Self.bob, at: Frame(2), by: .direct)
    #expect(timeline.entry(of: Self.bob, at: Frame(2)) == Self.entry(Self.right, by: .relay))
  }

  @Test func `inputs of frames that are gone or to come change nothing`() {
    var timeline = Self.timeline(300, guessedFrom: 290)
    let before = timeline
    timeline.learn(Self.down, of: Self.bob, at: Frame(20), by: .direct)
    timeline.learn(Self.down, of: Self.bob, at: Frame(300), by: .direct)
    timeline.learn(Self.down, of: PlayerIndex(3), at: Frame(295), by: .direct)
    #expect(timeline == before)
    #expect(timeline.entry(of: Self.bob, at: Frame(43)) == nil)
    #expect(timeline.entry(of: Self.bob, at: Frame(44)) != nil)
  }

  @Test func `the newest frame is known`() {
    #expect(Timeline().newest == nil)
    #expect(Self.timeline(10, guessedFrom: 5).newest == Frame(9))
  }
}

@Suite struct TimelineMarkTests {
  @Test func `what happened is kept with its frame, the newest sixteen`() {
    var timeline = Timeline()
    for round in 1...20 { timeline.mark(.round(round), at: Frame(round * 100)) }
    #expect(timeline.marks.count == Timeline.maximumMarks)
    #expect(timeline.marks.first == .init(kind: .round(5), frame: Frame(500)))
    #expect(timeline.marks.last == .init(kind: .round(20), frame: Frame(2000)))
  }

  @Test func `the same news from several peers within half a second are one`() {
    var timeline = Timeline()
    timeline.mark(.path(.direct, isUp: false), at: Frame(100))
    timeline.mark(.path(.direct, isUp: false), at: Frame(129))
    timeline.mark(.path(.direct, isUp: true), at: Frame(129))
    timeline.mark(.path(.direct, isUp: false), at: Frame(130))
    #expect(timeline.marks.map(\.frame) == [Frame(100), Frame(129), Frame(130)])
  }
}

@Suite struct PredictionMarkTests {
  private func mark(_ predicted: Int, frames: Int, from mark: PredictionMark = PredictionMark())
    -> PredictionMark
  {
    var mark = mark
    for _ in 0..<frames { mark.note(predictedFrames: predicted, of: Fixture.bob) }
    return mark
  }

  private func isVisible(_ mark: PredictionMark) -> Bool { mark.isVisible(Fixture.bob) }

  @Test func `marks appear from two predicted frames on`() {
    #expect(!isVisible(mark(1, frames: 1000)))
    #expect(isVisible(mark(2, frames: 1000)))
  }

  @Test func `marks stay until less than one frame is predicted`() {
    let visible = mark(8, frames: 1000)
    #expect(isVisible(mark(1, frames: 1000, from: visible)))
    #expect(!isVisible(mark(0, frames: 1000, from: visible)))
  }

  @Test func `one late frame does not make marks flash`() {
    #expect(!isVisible(mark(10, frames: 3)))
    #expect(isVisible(mark(10, frames: 5)))
  }

  @Test func `one player's lateness marks nobody else`() {
    let late = mark(9, frames: 1000)
    #expect(!late.isVisible(Fixture.you) && !late.isVisible(PlayerIndex(2)))
  }
}

@Suite struct LogBookTests {
  @Test func `equal lines in a row are one line with a count`() {
    var log = LogBook()
    log.append(frame: Frame(5), "↶6 bob turned late")
    log.append(frame: Frame(9), "↶6 bob turned late")
    log.append(frame: Frame(9), level: .warning, "↶6 bob turned late")
    #expect(log.lines.map(\.count) == [2, 1])
    #expect(log.lines.map(\.frame) == [Frame(9), Frame(9)])
  }

  @Test func `guesses taken back are one line that counts, and what happens seldom stays`() {
    var log = LogBook()
    log.takeBack(frame: Frame(5), of: "bob", depth: 3)
    log.append(frame: Frame(6), level: .bad, "P2P to bob LOST")
    for frame in 7..<30 { log.takeBack(frame: Frame(frame), of: "bob", depth: frame == 9 ? 4 : 2) }
    log.takeBack(frame: Frame(30), of: "cat", depth: 1)
    #expect(log.lines.map(\.text) == ["P2P to bob LOST", "bob", "cat"])
    #expect(log.lines.map(\.count) == [1, 24, 1])
    #expect(log.lines.map(\.depth) == [nil, 4, 1])
    #expect(log.lines.map(\.frame) == [Frame(6), Frame(29), Frame(30)])
    #expect(
      log.lines[1].wordings == [
        "↶ 24 guesses about bob taken back since 5, 4 frames at most",
        "↶ 24 guesses taken back since 5, 4 f at most", "↶ 24 guesses back since 5, 4 f at most",
        "↶ 24 taken back since 5", "↶ 24 back since 5", "↶ 24 back, max 4 f",
      ])
    #expect(log.lines[2].wordings.first == "↶ a guess about cat taken back, 1 frame")
    // What is long past is not brought back.
    for number in 0..<12 { log.append(frame: Frame(31), "line \(number)") }
    log.takeBack(frame: Frame(32), of: "cat", depth: 1)
    #expect(log.lines.map(\.text).filter { $0 == "cat" }.count == 2)
  }

  @Test func `only the newest lines are kept`() {
    var log = LogBook()
    for number in 0..<250 { log.append(frame: Frame(number), "line \(number)") }
    #expect(log.lines.count == 200)
    #expect(log.lines.first?.text == "line 50")
    #expect(log.lines.last?.text == "line 249")
  }

  @Test func `the history of the round trip is bounded`() {
    var history = RoundTripHistory()
    for number in 0..<300 {
      history.note(.init(at: .zero, milliseconds: number, status: .good))
    }
    #expect(history.samples.count == RoundTripHistory.capacity)
    #expect(history.samples.last?.milliseconds == 299)
  }
}
