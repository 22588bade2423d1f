import Netplay
package import Rollback
import Vocabulary

/// What a program brings to every match: rules, raw input and tick rate.
///
/// The terms of a match say the rest; together they are its configuration, whose digest two
/// players compare before they start.
package struct GameIdentity: Hashable, Sendable {
  /// What the rules are called.
  package let name: String
  /// Raised by every change after which equal inputs may give another state.
  package let version: Int
  /// Bytes of a raw input in a datagram, 1...8.
  package let inputWidth: Int
  /// The nominal time of a frame.
  package let frameDuration: Duration
  /// How far past the newest input of ours a peer's inputs may lie: its window and its delay are
  /// its own affair up to these.
  package let maxWindow: Int
  package let maxDelay: Int

  package init<G: Game>(
    of game: G.Type, name: String, version: Int,
    frameDuration: Duration = MatchConfiguration.usualFrameDuration
  ) where G.Input: RawRepresentable, G.Input.RawValue: FixedWidthInteger & UnsignedInteger {
    self.name = name
    self.version = version
    inputWidth = G.Input.RawValue.bitWidth / 8
    self.frameDuration = frameDuration
    maxWindow = Session<G>.maxWindow
    maxDelay = Session<G>.maxDelay
  }

  /// The digest of everything that has to be equal on both sides of a match by these terms.
  package func configurationDigest(for terms: MatchTerms) -> UInt64 {
    var writer = ByteWriter()
    writer.byte(Envelope.version)
    writer.block(Array(name.utf8))
    writer.varint(version)
    writer.byte(UInt8(inputWidth))
    writer.varint(Int(frameDuration.wholeNanoseconds))
    writer.byte(UInt8(maxWindow))
    writer.byte(UInt8(maxDelay))
    terms.encode(into: &writer)
    var hasher = StateHasher()
    hasher.combine(writer.bytes.count)
    for start in stride(from: 0, to: writer.bytes.count, by: 8) {
      var word: UInt64 = 0
      for byte in writer.bytes[start..<min(start + 8, writer.bytes.count)].reversed() {
        word = word << 8 | UInt64(byte)
      }
      hasher.combine(word)
    }
    return hasher.finalize()
  }
}
