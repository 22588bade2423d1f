import Vocabulary

/// What the demo shows, in its order: each act puts up its own scene, from whatever state it finds.
extension Demo {
  package enum Act: String, CaseIterable, Hashable, Sendable {
    case clean, far, correction, cut, heal, desync, summary

    /// How long it is shown by the clock, with the time until its scene stands; longer if that comes
    /// late.
    package var length: Duration {
      switch self {
      case .clean: .seconds(5)
      case .far: .seconds(8)
      case .correction: .seconds(14)
      case .desync, .summary: .seconds(8)
      case .cut, .heal: .seconds(14)
      }
    }

    /// Whether it needs a match in which nothing differs, and whose end is not set.
    var needsSoundMatch: Bool { self != .summary }

    var next: Act { Act.allCases[min(index + 1, Act.allCases.count - 1)] }
    var previous: Act { Act.allCases[max(index - 1, 0)] }
    /// Its place in the show, from 0.
    package var index: Int { Act.allCases.firstIndex(of: self) ?? 0 }
  }

  /// A part of an act: what is done when it begins, and when the next one does.
  struct Step {
    enum Condition {
      /// Nothing: it stays until the act is left.
      case leaving
      case time(Duration)
      /// P2P delivers to everybody.
      case directUp
      /// P2P is up, or has been and failed: what never was cannot be seen to fail.
      case directKnown
      /// The relay carries the game alone.
      case degraded
      /// This many frames are predicted.
      case guessing(frames: Int)
      /// A guess was taken back, with at least so many cells that it had drawn.
      case corrected(cells: Int)
      /// The states were seen to differ.
      case differing
      case over
    }

    let cues: [Cue]
    let until: Condition
    /// What is awaited may never come: then the act goes on without.
    let limit: Duration

    init(_ cues: Cue..., until condition: Condition, atMost limit: Duration = .seconds(12)) {
      self.cues = cues
      until = condition
      self.limit = limit
    }
  }

  enum Cue {
    case effect(Effect)
    /// The end of the match, as soon as every machine can keep it.
    case finish
  }

  /// An ocean and a half: a quarter of a second each way, so that the guess can be seen.
  static let far = NetworkPreset(
    roundTrip: .milliseconds(500), jitter: .milliseconds(5), loss: 0.5)
  /// A guess that reaches so far ahead is seen by an audience, and that many of its cells taken back.
  static let visibleFrames = 8
  static let visibleCells = 2
}

extension Demo.Act {
  /// The first step of each begins with a network and a pace that depend on nothing before it.
  var steps: [Demo.Step] {
    typealias Step = Demo.Step
    let usual = Demo.Cue.effect(.pace(.usual))
    let clear = Demo.Cue.effect(.impair(.clear))
    let far = Demo.Cue.effect(.impair(.network(Demo.far)))
    let cut = Demo.Cue.effect(.impair(.cut(.direct)))
    switch self {
    case .clean: return [Step(usual, clear, until: .leaving)]
    case .far: return [Step(usual, clear, far, until: .leaving)]
    case .correction:
      return [
        Step(usual, clear, far, until: .guessing(frames: Demo.visibleFrames), atMost: .seconds(4)),
        Step(
          .effect(.pace(.slowed(divisor: 4))), until: .corrected(cells: Demo.visibleCells),
          atMost: .seconds(60)),
        // The right trail grows a little beside the wrong one.
        Step(until: .time(.milliseconds(600))),
        Step(.effect(.pace(.held)), until: .leaving),
      ]
    case .cut:
      return [
        Step(usual, clear, until: .directUp), Step(until: .time(.seconds(1))),
        Step(cut, until: .degraded), Step(until: .leaving),
      ]
    case .heal:
      return [
        Step(usual, until: .directKnown), Step(clear, cut, until: .degraded),
        Step(until: .time(.seconds(2))),
        Step(.effect(.impair(.heal(.direct))), until: .directUp, atMost: .seconds(15)),
        Step(until: .leaving),
      ]
    case .desync:
      return [
        Step(usual, clear, until: .directUp), Step(until: .time(.milliseconds(1500))),
        Step(.effect(.corrupt), until: .differing), Step(until: .leaving),
      ]
    case .summary:
      return [
        Step(usual, clear, .finish, until: .over, atMost: .seconds(30)), Step(until: .leaving),
      ]
    }
  }

  /// The step from which on what the act is about can be seen.
  var scene: Int {
    switch self {
    case .clean, .far: 0
    case .cut, .desync: 2
    case .heal, .correction: 3
    case .summary: 1
    }
  }
}
