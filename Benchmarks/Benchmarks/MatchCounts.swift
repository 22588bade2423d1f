import Netplay
import Vocabulary

/// What happened in all matches of a field since the start, or between two readings.
struct MatchCounts {
  /// Frames advanced.
  var frames = 0
  /// Ticks in which the window was full.
  var stalls = 0
  /// Ticks that the pacer held back.
  var held = 0
  var rollbacks = 0
  var resimulated = 0
  /// Datagrams, address probes apart.
  var packets = PerPath(repeating: 0)
  /// Their bytes without the epoch, which travels in clear only while nothing is sealed.
  var bytes = PerPath(repeating: 0)

  static func - (after: Self, before: Self) -> Self {
    var change = after
    change.frames -= before.frames
    change.stalls -= before.stalls
    change.held -= before.held
    change.rollbacks -= before.rollbacks
    change.resimulated -= before.resimulated
    for path in Path.allCases {
      change.packets[path] -= before.packets[path]
      change.bytes[path] -= before.bytes[path]
    }
    return change
  }
}
