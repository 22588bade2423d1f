import Station
import Views
import Vocabulary

extension Demo.Caption {
  /// What is said about what is being shown.
  var words: String {
    switch self {
    case .act(let act): act.words
    case .onTheWay(let asked, let act): "on the way to \(asked.rawValue): \(act.rawValue)"
    case .unverified: "the show ended early: not every frame could be verified; see the summary"
    }
  }
}

extension Demo.Act {
  fileprivate var words: String {
    switch self {
    case .clean: "1/5 a clean network: both paths deliver everything, hashes match"
    case .ocean: "2/5 an ocean apart: 150 ms, jitter, loss; wrong guesses roll back"
    case .cut: "3/5 the direct path is cut: the relay carries on, no input lost"
    case .heal: "4/5 healed: the direct path proves itself and leads again"
    case .verified: "5/5 every frame verified on both machines; the summary follows"
    }
  }
}

extension PresentImpairment {
  /// What is wrong right now, in a few characters.
  var words: String {
    var parts: [String] = []
    let roundTrip = Int(self.roundTrip.milliseconds.rounded())
    let jitter = Int(self.jitter.milliseconds.rounded())
    if roundTrip > 0 || jitter > 0 { parts.append("\(roundTrip)±\(jitter) ms") }
    if loss > 0 {
      let tenths = Int((loss * 10).rounded())
      parts.append(tenths % 10 == 0 ? "\(tenths / 10)%" : "\(tenths / 10).\(tenths % 10)%")
    }
    parts += cuts.map { "\($0.title) cut" }
    if isHeld { parts.append("held by you") }
    return parts.joined(separator: " ")
  }
}
