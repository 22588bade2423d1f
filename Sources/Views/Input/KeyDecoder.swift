package import Vocabulary

/// Turns the bytes of a terminal into keys, one byte at a time.
///
/// Feed it every byte in order with the time at which it was read, and call `quiet` at `due` if none
/// has come, since a lone Escape can only be told from the start of a sequence by what does not
/// follow. It waits in time, however often it is asked. Any bytes are accepted: what it does not know
/// is nothing, to its last byte, pasted text and broken UTF-8 too. Only Ctrl-C is heard in the midst
/// of anything.
///
/// Sequences as in ECMA-48 (with the controls of ISO 2022 in both forms), xterm's "ctlseqs" (arrows in
/// both modes, focus, bracketed paste, mice, modifyOtherKeys), the Linux console's function keys, and
/// kitty's keyboard protocol.
package struct KeyDecoder: Hashable, Sendable {
  private enum Phase: Hashable, Sendable {
    case ground
    case escape
    /// After Escape and intermediate bytes: until a final byte.
    case escapeIntermediate
    /// After `ESC O`: until a final byte, which names the key.
    case singleShift(ControlSequence)
    /// After `ESC [`: until a final byte.
    case controlSequence(ControlSequence)
    /// Bytes that belong to what came before: `remaining` of them, or of the pairs by which xterm's
    /// mode 1005 encodes the larger ones.
    case report(remaining: Int, isWithinPair: Bool)
    /// After `ESC ]`, `ESC P`, `ESC X`, `ESC ^` or `ESC _`: text that ends with BEL or `ESC \`.
    case string
    case stringEscape
    /// Between the brackets of a paste; `matched` bytes of the closing sequence were seen.
    case paste(matched: Int)
    /// Within a UTF-8 sequence of which `remaining` bytes are to come.
    case utf8(value: UInt32, remaining: Int, least: UInt32)
  }

  private enum Patience {
    /// Silence that makes an Escape a key. A busy machine and a slow line tear sequences apart by up to
    /// 45 ms; told too soon, the rest would be typed text.
    static let escape = Duration.milliseconds(100)
    /// Silence after which a sequence without an end is given up.
    static let sequence = Duration.milliseconds(250)
    /// How long a sequence may take: whoever begins one by Alt and a letter and then plays on would
    /// else never be heard again.
    static let wholeSequence = Duration.seconds(1)
    /// Silence after which a paste without an end is given up: its pieces come as the line allows.
    static let paste = Duration.seconds(2)
    /// Silence before a Ctrl-C that makes it one that was pressed, not pasted.
    static let pastedControl = Duration.milliseconds(250)
  }

  private static let pasteEnd: [UInt8] = Array("\u{1b}[201~".utf8)
  private static let controlC: UInt8 = 0x03

  private var phase = Phase.ground
  /// When what is under way began, and when its newest byte came.
  private var began = Instant.zero
  private var heard = Instant.zero

  package init() {}

  /// When to call `quiet` if no byte comes; nothing while nothing is under way.
  package var due: Instant? {
    switch phase {
    case .ground: nil
    case .escape: heard + Patience.escape
    case .paste: heard + Patience.paste
    case .escapeIntermediate, .singleShift, .controlSequence, .report, .string, .stringEscape,
      .utf8:
      min(heard + Patience.sequence, began + Patience.wholeSequence)
    }
  }

  /// Notes that no byte has come until `now`: by then a lone Escape is the Escape key, and what was
  /// begun and never ended is given up.
  package mutating func quiet(now: Instant) -> Key? {
    guard let due, now >= due else { return nil }
    let isEscape = phase == .escape
    phase = .ground
    return isEscape ? .escape : nil
  }

  /// Takes the next byte, read at `now`, and returns the key that it completes.
  package mutating func feed(_ byte: UInt8, now: Instant) -> Key? {
    forgetWhatIsOver(now)
    let silence = now - heard
    heard = now
    if phase == .ground { began = now }
    switch phase {
    case .ground: return ground(byte)
    case .paste(let matched): return paste(matched, byte, after: silence)
    case .utf8(let value, let remaining, let least):
      return continuation(value, remaining, least, byte)
    case .escape, .escapeIntermediate, .singleShift, .controlSequence, .report, .string,
      .stringEscape:
      break
    }
    switch byte {
    case Self.controlC:
      phase = .ground
      return .control("c")
    // CAN and SUB end whatever is under way.
    case 0x18, 0x1a:
      phase = .ground
      return nil
    default: return proceed(byte)
    }
  }

  /// A sequence may be interrupted for long where this machine was busy; one that takes too long
  /// altogether is none.
  private mutating func forgetWhatIsOver(_ now: Instant) {
    switch phase {
    case .ground, .escape, .paste: break
    case .escapeIntermediate, .singleShift, .controlSequence, .report, .string, .stringEscape,
      .utf8:
      if now - began > Patience.wholeSequence { phase = .ground }
    }
  }

  private mutating func proceed(_ byte: UInt8) -> Key? {
    switch phase {
    case .ground, .paste, .utf8: return nil
    case .escape: return escape(byte)
    case .escapeIntermediate:
      if byte == 0x1b { return begin(.escape) }
      if !(0x20...0x2f).contains(byte) { phase = .ground }
    case .singleShift(let sequence), .controlSequence(let sequence): return follow(sequence, byte)
    case .report(let remaining, let isWithinPair): return report(remaining, isWithinPair, byte)
    case .string:
      // Not at 0x9c, which may be a part of a letter.
      if byte == 0x07 { phase = .ground }
      if byte == 0x1b { phase = .stringEscape }
    case .stringEscape:
      phase = byte == 0x1b ? .stringEscape : byte == UInt8(ascii: "\\") ? .ground : .string
    }
    return nil
  }

  private mutating func begin(_ phase: Phase) -> Key? {
    self.phase = phase
    began = heard
    return nil
  }
}

