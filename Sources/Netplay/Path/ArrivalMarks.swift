package import Rollback
package import Vocabulary

/// Remembers by which paths each of a peer's newest inputs has come, and when the first copy did.
package struct ArrivalMarks: Sendable {
  /// Frames remembered; a power of two.
  package static let capacity = 512

  /// What is known of one frame, together, since it is asked together.
  private struct Slot: Sendable {
    /// The frame that has come, by which paths, and when and by which first.
    var frame = Int.min
    var firstArrival = Instant.zero
    var paths = PathSet.none
    var firstPath = Path.direct
    /// The raw value that is held, and of which frame it is.
    var heldFrame = Int.min
    var word: UInt64 = 0
  }

  private var slots = Array(repeating: Slot(), count: Self.capacity)

  package init() {}

  package enum Mark: Hashable, Sendable {
    case first
    /// The other path was faster by this much.
    case later(nanoseconds: Int64)
    case duplicate
    /// Too old to be remembered.
    case forgotten
  }

  /// Notes that `path` carried the input of `frame`.
  package mutating func mark(_ frame: Frame, on path: Path, now: Instant) -> Mark {
    Self.mark(&slots[frame.number & (Self.capacity - 1)], frame, on: path, now: now)
  }

  /// The same, if the session holds just this value for `frame` as far as is remembered; else nothing
  /// is noted.
  package mutating func markHeld(
    _ word: UInt64, of frame: Frame, on path: Path, now: Instant
  ) -> Mark? {
    let index = frame.number & (Self.capacity - 1)
    guard slots[index].heldFrame == frame.number, slots[index].word == word else { return nil }
    return Self.mark(&slots[index], frame, on: path, now: now)
  }

  @inline(__always) private static func mark(
    _ slot: inout Slot, _ frame: Frame, on path: Path, now: Instant
  ) -> Mark {
    if slot.frame > frame.number { return .forgotten }
    guard slot.frame == frame.number else {
      slot.frame = frame.number
      slot.paths = PathSet(path)
      slot.firstPath = path
      slot.firstArrival = now
      return .first
    }
    guard !slot.paths.contains(path) else { return .duplicate }
    slot.paths.insert(path)
    return .later(nanoseconds: now.nanoseconds(since: slot.firstArrival))
  }

  /// Notes that the session holds this value for `frame`.
  package mutating func keep(_ word: UInt64, of frame: Frame) {
    let index = frame.number & (Self.capacity - 1)
    slots[index].heldFrame = frame.number
    slots[index].word = word
  }

  /// The path that brought the input of `frame` first; nothing when it has not come, or long ago.
  package func firstPath(of frame: Frame) -> Path? {
    let slot = slots[frame.number & (Self.capacity - 1)]
    return slot.frame == frame.number ? slot.firstPath : nil
  }
}
