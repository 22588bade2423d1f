import Crypto

/// Agrees keys with one other member by the Noise pattern NNpsk0:
///
/// ```
///   -> psk, e
///   <- e, ee
/// ```
///
/// Both sides know the pre-shared key and have a fresh key pair. The pattern proves that the other was
/// invited, and keeps what was said secret even from those who learn the invite later.
package enum NoiseHandshake {
  static let protocolName = "Noise_NNpsk0_25519_ChaChaPoly_SHA256"
  /// A public key, and the tag over an empty payload.
  package static let messageBytes = 32 + AEAD.tagBytes

  /// The initiator's side, after its first message.
  package struct Initiator: Sendable {
    package let message: [UInt8]
    private let state: NoiseState
    private let ephemeral: EphemeralKey

    package init(
      psk: PreSharedKey, prologue: [UInt8], ephemeral: EphemeralKey, payload: [UInt8] = []
    ) {
      var state = NoiseHandshake.begin(psk: psk, prologue: prologue)
      state.mixHash(ephemeral.publicBytes)
      state.mixKey(ephemeral.publicBytes)
      message = ephemeral.publicBytes + state.encryptAndHash(payload)
      self.state = state
      self.ephemeral = ephemeral
    }

    /// Reads the answer; nothing when it does not answer this very message.
    package func finish(_ answer: ArraySlice<UInt8>) -> (state: NoiseState, payload: [UInt8])? {
      guard answer.count >= NoiseHandshake.messageBytes,
        let shared = ephemeral.shared(with: answer.prefix(32))
      else { return nil }
      var state = state
      state.mixHash(answer.prefix(32))
      state.mixKey(Array(answer.prefix(32)))
      state.mixKey(shared)
      guard let payload = state.decryptAndHash(answer.dropFirst(32)) else { return nil }
      return (state, payload)
    }
  }

  /// Answers a first message; nothing when it was not made with this key and prologue.
  package static func respond(
    to message: ArraySlice<UInt8>, psk: PreSharedKey, prologue: [UInt8], ephemeral: EphemeralKey,
    payload: [UInt8] = []
  ) -> (answer: [UInt8], state: NoiseState, payload: [UInt8])? {
    guard message.count >= messageBytes else { return nil }
    var state = begin(psk: psk, prologue: prologue)
    state.mixHash(message.prefix(32))
    state.mixKey(Array(message.prefix(32)))
    guard let received = state.decryptAndHash(message.dropFirst(32)),
      let shared = ephemeral.shared(with: message.prefix(32))
    else { return nil }
    state.mixHash(ephemeral.publicBytes)
    state.mixKey(ephemeral.publicBytes)
    state.mixKey(shared)
    return (ephemeral.publicBytes + state.encryptAndHash(payload), state, received)
  }

  private static func begin(psk: PreSharedKey, prologue: [UInt8]) -> NoiseState {
    var state = NoiseState(protocolName: protocolName)
    state.mixHash(prologue)
    state.mixKeyAndHash(psk.bytes)
    return state
  }
}
