extension Demo {
  /// What there is to say about what is shown.
  package struct Caption: Hashable, Sendable {
    package enum Scene: Hashable, Sendable {
      /// What the act is about is about to be seen.
      case opening
      case shown
      /// Another match is on its way.
      case renewing
      /// Somebody plays with the network or with time.
      case interrupted
      /// The match is over, and not every frame was seen to be equal, for no reason of the show.
      case unverified
    }

    package let act: Act
    package let scene: Scene
    package let lead: Lead
    /// Whether the arrows steer, and do not walk.
    package let isWheelTaken: Bool
  }

  /// Nothing before there is a match.
  package var caption: Caption? {
    guard epoch != nil else { return nil }
    let scene: Caption.Scene =
      switch phase {
      case .entering, .renewing: .renewing
      case .interrupted: .interrupted
      case .step(let step, _):
        act == .summary && !isVerified && corrupted != epoch
          ? .unverified : step < act.scene ? .opening : .shown
      }
    return Caption(act: act, scene: scene, lead: lead, isWheelTaken: isWheelTaken)
  }

  /// Whether the newest match differs on purpose: that is no failure.
  package var hasCorrupted: Bool { corrupted != nil && corrupted == epoch }
}
