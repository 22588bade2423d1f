package import Vocabulary

/// Decides whose guessed cells are drawn differently from confirmed ones.
///
/// With hysteresis, as mosh does it for its underline (Winstein and Balakrishnan, "Mosh: An
/// Interactive Remote Shell for Mobile Clients", 2012): marks that come and go every other frame
/// would be noise. Nearly every connection but a local one is above two frames, and what is a guess
/// has to be seen on it.
package struct PredictionMark: Hashable, Sendable {
  /// Smoothed predicted frames from which on the marks appear, and below which they go.
  private static let onFrom = 2.0
  private static let offBelow = 1.0
  /// Weight of the newest frame: about half a second of memory at 60 frames a second.
  private static let weight = 1.0 / 16
  /// Less than this is missing from a number of frames that stays what it is.
  private static let tolerance = 0.01

  private struct Seat: Hashable, Sendable {
    var isVisible = false
    var smoothed = 0.0
  }

  /// By seat.
  private var seats: [Seat] = []

  package init() {}

  /// Whether the guesses about a player are marked.
  package func isVisible(_ seat: PlayerIndex) -> Bool {
    seat.number < seats.count && seats[seat.number].isVisible
  }

  /// Takes note of how many frames of a player are guessed; once per drawn frame.
  package mutating func note(predictedFrames: Int, of seat: PlayerIndex) {
    while seats.count <= seat.number { seats.append(Seat()) }
    var noted = seats[seat.number]
    noted.smoothed += (Double(predictedFrames) - noted.smoothed) * Self.weight
    if noted.smoothed >= Self.onFrom - Self.tolerance { noted.isVisible = true }
    if noted.smoothed < Self.offBelow { noted.isVisible = false }
    seats[seat.number] = noted
  }
}
