/// Counts what the render thread has done.
package struct ScreenCounters: Hashable, Sendable {
  /// Pictures drawn.
  package var drawn = 0
  /// Pictures that a newer one replaced before they were drawn.
  package var dropped = 0
  /// Character cells handed to the terminal.
  package var cells = 0
}
