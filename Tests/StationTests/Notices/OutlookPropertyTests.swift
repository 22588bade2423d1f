import Netplay
import Relay
import Testing
import Vocabulary

@testable import Station

/// Whoever waits is told what for, whatever has happened before.
struct OutlookPropertyTests {
  private static let reasons = [
    EndReason.completed, .left(PlayerIndex(0)), .peerLost(PlayerIndex(1)),
    .givenUp(by: PlayerIndex(1)),
  ]

  private func happen(_ sample: inout OutlookSample, _ dice: inout SplitMix64) {
    let other = dice.next(below: sample.lobby.capacity)
    switch dice.next(below: 10) {
    case 0: sample.join(other, after: dice.next(below: 100))
    case 1, 2: sample.arrive(other)
    case 3: sample.leave(other, .lost, after: dice.next(below: 100))
    case 4: sample.leave(other, .left, after: dice.next(below: 100))
    case 5: sample.hello(other, LobbyMessage.Wish.allCases[dice.next(below: 3)])
    case 6: sample.offer()
    case 7: sample.play()
    case 8: _ = sample.lobby.finished(nil)
    default:
      _ = sample.lobby.again()
      sample.hear(.again(epoch: 7), from: other)
    }
  }

  private func match(_ dice: inout SplitMix64) -> Outlook.MatchOutlook {
    guard dice.next(below: 2) == 0 else { return .none }
    return .over(Self.reasons[dice.next(below: Self.reasons.count)])
  }

  @Test(arguments: UInt64(0)..<300)
  func `who is ready and does not play is always told what for`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    let capacity = 2 + dice.next(below: 3)
    var sample = OutlookSample(seat: dice.next(below: capacity), of: capacity)
    var waits = 0
    for step in 0..<200 {
      happen(&sample, &dice)
      guard sample.lobby.isReady else { continue }
      waits += 1
      let away = dice.next(below: 4) == 0 ? OutlookSample.now - .seconds(3) : nil
      let closure = dice.next(below: 2) == 0 ? OutlookSample.closure : nil
      let notices = sample.notices(match(&dice), relayAwaySince: away, because: closure)
      #expect(!notices.isEmpty, "seed \(seed), step \(step)")
      #expect(Set(notices).count == notices.count, "seed \(seed), step \(step)")
      #expect(
        notices.allSatisfy { $0.since <= OutlookSample.now }, "seed \(seed), step \(step)")
    }
    #expect(waits > 0)
  }
}
