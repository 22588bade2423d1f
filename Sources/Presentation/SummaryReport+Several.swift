import Netplay
import Vocabulary

/// How the summaries of players in one process are told apart.
extension SummaryReport {
  /// One summary as it is; several, each under whose it is.
  package static func text(of summaries: [SummaryReport]) -> String {
    guard summaries.count > 1 else { return summaries.first?.text ?? "" }
    return summaries.map { "\($0.ownName)'s side\n\($0.text)" }.joined(separator: "\n\n")
  }

  private var ownName: String {
    let seat = numbers.seat.number
    return seat < names.count ? names[seat] : "player \(seat + 1)"
  }
}
