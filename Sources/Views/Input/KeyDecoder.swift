/// Turns the bytes of a terminal into keys, one byte at a time.
///
/// Feed it every byte in order, and call `pause()` once in every tick that brought none, since a
/// lone Escape can only be told from the start of a sequence by what does not follow. Any bytes are accepted:
/// sequences that are not known, pasted text and broken UTF-8 are dropped without a trace.
///
/// Sequences as in ECMA-48 (control sequences) and xterm's "ctlseqs" (arrows in both modes, focus,
/// bracketed paste, mouse).
package struct KeyDecoder: Hashable, Sendable {
  private enum Phase: Hashable, Sendable {
    case ground
    case escape
    /// After `ESC O`: one more byte names the key.
    case singleShift
    /// After `ESC [`: parameters until a final byte.
    case controlSequence(parameters: [UInt8])
    /// After `ESC ]`, `ESC P`, `ESC X`, `ESC ^` or `ESC _`: text that ends with BEL or `ESC \`.
    case string
    case stringEscape
    /// Between the brackets of a paste; `matched` bytes of the closing sequence were seen.
    case paste(matched: Int)
    /// Within a UTF-8 sequence of which `remaining` bytes are to come.
    case utf8(value: UInt32, remaining: Int, least: UInt32)
  }

  /// Longer control sequences are dropped, so that no sender decides how much is kept.
  private static let maximumParameters = 16
  /// Ticks of silence that make an Escape a key: 50 ms at 60 ticks a second, more than lies between
  /// two bytes of a sequence on a slow line. Told too soon, the rest would be typed text.
  private static let ticksOfEscape = 3
  /// Ticks of silence after which a sequence or a paste without an end is given up.
  private static let ticksOfPatience = 60
  private static let pasteEnd: [UInt8] = Array("\u{1b}[201~".utf8)

  private var phase = Phase.ground
  private var quietTicks = 0

  package init() {}

  /// Takes the next byte and returns the key that it completes.
  package mutating func feed(_ byte: UInt8) -> Key? {
    quietTicks = 0
    switch phase {
    case .ground: return ground(byte)
    case .escape: return escape(byte)
    case .singleShift:
      phase = byte == 0x1b ? .escape : .ground
      return Self.named(final: byte)
    case .controlSequence(let parameters): return controlSequence(parameters, byte)
    case .string:
      if byte == 0x07 { phase = .ground }
      if byte == 0x1b { phase = .stringEscape }
      return nil
    case .stringEscape:
      phase = byte == 0x1b ? .stringEscape : byte == 0x5c ? .ground : .string
      return nil
    case .paste(let matched):
      paste(matched, byte)
      return nil
    case .utf8(let value, let remaining, let least):
      return continuation(value, remaining, least, byte)
    }
  }

  /// Notes that a tick has brought no byte; after some of them a lone Escape is the Escape key, and
  /// what was begun and never ended is given up.
  package mutating func pause() -> Key? {
    guard phase != .ground else { return nil }
    quietTicks += 1
    let isEscape = phase == .escape
    guard quietTicks >= (isEscape ? Self.ticksOfEscape : Self.ticksOfPatience) else { return nil }
    phase = .ground
    return isEscape ? .escape : nil
  }

  private mutating func ground(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x1b: phase = .escape
    case 0x0a, 0x0d: return .enter
    case 0x09: return .tab
    case 0x08, 0x7f: return .backspace
    case 0x01...0x1a: return .control(Unicode.Scalar(byte + 0x60))
    case 0x20...0x7e: return .character(Unicode.Scalar(byte))
    case 0xc2...0xdf: phase = .utf8(value: UInt32(byte & 0x1f), remaining: 1, least: 0x80)
    case 0xe0...0xef: phase = .utf8(value: UInt32(byte & 0x0f), remaining: 2, least: 0x800)
    case 0xf0...0xf4: phase = .utf8(value: UInt32(byte & 0x07), remaining: 3, least: 0x10000)
    default: break
    }
    return nil
  }

  private mutating func escape(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x1b:
      phase = .escape
      return .escape
    case UInt8(ascii: "["): phase = .controlSequence(parameters: [])
    case UInt8(ascii: "O"): phase = .singleShift
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      phase = .string
    default: phase = .ground
    }
    return nil
  }

  private mutating func controlSequence(_ parameters: [UInt8], _ byte: UInt8) -> Key? {
    switch byte {
    case 0x1b: phase = .escape
    case 0x40...0x7e:
      phase = .ground
      if byte == UInt8(ascii: "~"), parameters == Array("200".utf8) { phase = .paste(matched: 0) }
      if byte == UInt8(ascii: "I"), parameters.isEmpty { return .focusIn }
      if byte == UInt8(ascii: "O"), parameters.isEmpty { return .focusOut }
      if byte == UInt8(ascii: "Z") { return .backTab }
      if parameters.first == UInt8(ascii: "<") { return Self.click(parameters, byte) }
      return Self.named(final: byte)
    case 0x20...0x3f:
      let kept = parameters.count < Self.maximumParameters ? parameters + [byte] : parameters
      phase = .controlSequence(parameters: kept)
    default: phase = .ground
    }
    return nil
  }

  private mutating func paste(_ matched: Int, _ byte: UInt8) {
    if byte == Self.pasteEnd[matched] {
      phase = matched + 1 == Self.pasteEnd.count ? .ground : .paste(matched: matched + 1)
    } else {
      phase = .paste(matched: byte == Self.pasteEnd[0] ? 1 : 0)
    }
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
    return .character(scalar)
  }

  /// A report in xterm's SGR encoding, `< button ; column ; row` with M for a press.
  private static func click(_ parameters: [UInt8], _ final: UInt8) -> Key? {
    let numbers = parameters.dropFirst().split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
    ).map { Int(String(decoding: $0, as: UTF8.self)) }
    guard final == UInt8(ascii: "M"), numbers.count == 3, numbers[0] == 0,
      let column = numbers[1], let row = numbers[2], column > 0, row > 0
    else { return nil }
    return .click(column: column - 1, row: row - 1)
  }

  private static func named(final byte: UInt8) -> Key? {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "M"): .enter
    default: nil
    }
  }
}
