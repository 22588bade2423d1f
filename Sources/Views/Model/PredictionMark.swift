/// Decides whether predicted cells are drawn differently from confirmed ones.
///
/// With hysteresis, as mosh does it for its underline (Winstein and Balakrishnan, "Mosh: An
/// Interactive Remote Shell for Mobile Clients", 2012): marks that come and go every other frame
/// would be noise. Below about 3 predicted frames the head covers all that is predicted.
package struct PredictionMark: Hashable, Sendable {
  /// Smoothed predicted frames above which the marks appear, and below which they go.
  private static let onAbove = 3.5
  private static let offBelow = 2.5
  /// Weight of the newest frame: about half a second of memory at 60 frames a second.
  private static let weight = 1.0 / 16

  package private(set) var isVisible = false
  private var smoothed = 0.0

  package init() {}

  /// Takes note of how many frames are predicted; once per drawn frame.
  package mutating func note(predictedFrames: Int) {
    smoothed += (Double(predictedFrames) - smoothed) * Self.weight
    if smoothed > Self.onAbove { isVisible = true }
    if smoothed < Self.offBelow { isVisible = false }
  }
}
