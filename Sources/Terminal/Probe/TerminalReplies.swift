package import Views

/// Sorts what a terminal sends at the start into answers to our questions and keys, byte by byte.
///
/// Any bytes are accepted. Sequences that no key sends (private control sequences and strings) are
/// taken for answers, to us or to whoever ran before; all the rest is typed. What it has asked for
/// is `question`; `isComplete` says that no more answers will come.
package struct TerminalReplies: Hashable, Sendable {
  private enum Phase: Hashable, Sendable {
    case ground
    case escape
    /// After `ESC [`.
    case controlSequence
    /// After `ESC ]`, `ESC P`, `ESC X`, `ESC ^` or `ESC _`: text that ends with BEL or `ESC \`.
    case string
    case stringEscape
  }

  /// Asks for the background (OSC 11), for synchronized output (DECRQM 2026), where the cursor comes
  /// to be behind each of the samples (DSR 6), and last for what every terminal tells (DA1): they
  /// answer in order, so its reply ends the wait. The row that it is asked in is blank afterwards.
  package static func question(_ samples: [WidthSample]) -> String {
    let drawn = samples.map { "\r\($0.text)\u{1b}[6n" }.joined()
    return "\u{1b}]11;?\u{1b}\\\u{1b}[?2026$p"
      + (drawn.isEmpty ? "" : drawn + "\r\u{1b}[K") + "\u{1b}[c"
  }

  /// What is longer is no answer of ours.
  private static let maximumLength = 256

  private var phase = Phase.ground
  /// What has come of a sequence that has not ended.
  private var sequence: [UInt8] = []
  private var keys: [UInt8] = []

  /// Whether the last question was answered.
  package private(set) var isComplete = false
  package private(set) var background: TerminalCapabilities.Background?
  package private(set) var synchronizesOutput = false

  /// What was drawn, in the order of `question`.
  private let samples: [WidthSample]
  /// Columns that the cursor has moved by, as far as was answered.
  private var positions: [Int] = []

  package init(_ samples: [WidthSample] = WidthSample.allCases) { self.samples = samples }

  /// The columns of each sample; nothing unless every one was answered, since then nobody knows which
  /// were.
  package var columns: [WidthSample: Int] {
    guard positions.count == samples.count else { return [:] }
    return Dictionary(zip(samples, positions)) { $1 }
  }

  /// What was typed, in order. A sequence without an end is part of it: it may be the Escape key.
  package var typed: [UInt8] { keys + sequence }

  /// Takes the next byte.
  package mutating func feed(_ byte: UInt8) {
    sequence.append(byte)
    switch phase {
    case .ground:
      if byte == 0x1b { phase = .escape } else { handOver() }
    case .escape: escape(byte)
    case .controlSequence: controlSequence(byte)
    case .string:
      if byte == 0x07 { endString(terminatorLength: 1) }
      if byte == 0x1b { phase = .stringEscape }
    case .stringEscape:
      if byte == UInt8(ascii: "\\") {
        endString(terminatorLength: 2)
      } else if byte != 0x1b {
        phase = .string
      }
    }
    if sequence.count > Self.maximumLength { handOver() }
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "["): phase = .controlSequence
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      phase = .string
    case 0x1b: startAgain()
    default: handOver()
    }
  }

  private mutating func controlSequence(_ byte: UInt8) {
    switch byte {
    case 0x20...0x3f: break
    case 0x1b: startAgain()
    case 0x40...0x7e where Self.privateMarks.contains(sequence[2]):
      answered(parameters: String(decoding: sequence[2..<sequence.count - 1], as: UTF8.self), byte)
      forget()
    case UInt8(ascii: "R"):
      if let column = position() {
        positions.append(column)
        forget()
      } else {
        handOver()
      }
    default: handOver()
    }
  }

  /// The column, from 0, of a report of the cursor that was asked for and has not come before. F3 with
  /// a modifier looks like one: it is a key again once all reports have come.
  private func position() -> Int? {
    guard !isComplete, positions.count < samples.count else { return nil }
    let parts = String(decoding: sequence[2..<sequence.count - 1], as: UTF8.self)
      .split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let row = parts[0], let column = parts[1], row > 0, column > 0 else {
      return nil
    }
    return column - 1
  }

  /// Marks of private sequences; `<` is left out, since mice send it.
  private static let privateMarks: [UInt8] = [
    UInt8(ascii: "?"), UInt8(ascii: "="), UInt8(ascii: ">"),
  ]

  private mutating func answered(parameters: String, _ final: UInt8) {
    switch final {
    case UInt8(ascii: "c") where parameters.first == "?": isComplete = true
    // 1 is set and 2 is reset; 0 is unknown, 3 and 4 are states that cannot be changed.
    case UInt8(ascii: "y"):
      if parameters == "?2026;1$" || parameters == "?2026;2$" { synchronizesOutput = true }
    default: break
    }
  }

  private mutating func endString(terminatorLength: Int) {
    let text = String(decoding: sequence[1..<sequence.count - terminatorLength], as: UTF8.self)
    if text.hasPrefix("]11;") {
      background = TerminalCapabilities.Background(colour: String(text.dropFirst(4))) ?? background
    }
    forget()
  }

  private mutating func forget() {
    sequence.removeAll()
    phase = .ground
  }

  private mutating func handOver() {
    keys += sequence
    forget()
  }

  /// Another Escape: what was before it is typed, and it may begin anything.
  private mutating func startAgain() {
    keys += sequence.dropLast()
    sequence = [0x1b]
    phase = .escape
  }
}
