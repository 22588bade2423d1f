import Vocabulary

/// Keeps where else a server said it can be asked and can answer from.
struct StunAlternate: Hashable, Sendable {
  let port: UInt16
  /// Its second IP at that port, if it has one.
  let host: Address?

  /// What an answer of `server` says; nothing when it names no other port.
  ///
  /// - Parameter server: Where the answer came from.
  init?(in answer: StunMessage, of server: Address) {
    let other = answer.otherAddress
    guard let port = answer.alternatePort ?? other?.port, port > 0, port != server.port else {
      return nil
    }
    self.port = port
    // An IP of 0.0.0.0 or ::, as a server on a wildcard socket may write it, is no second one.
    host = other.flatMap { other in
      other.family == server.family && !other.hasHost(of: server)
        && other.isBelievable(from: server) ? other.at(port: port) : nil
    }
  }
}
