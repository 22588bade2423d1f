extension Ghostline {
  /// Carries one player's intent for a frame in one byte: bits 0-2 the heading (0 none, 1 up,
  /// 2 right, 3 down, 4 left), bit 3 boost, bit 4 the wish to pause or to go on. All are levels, so
  /// that repeating an input means "nothing new".
  package struct Input: Hashable, Sendable, BitwiseCopyable {
    package private(set) var byte: UInt8

    /// Any byte is an input: the bits above 4 are dropped and headings above 4 mean none.
    package init(byte: UInt8) {
      let heading = byte & 7 <= 4 ? byte & 7 : 0
      self.byte = byte & 0x18 | heading
    }

    package init(heading: Heading?, isBoosting: Bool = false, asksForPause: Bool = false) {
      byte = (heading?.rawValue ?? 0) | (isBoosting ? 8 : 0) | (asksForPause ? 0x10 : 0)
    }

    package static var neutral: Input { Input(byte: 0) }

    package var heading: Heading? { Heading(rawValue: byte & 7) }
    package var isBoosting: Bool { byte & 8 != 0 }
    package var asksForPause: Bool { byte & 0x10 != 0 }

    /// The same, with the wish to pause or to go on.
    package var askingForPause: Input {
      Input(heading: heading, isBoosting: isBoosting, asksForPause: true)
    }
  }
}
