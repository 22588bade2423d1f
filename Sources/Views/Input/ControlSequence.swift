/// What has come of a sequence after `ESC [` or `ESC O`, and which key it is.
///
/// As ECMA-48 5.4 has it: parameter bytes, then intermediate bytes, then a final byte. Whatever is not
/// known in all its parts is no key.
struct ControlSequence: Hashable, Sendable {
  /// No key needs more; what is longer is unknown, so that no sender decides how much is kept.
  private static let maximumLength = 48

  private var parameters: [UInt8] = []
  /// Longer than any key, with intermediate bytes, or with what belongs in no sequence.
  private var isUnknown = false

  /// Takes a byte that does not end the sequence.
  mutating func append(_ byte: UInt8) {
    guard (0x30...0x3f).contains(byte), parameters.count < Self.maximumLength, !isUnknown else {
      isUnknown = true
      return
    }
    parameters.append(byte)
  }

  private var isBare: Bool { parameters.isEmpty && !isUnknown }

  /// Whether pasted text follows.
  func beginsPaste(_ final: UInt8) -> Bool {
    final == UInt8(ascii: "~") && parameters == Array("200".utf8) && !isUnknown
  }

  /// How many bytes follow the final one, of any value; nothing where none do.
  ///
  /// A mouse in X10's encoding sends its button and place as three bytes, one that highlights two or
  /// six, and the Linux console says by one which function key it is.
  func bytesAfter(_ final: UInt8) -> Int? {
    guard isBare else { return nil }
    return switch final {
    case UInt8(ascii: "M"): 3
    case UInt8(ascii: "T"): 6
    case UInt8(ascii: "t"): 2
    case UInt8(ascii: "["): 1
    default: nil
    }
  }

  /// The key after `ESC O`.
  func shiftedKey(_ final: UInt8) -> Key? {
    guard !isUnknown else { return nil }
    if let arrow = Self.arrow(final) { return arrow }
    return final == UInt8(ascii: "M") ? .enter : nil
  }

  /// The key after `ESC [`.
  func key(_ final: UInt8) -> Key? {
    guard !isUnknown else { return nil }
    if parameters.first == UInt8(ascii: "<") { return click(final) }
    guard let numbers = Numbers(parameters) else { return nil }
    switch final {
    case UInt8(ascii: "I"): return parameters.isEmpty ? .focusIn : nil
    case UInt8(ascii: "O"): return parameters.isEmpty ? .focusOut : nil
    case UInt8(ascii: "u"): return numbers.kittyKey
    case UInt8(ascii: "~"): return numbers.otherKey
    case UInt8(ascii: "Z"): return numbers.isPressOfOne ? .backTab : nil
    default: return numbers.isPressOfOne ? Self.arrow(final) : nil
    }
  }

  private static func arrow(_ final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    default: nil
    }
  }

  /// A report in xterm's SGR encoding, `< button ; column ; row` with M for a press.
  private func click(_ final: UInt8) -> Key? {
    guard final == UInt8(ascii: "M"), let numbers = Numbers(parameters.dropFirst()),
      numbers.fields.count == 3, numbers[0] == 0, let column = numbers[1], let row = numbers[2],
      column > 0, row > 0
    else { return nil }
    return .click(column: column - 1, row: row - 1)
  }
}

extension ControlSequence {
  /// The parameters as numbers: fields between semicolons, parts of a field between colons.
  struct Numbers {
    /// More is no number of any key, column or row.
    private static let largest = 0x10ffff

    private(set) var fields: [[Int?]] = []

