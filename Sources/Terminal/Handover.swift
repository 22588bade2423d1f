import CTerminal
import Views

/// Passes pictures and wishes to the render thread, and its news back; every access is under a lock.
///
/// `@unchecked Sendable` because the lock is a C one with a condition, which Swift cannot see:
/// `contents` is touched only inside `locked`.
@safe final class Handover: @unchecked Sendable {
  /// Tells what the render thread shall be doing.
  enum Wish: Hashable, Sendable {
    case draw
    case suspend
    case close
  }

  /// Tells what the render thread is doing.
  enum Phase: Hashable, Sendable {
    case opening
    case drawing
    case suspended
    case closed
    case failed(TerminalError)
  }

  struct Contents {
    /// The newest picture that was not drawn yet.
    var picture: Picture?
    var wish = Wish.draw
    var needsRepaint = false
    /// The newest title that was not set yet.
    var title: String?
    /// Until when the bell may still ring; nothing unless it shall.
    var bellDeadline: SuspendingClock.Instant?
    var phase = Phase.opening
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
