/// The common workload: a state of words, a step and scripted pads.
///
/// The same as `CFloor/work.h`, constant for constant, where the engine's hash is written once more
/// too; that both end with the same hash at the same frame proves that they do the same work.
enum Work {
  static func fill(_ words: inout MutableSpan<UInt64>) {
    for index in words.indices { words[index] = scramble(UInt64(index) + 1) }
  }

  /// Changes 16 words at the front, each dependent on the one before, and one word anywhere: about
  /// 31 ns of game, whatever the size of the state.
  @inline(__always)
  static func step(_ words: inout MutableSpan<UInt64>, pads: Span<Pad>) {
    words[0] &+= 1
    var stir = words[0]
    for seat in pads.indices {
      stir = (stir ^ UInt64(pads[seat].rawValue)) &* 0x9E37_79B9_7F4A_7C15
    }
    for index in 1..<16 {
      let word = (words[index] ^ stir) &* 0xD6E8_FEB8_6659_FD93
      words[index] = word ^ word >> 32
      stir &+= words[index]
    }
    let far = ((stir >> 32) &* UInt64(words.count - 16)) >> 32
    words[16 + Int(far)] ^= stir
  }

  /// Twelve random bits, new ones in every frame or held for `hold` frames; a new pad is never the
  /// old one.
  static func pad(seat: Int, frame: Int, hold: Int) -> Pad {
    let turn = UInt64(hold > 1 ? (frame + seat * 5) / hold : frame)
    let bits = scramble(UInt64(seat) << 40 | turn) & 0xFFE | turn & 1
    return Pad(rawValue: UInt16(truncatingIfNeeded: bits))
  }

  /// Random bits from any number.
  static func scramble(_ number: UInt64) -> UInt64 {
    var x = (number ^ number >> 31) &* 0x7FB5_D329_728E_A185
    x = (x ^ x >> 27) &* 0x81DA_DEF4_BC2D_D44D
    return x ^ x >> 33
  }
}

/// One player's buttons and sticks in twelve bits of two bytes.
struct Pad: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  let rawValue: UInt16
}
