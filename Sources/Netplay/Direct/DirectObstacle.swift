/// Why there is no direct path to a peer, as far as can be told from here.
public enum DirectObstacle: Hashable, Sendable {
  /// This side, or the other, asked for the relay alone.
  case relayOnlyHere, relayOnlyThere
  /// No UDP leaves this network, or the other's: more than one that was asked was silent.
  case blockedHere, blockedThere
  /// Both NATs show everybody another port: nobody can be told where to send.
  case strictOnBothSides
  /// One NAT does, and the other side lets in only who it has sent to.
  case strictHere, strictThere
  /// The other has told no address yet.
  case noAddresses
  /// Its addresses are being tried.
  case trying
  /// The one STUN server that was asked does not answer this side, which may be its own affair; so
  /// nobody knows by which address we are seen.
  case unansweredHere(by: StunObserver)
  /// None of its addresses answers, and nothing explains why.
  case noAnswer

  /// How long addresses are tried before it is called a failure.
  static let patience = Duration.seconds(5)

  /// - Parameters:
  ///   - ours: What this side knows of its network.
  ///   - theirs: What the peer told; nothing when it has not spoken.
  ///   - searching: For how long its addresses have been tried in vain.
  init(ours: OwnNetwork, theirs: Reachability?, searching: Duration) {
    switch (ours.kind(beside: theirs), theirs?.network ?? .unknown) {
    case (.relayOnly, _): self = .relayOnlyHere
    case (_, .relayOnly): self = .relayOnlyThere
    case (.blocked, _): self = .blockedHere
    case (_, .blocked): self = .blockedThere
    case (_, _) where theirs?.candidates.isEmpty ?? true: self = .noAddresses
    case (_, _) where searching < Self.patience: self = .trying
    case (.strict, .strict): self = .strictOnBothSides
    case (.strict, _): self = .strictHere
    case (_, .strict): self = .strictThere
    case (.unknown, _), (.open, _), (.mapped, _):
      if case .unanswered(let observer, _) = ours {
        self = .unansweredHere(by: observer)
      } else {
        self = .noAnswer
      }
    }
  }
}
