extension Ghostline {
  /// Carries one player's intent for a frame in one byte: bits 0-2 the heading (0 none, 1 up,
  /// 2 right, 3 down, 4 left), bit 3 boost. Both are levels, so that repeating an input means
  /// "nothing new".
  package struct Input: Hashable, Sendable, BitwiseCopyable {
    package private(set) var byte: UInt8

    /// Any byte is an input: the bits above 3 are dropped and headings above 4 mean none.
    package init(byte: UInt8) {
      let heading = byte & 7 <= 4 ? byte & 7 : 0
      self.byte = byte & 8 | heading
    }

    package init(heading: Heading?, isBoosting: Bool = false) {
      byte = (heading?.rawValue ?? 0) | (isBoosting ? 8 : 0)
    }

    package static var neutral: Input { Input(byte: 0) }

    package var heading: Heading? { Heading(rawValue: byte & 7) }
    package var isBoosting: Bool { byte & 8 != 0 }
  }
}
