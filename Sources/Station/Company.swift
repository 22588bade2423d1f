/// Tells with whom we play, as far as it matters to keys by which one player harms a match for all.
package enum Company: Hashable, Sendable {
  /// Everybody plays in this process, or the player has come to try faults out.
  case lab
  /// With others, at their machines: how many matches have begun with them, and whether one is under
  /// way.
  case others(matches: Int, isPlaying: Bool)
}

extension Station {
  package var company: Company {
    switch options.occasion {
    case .lab: .lab
    case .match, .measurement: .others(matches: episodes, isPlaying: isTicking)
    }
  }
}
