package import GridGame
package import Impairment
import Netplay
package import Rollback
import Vocabulary

/// What one player asked for.
package struct StationOptions: Sendable {
  /// The part of the terms that was given explicitly; the creator falls back to defaults.
  package struct Terms: Sendable {
    package var seed: UInt64?
    package var map: GameMap?
    package var hashInterval: Int?
    package var frames: Int?

    package init(
      seed: UInt64? = nil, map: GameMap? = nil, hashInterval: Int? = nil, frames: Int? = nil
    ) {
      self.seed = seed
      self.map = map
      self.hashInterval = hashInterval
      self.frames = frames
    }

    /// Why an offer cannot be accepted; nothing when all that was asked for agrees.
    func contradiction(with offer: MatchTerms, episode: Int) -> Contradiction? {
      if let seed, seed &+ UInt64(episode) != offer.seed {
        return .seed(ours: seed, theirs: offer.seed)
      }
      if let hashInterval, hashInterval != offer.hashInterval {
        return .hashInterval(ours: hashInterval, theirs: offer.hashInterval)
      }
      if let frames, frames != offer.frameLimit?.number {
        return .frames(ours: frames, theirs: offer.frameLimit?.number)
      }
      if let map, map.normalised != Array(offer.game.dropFirst()) {
        return .map(ours: map.name)
      }
      return nil
    }
  }

  /// What of an offer is not what we asked for.
  package enum Contradiction: Hashable, Sendable {
    case seed(ours: UInt64, theirs: UInt64)
    case hashInterval(ours: Int, theirs: Int)
    case frames(ours: Int, theirs: Int?)
    case map(ours: String)
    /// Pauses without a limit, by which one player could hold the others.
    case freePauses
  }

  /// When the player's side has nothing left to do.
  package enum Stay: Hashable, Sendable {
    /// After one match; nobody is there to press a key.
    case oneMatch
    /// Until the player leaves.
    case untilLeft
  }

  /// What the player has come for.
  package enum Occasion: Hashable, Sendable {
    /// To see faults: no key asks back, and pauses without a limit are taken.
    case lab
    /// To play with others.
    case match
    /// To measure the ways to the host, and never to play.
    case measurement
  }

  package var name: DisplayText
  package var bot: Bot.Skill?
  package var inputDelay: Int
  package var window: Int
  package var injection = Injection.none
  package var corruption: Frame?
  package var terms = Terms()
  /// What the creator of a room plays; nothing for those who join.
  package var game: GameTerms?
  package var stay: Stay
  package var occasion = Occasion.match

  /// Why a game cannot be played with others; nothing when it can.
  package func contradiction(with game: GameTerms) -> Contradiction? {
    game.rules.pausing == .free && occasion == .match ? .freePauses : nil
  }

  package init(
    name: DisplayText, bot: Bot.Skill?, inputDelay: Int, window: Int, stay: Stay
  ) {
    self.name = name
    self.bot = bot
    self.inputDelay = inputDelay
    self.window = window
    self.stay = stay
  }
}
