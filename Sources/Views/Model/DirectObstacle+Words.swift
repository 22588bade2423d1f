package import Netplay

extension DirectObstacle {
  /// What is in the way, in a few words; where they are cut they still make sense.
  package func words(about name: String) -> String {
    switch self {
    case .relayOnlyHere: "off: --relay-only"
    case .relayOnlyThere: "off: \(name)'s --relay-only"
    case .blockedHere: "UDP is blocked here"
    case .blockedThere: "UDP is blocked at \(name)'s"
    case .strictOnBothSides: "both NATs are strict: each peer sees another port"
    case .strictHere: "our NAT is strict: each peer sees another port"
    case .strictThere: "strict NAT at \(name)'s: each peer sees another port"
    case .noAddresses: "no address of \(name)'s yet"
    case .trying: "trying \(name)'s addresses"
    case .unansweredHere(.relay): "the relay's STUN port does not answer"
    case .unansweredHere(.named): "the STUN server does not answer"
    case .noAnswer: "no address of \(name)'s answers"
    }
  }
}
