import Testing
import Views

@testable import Presentation
@testable import Station

/// What the demo says: that it fits, and that it tells how to go on.
struct DemoWordsTests {
  /// Every caption that there can be, by playing the show through and asking each act.
  private static func captions(_ lead: Demo.Lead) -> [String] {
    Demo.Act.allCases.flatMap { act in
      [Demo.Caption.Scene.opening, .shown, .renewing, .interrupted, .unverified].flatMap { scene in
        [true, false].map { isTaken in
          Demo.Caption(act: act, scene: scene, lead: lead, isWheelTaken: isTaken).words
        }
      }
    }
  }

  @Test func `every caption fits beside its mark on 80 columns`() {
    for words in Self.captions(.speaker) {
      #expect(WidthTable.fixed.columns(words) <= 76, "\(words)")
    }
  }

  @Test func `a speaker reads which keys walk, in every caption`() {
    for words in Self.captions(.speaker) {
      #expect(words.hasSuffix("← →") || words.hasSuffix("PgUp PgDn"))
    }
    for words in Self.captions(.clock) { #expect(!words.contains("→")) }
  }

  @Test func `the list names every act once, in order, on 100 columns`() {
    let lines = Demo.list.split(separator: "\n")
    for act in Demo.Act.allCases {
      #expect(lines.count { $0.contains("\(act.index + 1)  \(act.rawValue) ") } == 1)
    }
    #expect(lines.allSatisfy { $0.count <= 120 })
  }

  @Test(arguments: [
    (Pace.usual, String?.none), (.slowed(divisor: 4), "1/4 speed"), (.held, "time held"),
  ])
  func `a screenshot tells how time passes`(pace: Pace, mark: String?) {
    #expect(pace.mark == mark)
  }
}
