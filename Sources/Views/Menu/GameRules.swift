import GridGame

/// The game in three lines, for who has never played it.
enum GameRules {
  /// - Parameter wins: Rounds to win a match, where that is known already.
  static func lines(_ keys: KeyMap, wins: Int? = nil) -> [String] {
    let steering = keys.steeringLabels.joined(separator: " or ")
    let boost = keys.label(.boost).map { ", \($0) boosts" } ?? ""
    return [
      "\(steering.isEmpty ? "Your keys" : steering) steer\(boost); your trail is a wall.",
      wins.map { "Hit nothing: the last rider wins the round; first to \($0)." }
        ?? "Hit nothing: the last one who rides wins the round.",
      "Hollow head, dashed trail: a guess until the move arrives.",
    ]
  }
}
