import Rollback
import Vocabulary

/// Plays alone and steps every frame eight times; throws where two runs of one frame differ.
func checkDeterminism(frames: Int) throws {
  var dice = SplitMix64(seed: 1)
  var test = SyncTestSession<TugOfWar>(
    initial: .init(gusts: SplitMix64(seed: 7)), players: 2, distance: 8)
  for _ in 0..<frames {
    try test.advance((0..<2).map { _ in dice.next(below: 3) == 0 ? .rest : .pull })
  }
}
