package import Station
import Vocabulary

/// Measures both paths to something while it is turned; `doctor --watch` shows it.
package protocol PathMeasurer: AnyObject {
  /// What has been measured so far.
  var paths: PathWatch { get }
  /// Whether there is nothing more to measure.
  var isOver: Bool { get }
  /// Readable while something has arrived.
  var wakeFileDescriptor: CInt { get }
  /// How long nothing is due.
  var rest: Duration { get }
  /// Takes what has arrived, and sends what is due.
  func turn()
  /// Waits for something to arrive, for callers without a keyboard.
  func wait(atMost limit: Duration)
}

/// The host of a room, by a seat in it.
extension StationShell: PathMeasurer {
  package var paths: PathWatch {
    station.hostWatch?.paths
      ?? PathWatch(of: .host, every: HostWatch.interval, now: station.now)
  }

  package var isOver: Bool { station.ending != nil }
}
