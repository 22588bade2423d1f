import CTerminal
import Views
import Vocabulary

/// Passes pictures and wishes to the render thread, and its news back; every access is under a lock.
///
/// `@unchecked Sendable` because the lock is a C one with a condition, which Swift cannot see:
/// `contents` is touched only inside `locked`.
@safe final class Handover: @unchecked Sendable {
  /// Tells what the render thread shall be doing.
  enum Wish: Hashable, Sendable {
    case draw
    /// Say farewell, then write nothing.
    case suspend
    /// Write nothing, not even a farewell: the terminal is somebody else's.
    case hush
    case close
  }

  /// Tells what the render thread is doing.
  enum Phase: Hashable, Sendable {
    case opening
    case drawing
    /// Nothing is written.
    case suspended
    case closed
    case failed(TerminalError)
  }

  struct Contents {
    /// The newest picture that was not drawn yet.
    var picture: Picture?
    var wish = Wish.draw
    var needsRepaint = false
    /// The terminal may be in any state: it is taken anew before the next picture.
    var needsEntry = false
    /// When the next picture may be sent.
    var flow = FrameFlow(asks: false)
    /// The newest title that was not set yet.
    var title: String?
    /// What the terminal was not asked to copy yet.
    var copy: String?
    /// Until when the bell may still ring; nothing unless it shall.
    var bellDeadline: Instant?
    var phase = Phase.opening
    /// What the terminal's description says; known once it is opened.
    var hasColours = false
    var counters = ScreenCounters()
  }

  /// Holds a canvas and the colours to draw it in.
  struct Picture {
    var canvas: Canvas
    var theme: Theme
  }

  private let gate: OpaquePointer
  private var contents = Contents()

  init() { unsafe gate = ct_gate_create() }
  deinit { unsafe ct_gate_destroy(gate) }

  /// Looks at or changes what is handed over, and wakes the other side.
  func locked<Result>(_ body: (inout Contents) -> Result) -> Result {
    unsafe ct_gate_lock(gate)
    defer { unsafe ct_gate_unlock_and_signal(gate) }
    return body(&contents)
  }

  /// Tells what somebody waits for who has found nothing to do.
  enum Rest<Found> {
    case found(Found)
    case untilTold
    case atMost(milliseconds: Int)
  }

  /// Waits until `body` has found something; it is asked again when something was changed, and when
  /// the time that it has told has passed.
  func rest<Found>(until body: (inout Contents) -> Rest<Found>) -> Found {
    unsafe ct_gate_lock(gate)
    defer { unsafe ct_gate_unlock_and_signal(gate) }
    while true {
      switch body(&contents) {
      case .found(let found): return found
      case .untilTold: unsafe ct_gate_wait(gate)
      case .atMost(let milliseconds): _ = unsafe ct_gate_wait_for(gate, milliseconds)
      }
    }
  }

  /// Waits until `body` has an answer.
  func wait<Result>(until body: (inout Contents) -> Result?) -> Result {
    unsafe ct_gate_lock(gate)
    defer { unsafe ct_gate_unlock_and_signal(gate) }
    while true {
      if let result = body(&contents) { return result }
      unsafe ct_gate_wait(gate)
    }
  }

  /// Waits until `condition` holds, but not longer than `milliseconds`; returns whether it does.
  func wait(milliseconds: Int, until condition: (Contents) -> Bool) -> Bool {
    unsafe ct_gate_lock(gate)
    defer { unsafe ct_gate_unlock(gate) }
    while !condition(contents) {
      guard unsafe ct_gate_wait_for(gate, milliseconds) else { return condition(contents) }
    }
    return true
  }
}
