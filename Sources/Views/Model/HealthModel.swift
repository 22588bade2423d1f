import Vocabulary

/// Holds the figures of the peer whose connection is worst.
package struct HealthModel: Hashable, Sendable {
  /// Holds one reading of the round trip and how it was judged.
  package struct Sample: Hashable, Sendable {
    package var milliseconds: Int
    package var status: HealthStatus

    package init(milliseconds: Int, status: HealthStatus) {
      self.milliseconds = milliseconds
      self.status = status
    }
  }

  /// More readings than any screen shows are dropped, oldest first.
  package static let maximumHistory = 256

  /// Whose connection this is; empty when there is nobody yet.
  package var peerName = ""
  package var status = HealthStatus.good
  package var roundTripMilliseconds: Int?
  package private(set) var history: [Sample] = []
  package var jitterMilliseconds: Int?
  /// 0...1 of the packets of the last while are missing.
  package var loss: Double?
  /// Frames by which we are ahead of the peer's present.
  package var lead = 0.0
  package var framesPerSecond = 0.0

  package init() {}

  /// Adds a reading to the history.
  package mutating func note(_ sample: Sample) {
    if history.count == Self.maximumHistory { history.removeFirst() }
    history.append(sample)
  }
}

/// Holds what the engine had to correct.
package struct RollbackModel: Hashable, Sendable {
  package var count = 0
  package var maxDepth = 0
  /// Rollbacks by depth; the index is the depth in frames, so the first entry is unused.
  package var histogram: [Int] = []
  package var resimulatedFrames = 0
  package var stalls = 0
  /// Frames that are predicted now.
  package var predictedFrames = 0
  /// Frames that may be predicted at most.
  package var window = 10
  package var isStalled = false

  package init() {}
}