/// What begins a sequence.
extension KeyDecoder {
  private mutating func ground(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x1b: return begin(.escape)
    case 0x0a, 0x0d: return .enter
    case 0x09: return .tab
    case 0x08, 0x7f: return .backspace
    case 0x01...0x1a: return .control(Unicode.Scalar(byte + 0x60))
    case 0x20...0x7e: return .character(Unicode.Scalar(byte))
    case 0x80...0x9f: return control(byte)
    case 0xc2...0xdf:
      return begin(.utf8(value: UInt32(byte & 0x1f), remaining: 1, least: 0x80))
    case 0xe0...0xef:
      return begin(.utf8(value: UInt32(byte & 0x0f), remaining: 2, least: 0x800))
    case 0xf0...0xf4:
      return begin(.utf8(value: UInt32(byte & 0x07), remaining: 3, least: 0x10000))
    default: return nil
    }
  }

  /// A control of the second set, which a terminal may send as one byte or, in UTF-8, as two: each
  /// stands for Escape and the letter 64 below it.
  private mutating func control(_ byte: UInt8) -> Key? {
    phase = .ground
    switch byte {
    case 0x8f, 0x90, 0x98, 0x9b, 0x9d, 0x9e, 0x9f: return escape(byte - 0x40)
    default: return nil
    }
  }

  private mutating func escape(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x1b:
      phase = .escape
      return .escape
    case UInt8(ascii: "["): return begin(.controlSequence(ControlSequence()))
    case UInt8(ascii: "O"): return begin(.singleShift(ControlSequence()))
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      return begin(.string)
    case 0x20...0x2f: return begin(.escapeIntermediate)
    // Alt and a letter beyond ASCII: to the end of it.
    case 0xc2...0xdf: return begin(.report(remaining: 1, isWithinPair: false))
    case 0xe0...0xef: return begin(.report(remaining: 2, isWithinPair: false))
    case 0xf0...0xf4: return begin(.report(remaining: 3, isWithinPair: false))
    default:
      phase = .ground
      return nil
    }
  }
}

/// What goes on in a sequence.
extension KeyDecoder {
  private mutating func follow(_ sequence: ControlSequence, _ byte: UInt8) -> Key? {
    switch byte {
    case 0x1b: return begin(.escape)
    case 0x40...0x7e: return end(sequence, byte)
    // Controls are no part of it, and what is typed into it is nothing.
    case 0x00...0x1f, 0x7f: return nil
    default:
      var sequence = sequence
      sequence.append(byte)
      if case .singleShift = phase {
        phase = .singleShift(sequence)
      } else {
        phase = .controlSequence(sequence)
      }
      return nil
    }
  }

  private mutating func end(_ sequence: ControlSequence, _ final: UInt8) -> Key? {
    let isShift = if case .singleShift = phase { true } else { false }
    phase = .ground
    if isShift { return sequence.shiftedKey(final) }
    if sequence.beginsPaste(final) { phase = .paste(matched: 0) }
    if let length = sequence.bytesAfter(final) {
      phase = .report(remaining: length, isWithinPair: false)
    }
    return sequence.key(final)
  }

  /// Within a pair, what does not end it is the next one: swallowing one byte too many is better than
  /// taking a coordinate for a key.
  private mutating func report(_ remaining: Int, _ isWithinPair: Bool, _ byte: UInt8) -> Key? {
    if byte == 0x1b { return begin(.escape) }
    let endsPair = isWithinPair && (0x80...0xbf).contains(byte)
    let left = endsPair ? remaining : remaining - 1
    let mayPair = !endsPair && (0xc2...0xdf).contains(byte)
    phase =
      left > 0 || mayPair
      ? .report(remaining: left, isWithinPair: mayPair) : .ground
    return nil
  }

  private mutating func paste(_ matched: Int, _ byte: UInt8, after silence: Duration) -> Key? {
    if byte == Self.controlC, silence >= Patience.pastedControl {
      phase = .ground
      return .control("c")
    }
    if byte == Self.pasteEnd[matched] {
      phase = matched + 1 == Self.pasteEnd.count ? .ground : .paste(matched: matched + 1)
    } else {
      phase = .paste(matched: byte == Self.pasteEnd[0] ? 1 : 0)
    }
    return nil
  }

  private mutating func continuation(
    _ value: UInt32, _ remaining: Int, _ least: UInt32, _ byte: UInt8
  ) -> Key? {
    guard byte & 0xc0 == 0x80 else {
      phase = .ground
      return ground(byte)
    }
    let value = value << 6 | UInt32(byte & 0x3f)
    guard remaining == 1 else {
      phase = .utf8(value: value, remaining: remaining - 1, least: least)
      return nil
    }
    phase = .ground
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    if value < 0xa0 { return control(UInt8(value)) }
    return .character(scalar)
  }
}
