import Netplay
package import Rollback
import Vocabulary

extension Demo {
  /// What the room looks like in one turn of the loop, over all who play in it.
  package struct Sight: Hashable, Sendable {
    package enum Match: Hashable, Sendable {
      case none
      /// The frame that every machine lies before.
      case playing(epoch: UInt64, newest: Frame)
      case over(epoch: UInt64)
    }

    package var match = Match.none
    /// Whether every machine was seen to compute the same: so far, or to the end when it is over.
    package var isVerified = true
    /// Whether the last frame of the match is set already.
    package var isEnding = false
    /// Whether P2P is up for everybody, and no fallback is under way.
    package var isDirectUp = true
    /// Whether somebody lives on the relay alone.
    package var isDegraded = false
    /// The most frames that anybody predicts.
    package var predictedFrames = 0

    /// What can be seen before anybody was looked at.
    package init() {}
  }
}

extension Demo.Sight {
  /// Looks at one station of the room, the one that is shown first.
  package mutating func see(_ station: borrowing Station) {
    let isOver = station.isMatchOver
    station.withPlaying { playing in
      if !playing.isVerified { isVerified = false }
      if playing.match.finalFrame != nil { isEnding = true }
      for endpoint in playing.match.endpoints {
        if endpoint.fallback.current != nil { isDegraded = true }
        if isDegraded || endpoint.paths.direct.state != .up { isDirectUp = false }
      }
      let frame = playing.match.frame
      predictedFrames = max(predictedFrames, frame - playing.match.settledFrame)
      let epoch = playing.terms.epoch
      switch match {
      case .none:
        match = isOver ? .over(epoch: epoch) : .playing(epoch: epoch, newest: frame)
      case .playing(let epoch, let newest):
        match = .playing(epoch: epoch, newest: max(newest, frame))
      case .over(let over):
        // Whoever is still in the match before needs a moment more; another match has no newest yet.
        if !isOver { match = .playing(epoch: over, newest: frame) }
      }
    }
  }
}
