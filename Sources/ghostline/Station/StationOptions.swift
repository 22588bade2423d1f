import GridGame
import Netplay
import Rollback
import Simulation

/// What one player asked for.
struct StationOptions {
  /// The part of the terms that was given explicitly; the creator falls back to defaults.
  struct Terms {
    var seed: UInt64?
    var map: GameMap?
    var hashInterval: Int?
    var frames: Int?

    /// Why an offer cannot be accepted, in words; nothing when all that was asked for agrees.
    func contradiction(with offer: MatchTerms, episode: Int) -> String? {
      func mismatch(_ flag: String, _ ours: String, _ theirs: String) -> String {
        "the room plays with \(flag) \(theirs), not \(ours): leave \(flag) away or ask its host"
      }
      if let seed, seed &+ UInt64(episode) != offer.seed {
        return mismatch("--seed", "\(seed)", "\(offer.seed)")
      }
      if let hashInterval, hashInterval != offer.hashInterval {
        return mismatch("--hash-interval", "\(hashInterval)", "\(offer.hashInterval)")
      }
      if let frames, frames != offer.frameLimit?.number {
        return mismatch(
          "--frames", "\(frames)", offer.frameLimit.map { "\($0.number)" } ?? "no limit")
      }
      if let map, map.normalised != Array(offer.game.dropFirst()) {
        return "the room plays another map than \(map.name): leave --map away or ask its host"
      }
      return nil
    }
  }

  var name: DisplayText
  var bot: Bot.Skill?
  var inputDelay: Int
  var window: Int
  var injection: Injection
  var corruption: Frame?
  var terms: Terms
  /// What the creator of a room plays; nothing for those who join.
  var game: GameTerms?
}
