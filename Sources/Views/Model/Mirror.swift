package import GridGame
package import Netplay
import Rollback
package import Vocabulary

/// Holds what another player's own screen shows of the board, to be drawn beside ours.
///
/// Only one process that plays for both can know this, such as the demo; nothing of it is sent.
package struct Mirror: Sendable {
  /// Stands above the board, as `BOB'S SCREEN`.
  package var title: String
  /// By seat.
  package var names: [String]
  /// Whose screen it is.
  package var localSeat: PlayerIndex
  package var predicted: Ghostline.State?
  package var confirmed: Ghostline.State?
  package var numbers: MatchNumbers
  package var ghosts = Ghosts()
  package var predictionMark = PredictionMark()
  package var round = RoundBook()

  package init(title: String, names: [String], numbers: MatchNumbers) {
    self.title = title
    self.names = names
    self.numbers = numbers
    localSeat = numbers.seat
  }

  /// The screen that the board is drawn from, with nothing but the board in it.
  func screen(beside model: ScreenModel) -> ScreenModel {
    var screen = ScreenModel(session: model.session, names: names, localSeat: localSeat)
    screen.widths = model.widths
    screen.predicted = predicted
    screen.confirmed = confirmed
    screen.numbers = numbers
    screen.ghosts = ghosts
    screen.predictionMark = predictionMark
    screen.round = round
    return screen
  }
}
