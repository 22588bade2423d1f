package import GridGame
package import Rollback
package import Vocabulary

/// Remembers the newest frames for the strip: who pressed what, what was guessed, what was wrong.
///
/// Feed it with `advance` once per new frame, and with `learn` for every input of a remote player
/// when it arrives. A wrong guess is marked at the frame it was made for, however late it shows.
package struct Timeline: Hashable, Sendable {
  /// Tells how an input got here first.
  package enum Delivery: Hashable, Sendable {
    case direct
    case relay
    /// No path delivered in time.
    case neither
  }

  /// Holds one seat's input of one frame.
  package struct Entry: Hashable, Sendable {
    package var input: Ghostline.Input
    package var isGuess: Bool
    package var wasWrong: Bool
    package var delivery: Delivery?

    package init(
      input: Ghostline.Input, isGuess: Bool, wasWrong: Bool, delivery: Delivery? = nil
    ) {
      self.input = input
      self.isGuess = isGuess
      self.wasWrong = wasWrong
      self.delivery = delivery
    }
  }

  /// Holds something that happened at a frame, beside what the players pressed.
  package struct Mark: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
      case round(Int)
      case crash(PlayerIndex)
      case path(Path, isUp: Bool)
    }

    package var kind: Kind
    package var frame: Frame

    package init(kind: Kind, frame: Frame) {
      self.kind = kind
      self.frame = frame
    }
  }

  /// Holds one frame.
  struct Column: Hashable, Sendable {
    var frame: Frame
    var depth: Int
    var entries: [Entry]
  }

  /// Frames kept; no screen has a wider strip.
  package static let capacity = 256

  /// Marks kept; the oldest make way. A strip shows four seconds at most, in which less happens.
  package static let maximumMarks = 16
  /// Frames within which several peers' news of one path are one: they share the network that fails.
  private static let togetherFrames = 30

  /// In the order in which they became known.
  package private(set) var marks: [Mark] = []
  /// The newest frame; `nil` before the first.
  package private(set) var newest: Frame?
  /// By frame modulo the capacity.
  private var columns: [Column?] = Array(repeating: nil, count: capacity)

  package init() {}

  /// Adds a frame with the inputs that it was simulated with.
  ///
  /// - Parameter inputs: One per seat.
  /// - Parameter guessed: The seats whose input is a prediction.
  /// - Parameter depth: Frames resimulated in the tick of this frame, 0 for none.
  package mutating func advance(
    to frame: Frame, inputs: [Ghostline.Input], guessed: Presence, depth: Int
  ) {
    precondition(frame.number >= 0, "\(frame) is before the first")
    let entries = inputs.enumerated().map { seat, input in
      Entry(input: input, isGuess: guessed.contains(PlayerIndex(seat)), wasWrong: false)
    }
    columns[slot(frame)] = Column(frame: frame, depth: depth, entries: entries)
    newest = frame
  }

  /// Takes the true input of a seat; a different guess is marked as wrong, and the guesses after it
  /// become what would be guessed now.
  ///
  /// An input that came before its frame tells only how it came; one of a frame that is not here
  /// changes nothing.
  package mutating func learn(
    _ input: Ghostline.Input, of seat: PlayerIndex, at frame: Frame, by delivery: Delivery?
  ) {
    guard var entry = entry(of: seat, at: frame) else { return }
    guard entry.isGuess else {
      entry.delivery = entry.delivery ?? delivery
      replace(entry, of: seat, at: frame)
      return
    }
    entry.wasWrong = entry.input != input
    entry.isGuess = false
    entry.input = input
    entry.delivery = delivery
    let wasWrong = entry.wasWrong
    replace(entry, of: seat, at: frame)
    if wasWrong { guessAgain(input, of: seat, after: frame) }
  }

  /// Notes the depth of a rollback that ran after its frame had been added.
  package mutating func rolledBack(depth: Int, at frame: Frame) {
    guard column(frame) != nil else { return }
    columns[slot(frame)]?.depth = depth
  }

  /// Notes what happened at a frame.
  package mutating func mark(_ kind: Mark.Kind, at frame: Frame) {
    let isKnown = marks.contains {
      $0.kind == kind && abs($0.frame - frame) < Self.togetherFrames
    }
    guard !isKnown else { return }
    if marks.count == Self.maximumMarks { marks.removeFirst() }
    marks.append(Mark(kind: kind, frame: frame))
  }

  /// What is known about a seat at a frame; `nil` for frames that are not kept.
  package func entry(of seat: PlayerIndex, at frame: Frame) -> Entry? {
    guard let column = column(frame), seat.number < column.entries.count else { return nil }
    return column.entries[seat.number]
  }

  func column(_ frame: Frame) -> Column? {
    guard frame.number >= 0, let column = columns[slot(frame)], column.frame == frame else {
      return nil
    }
    return column
  }

  private mutating func guessAgain(
    _ input: Ghostline.Input, of seat: PlayerIndex, after frame: Frame
  ) {
    var frame = frame + 1
    while var entry = entry(of: seat, at: frame), entry.isGuess {
      entry.input = input
      replace(entry, of: seat, at: frame)
      frame += 1
    }
  }

  private mutating func replace(_ entry: Entry, of seat: PlayerIndex, at frame: Frame) {
    columns[slot(frame)]?.entries[seat.number] = entry
  }

  private func slot(_ frame: Frame) -> Int { frame.number % Self.capacity }
}