    /// Nothing where anything but digits stands between the marks.
    init?(_ bytes: some Collection<UInt8>) {
      guard !bytes.isEmpty else { return }
      for field in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
        var parts: [Int?] = []
        for part in field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
          guard !part.isEmpty else {
            parts.append(nil)
            continue
          }
          guard let number = Int(String(decoding: part, as: UTF8.self)), number <= Self.largest
          else { return nil }
          parts.append(number)
        }
        fields.append(parts)
      }
    }

    /// The first part of a field; nothing where it is left out.
    subscript(field: Int) -> Int? { self[field, 0] }

    private subscript(field: Int, part: Int) -> Int? {
      guard fields.indices.contains(field), fields[field].indices.contains(part) else { return nil }
      return fields[field][part]
    }

    /// Whether it says no more than that one key went down: `1 ; modifiers : event`.
    var isPressOfOne: Bool {
      fields.count <= 2 && (fields.first?.count ?? 1) == 1 && (self[0] ?? 1) == 1
        && modifiers != nil && isPress
    }

    private var modifiers: Modifiers? { Modifiers(self[1] ?? 1) }

    /// Kitty's events are 1 for a press, 2 for a repetition and 3 for letting go.
    private var isPress: Bool { [1, 2].contains(self[1, 1] ?? 1) }

    /// `code : shifted code : code of the base layout ; modifiers : event ; text u`.
    var kittyKey: Key? {
      guard let code = self[0], let modifiers, isPress, fields.count <= 3 else { return nil }
      if modifiers.isControl {
        return modifiers.controlled(code) ?? modifiers.controlled(self[0, 2] ?? code)
      }
      guard !modifiers.isForeign else { return nil }
      if let key = Modifiers.named(code, modifiers) { return key }
      if fields.count == 3 { return fields[2].count == 1 ? Modifiers.typed(self[2]) : nil }
      guard modifiers.isShift else { return Modifiers.typed(code) }
      if let shifted = self[0, 1] { return Modifiers.typed(shifted) }
      // What Shift makes of a key that is no letter depends on the keyboard: nobody knows.
      return Modifiers.isLetter(code) ? Modifiers.typed(code) : nil
    }

    /// `27 ; modifiers ; code ~`, by xterm's modifyOtherKeys; Shift is in the code already.
    /// Or `5 ~` and `6 ~`, the keys that turn pages, by the VT220; with modifiers they are not ours.
    var otherKey: Key? {
      if fields.count == 1 { return self[0] == 5 ? .pageUp : self[0] == 6 ? .pageDown : nil }
      guard fields.count == 3, self[0] == 27, let code = self[2], let modifiers else { return nil }
      if modifiers.isControl { return modifiers.controlled(code) }
      guard !modifiers.isForeign else { return nil }
      return Modifiers.named(code, modifiers) ?? Modifiers.typed(code)
    }
  }
}

/// The keys that are held with another, and what they make of it.
private struct Modifiers {
  private static let shift = 1
  private static let control = 4
  /// Caps Lock and Num Lock.
  private static let locks = 64 | 128

  private let bits: Int

  /// Terminals send one more than the sum.
  init?(_ parameter: Int) {
    guard (1...256).contains(parameter) else { return nil }
    bits = parameter - 1
  }

  var isShift: Bool { bits & Self.shift != 0 }
  var isControl: Bool { bits & Self.control != 0 }
  /// Alt, Super, Hyper or Meta: whatever is meant, it is not for us.
  var isForeign: Bool { bits & ~(Self.shift | Self.control | Self.locks) != 0 }

  /// The key that Ctrl and this one are; Ctrl-C whatever else is held.
  func controlled(_ code: Int) -> Key? {
    let key: Key? =
      switch code {
      case 0x41...0x5a: .control(Unicode.Scalar(UInt8(code + 0x20)))
      case 0x61...0x7a: .control(Unicode.Scalar(UInt8(code)))
      case 13: .enter
      case 27: .escape
      default: nil
      }
    return isForeign && key != .control("c") ? nil : key
  }

  /// A key that types nothing, or one of the keypad.
  static func named(_ code: Int, _ modifiers: Modifiers) -> Key? {
    switch code {
    case 9: return modifiers.isShift ? .backTab : .tab
    case 13, keypad + 15: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    case 32: return .character(" ")
    case keypad + 18: return .left
    case keypad + 19: return .right
    case keypad + 20: return .up
    case keypad + 21: return .down
    case keypad + 22: return .pageUp
    case keypad + 23: return .pageDown
    case keypad..<keypad + 15: return .character(keypadScalars[code - keypad])
    default: return nil
    }
  }

  /// Kitty's number of the keypad's 0; the others follow.
  private static let keypad = 57399
  private static let keypadScalars = Array("0123456789./*-+".unicodeScalars)

  static func isLetter(_ code: Int) -> Bool {
    Unicode.Scalar(UInt32(code))?.properties.isAlphabetic ?? false
  }

  /// What a key types; nothing for controls and for kitty's numbers of keys that type nothing.
  static func typed(_ code: Int?) -> Key? {
    guard let code, let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
    switch code {
    case 0..<0x20, 0x7f..<0xa0, 57344...63743: return nil
    default: return .character(scalar)
    }
  }
}
