/// Decides whose the terminal is: ours to write on, to set and to read, or somebody else's.
///
/// A shell gives the terminal to one process group at a time and tells nobody: whoever was stopped,
/// continued in the background, or had its modes changed by another program finds out only by looking.
/// Tell it what a look saw; do what it returns. While it is not `isOurs` nothing may be written, set or
/// read.
///
/// ```
///            in front, or in front again: take
///   ┌──────────────────────────────────────────────┐
/// ours ── in the background: hush; left: nothing ──► elsewhere
///   └─ others' modes, or continued: take
/// ```
package struct Tenure: Hashable, Sendable {
  /// Tells what a look saw.
  package enum Sight: Hashable, Sendable {
    /// The terminal belongs to another process group.
    case background
    /// It belongs to ours, and is in the modes that we set.
    case oursInOurModes
    /// It belongs to ours, in modes that somebody else set.
    case oursInOtherModes
  }

  /// Tells why we looked.
  package enum Cause: Hashable, Sendable {
    /// It was time to, or the window came to the front.
    case routine
    /// We were stopped: anything may have been done to the screen meanwhile.
    case continued
  }

  /// Asks for what has to be done now.
  package enum Effect: Hashable, Sendable {
    /// Write nothing more, not even a farewell: others write there.
    case hush
    /// Set our modes, and draw everything anew.
    case take(Settings)
  }

  /// Tells which settings of the terminal are those to leave it with.
  package enum Settings: Hashable, Sendable {
    /// Those that are known: these ones are an accident, such as `stty` from elsewhere.
    case known
    /// Those that it has: whoever had it meanwhile wants them.
    case present
  }

  package private(set) var isOurs = true

  package init() {}

  /// Notes what a look saw.
  package mutating func saw(_ sight: Sight, after cause: Cause) -> Effect? {
    let wasOurs = isOurs
    isOurs = sight != .background
    switch sight {
    case .background: return wasOurs ? .hush : nil
    case .oursInOurModes: return wasOurs && cause == .routine ? nil : .take(.known)
    case .oursInOtherModes: return .take(wasOurs ? .known : .present)
    }
  }

  /// Notes that we have given the terminal back, or found that we cannot have it.
  package mutating func left() { isOurs = false }
}
