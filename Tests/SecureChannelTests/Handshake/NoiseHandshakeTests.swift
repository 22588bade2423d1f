import Crypto
import SecureChannel
import Testing
import Vocabulary

/// The pattern itself: against published constants, and against everything that was altered.
struct NoiseHandshakeTests {
  private let psk = PreSharedKey(
    bytes: bytes("54686973206973206d7920417573747269616e20706572737065637469766521"))
  private let prologue = bytes("4a6f686e2047616c74")

  private func key(_ text: String) throws -> EphemeralKey {
    try #require(EphemeralKey(bytes: bytes(text)))
  }

  /// Keys, prologue and payloads are those of the framework's published vectors; what comes of them
  /// was computed with an independent implementation.
  @Test func `keys and payloads of the published vectors give the published bytes`() throws {
    let initiator = NoiseHandshake.Initiator(
      psk: psk, prologue: prologue,
      ephemeral: try key("893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a"),
      payload: bytes("4c756477696720766f6e204d69736573"))
    #expect(
      hex(initiator.message)
        == "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
        + "79b962b8aff8485742ac32f905ba45369e2465fb59e138a93d67a0d1266b6a54")
    let response = try #require(
      NoiseHandshake.respond(
        to: initiator.message[...], psk: psk, prologue: prologue,
        ephemeral: try key("bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b"),
        payload: bytes("4d757272617920526f746862617264")))
    #expect(
      hex(response.answer)
        == "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
        + "d6062704d5a9c422a8e834423f8c1feada7e8d0d910a1a2cd030fb584221e3")
    #expect(hex(response.payload) == "4c756477696720766f6e204d69736573")
    let finished = try #require(initiator.finish(response.answer[...]))
    #expect(hex(finished.payload) == "4d757272617920526f746862617264")
    #expect(
      hex(finished.state.hash)
        == "f4d03dc34495c95729ea6de9e1b59004b59733102488b3e24bc441e0be208eaf")
    #expect(finished.state.hash == response.state.hash)
    #expect(
      hex(seal("462e20412e20486179656b", finished.state.split().initiator))
        == "e632c3763d7669067383433197a3baddf146e9e70ad4b4e9e59e0f")
    #expect(
      hex(seal("4361726c204d656e676572", response.state.split().responder))
        == "64c6bee32ea91c8474bb4c21d7a700109ad45af77b29764ba5eb1e")
  }

  private func seal(_ text: String, _ key: [UInt8]) -> [UInt8] {
    AEAD.seal(bytes(text), key: SymmetricKey(data: key), counter: 0, authenticating: [])
  }

  @Test func `an opening with any bit altered is not answered`() throws {
    let one = EphemeralKey.numbered(1)
    let opening = NoiseHandshake.Initiator(psk: psk, prologue: prologue, ephemeral: one).message
    for bit in 0..<8 * opening.count {
      var altered = opening
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      let response = NoiseHandshake.respond(
        to: altered[...], psk: psk, prologue: prologue, ephemeral: .numbered(2))
      #expect(response == nil, "bit \(bit)")
    }
  }

  @Test func `an answer with any bit altered finishes nothing`() throws {
    let initiator = NoiseHandshake.Initiator(
      psk: psk, prologue: prologue, ephemeral: .numbered(1))
    let answer = try #require(
      NoiseHandshake.respond(
        to: initiator.message[...], psk: psk, prologue: prologue, ephemeral: .numbered(2))
    ).answer
    for bit in 0..<8 * answer.count {
      var altered = answer
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(initiator.finish(altered[...]) == nil, "bit \(bit)")
    }
    #expect(initiator.finish(answer[...]) != nil)
  }

  @Test func `another key, another prologue, too few bytes: no answer`() {
    let opening = NoiseHandshake.Initiator(
      psk: psk, prologue: prologue, ephemeral: .numbered(1)
    ).message
    func isAnswered(_ bytes: ArraySlice<UInt8>, _ psk: PreSharedKey, _ prologue: [UInt8]) -> Bool {
      NoiseHandshake.respond(to: bytes, psk: psk, prologue: prologue, ephemeral: .numbered(2))
        != nil
    }
    #expect(isAnswered(opening[...], psk, prologue))
    #expect(
      !isAnswered(opening[...], PreSharedKey(bytes: [UInt8](repeating: 1, count: 32)), prologue))
    #expect(!isAnswered(opening[...], psk, prologue + [0]))
    for count in 0..<opening.count { #expect(!isAnswered(opening.prefix(count), psk, prologue)) }
  }

  /// Such a key makes a shared secret that everybody knows (RFC 7748, 6.1).
  @Test func `a public key of zeros is refused`() {
    #expect(
      NoiseHandshake.respond(
        to: [UInt8](repeating: 0, count: 48)[...], psk: psk, prologue: prologue,
        ephemeral: .numbered(2)) == nil)
    let initiator = NoiseHandshake.Initiator(
      psk: psk, prologue: prologue, ephemeral: .numbered(1))
    #expect(initiator.finish([UInt8](repeating: 0, count: 48)[...]) == nil)
  }
}
