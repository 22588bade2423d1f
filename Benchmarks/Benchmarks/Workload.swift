import CFloor

/// A network, its players and how often they change their minds.
struct Workload {
  enum Paths: Int {
    /// The direct path; there is no relay.
    case direct = 1
    /// Every datagram on the direct path and by the relay, each with its own luck.
    case both = 2
  }

  var players = 2
  /// Ticks that a datagram is under way.
  var delay = 3
  /// Ticks that it may take longer.
  var jitter = 0
  var lossPercent = 0
  /// Frames for which an input is held.
  var hold = 1
  var paths = Paths.direct
  var inputDelay = 0
  var window = 8

  var name: String {
    var words = ["\(players)p delay \(delay)"]
    if jitter > 0 { words.append("jitter \(jitter)") }
    if lossPercent > 0 { words.append("loss \(lossPercent)%") }
    words.append("hold \(hold)")
    if inputDelay > 0 { words.append("input delay \(inputDelay)") }
    return words.joined(separator: " ") + (paths == .both ? " both" : " direct")
  }

  var network: wire_terms {
    wire_terms(
      players: Int32(players), delay: Int32(delay), jitter: Int32(jitter),
      loss_percent: Int32(lossPercent), seed: 20_250_101)
  }

  func floor(words: Int, proofFrame: Int) -> floor_terms {
    floor_terms(
      network: network, paths: Int32(paths.rawValue), words: words, window: Int32(window),
      hold: Int32(hold), proof_frame: Int32(proofFrame))
  }
}
