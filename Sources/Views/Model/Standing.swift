import GridGame
import Rollback
import Vocabulary

/// Tells whether a player still rides, and whether that is certain.
enum Standing: Hashable {
  case alive
  /// Rides in the confirmed state and has crashed in the predicted one: it may be taken back.
  case predictedOut
  case out
  case absent

  var word: String {
    switch self {
    case .alive: "alive"
    case .predictedOut: "out?"
    case .out: "out"
    case .absent: "away"
    }
  }

  var role: Role {
    switch self {
    case .alive: .text
    case .predictedOut: .warning
    case .out, .absent: .dim
    }
  }
}

extension ScreenModel {
  /// How it stands with a seat in the round of the present.
  func standing(of seat: PlayerIndex) -> Standing {
    guard let predicted, seat.number < Int(predicted.players) else { return .alive }
    let present = predicted.cycle(seat).status
    if present == .absent { return .absent }
    guard present != .riding else { return .alive }
    guard let confirmed, seat.number < Int(confirmed.players), confirmed.round == predicted.round
    else { return .predictedOut }
    return confirmed.cycle(seat).isRiding ? .predictedOut : .out
  }
}
