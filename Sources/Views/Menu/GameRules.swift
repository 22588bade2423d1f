import GridGame

/// The game in three lines, for who has never played it.
enum GameRules {
  static func lines(_ keys: KeyMap) -> [String] {
    let steering = keys.steeringLabels.joined(separator: " or ")
    let boost = keys.label(.boost).map { ", \($0) boosts" } ?? ""
    return [
      "\(steering.isEmpty ? "Your keys" : steering) steer\(boost); your trail is a wall.",
      "Hit nothing: the last one who rides wins the round.",
      "Hollow head, dashed trail: a guess until the move arrives.",
    ]
  }
}
