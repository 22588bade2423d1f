import GridGame
import Netplay
import Rollback
import Vocabulary

/// Writes beside the heads who they are, while a round begins, and how much of them is a guess.
///
/// ```
///  ━━━◆╌╌▷        ▼ YOU
///      guess 3 f · 50 ms        ◀
/// ```
struct HeadLabels {
  /// Tells whose board it is.
  enum Owner {
    case ours
    /// A second one, on which *you* would be somebody else.
    case another
  }

  /// Tells which heads have a label.
  enum Stage: Equatable {
    /// All of them: the round is about to begin.
    case opening
    /// Our own.
    case firstSecond
    /// Those of whom something is a guess.
    case playing
    case over
  }

  let picture: BoardPicture
  let window: BoardWindow
  let owner: Owner

  private var model: ScreenModel { picture.model }
  private var state: Ghostline.State { picture.shown }

  /// The seats that have a head on the board.
  private var seats: [PlayerIndex] { picture.seats.filter { state.cycle($0).isRiding } }

  /// Draws what has room; returns where heads and words are, for what is drawn afterwards.
  func draw(on canvas: inout Canvas) -> [Area] {
    var taken = seats.map { area(of: $0) }
    for seat in seats {
      guard let label = label(seat), let area = label.draw(on: &canvas, avoiding: taken) else {
        continue
      }
      taken.append(area)
    }
    return taken
  }

  private func area(of seat: PlayerIndex) -> Area { window.area(of: state.cycle(seat).position) }

  private func label(_ seat: PlayerIndex) -> CellLabel? {
    let style = Style.bold(.player(model.rank(seat)))
    let heading = state.cycle(seat).heading
    let stage = Stage(of: state)
    if owner == .ours, stage == .opening || stage == .firstSecond && seat == model.localSeat {
      // Rather behind the head than in its way; our own rather above, where an arrow is no head.
      let isOwn = seat == model.localSeat
      let sides = [heading.opposite, .up, .down, heading]
      return CellLabel(
        cell: area(of: seat), sides: isOwn ? [.up, .down] + sides : sides,
        texts: { [isOwn ? Self.own($0) : model.name(seat)] }, style: style)
    }
    guard stage == .firstSecond || stage == .playing, picture.isMarked(seat),
      let guess = guess(seat)
    else { return nil }
    // Neither in its way nor on its trail, and always on the same side if there is room.
    let sides: [Heading] =
      switch heading {
      case .left, .right: [.down, .up, heading]
      case .up, .down: [.right, .left, heading, heading.opposite]
      }
    return CellLabel(
      cell: area(of: seat), sides: sides, texts: { _ in guess },
      style: Style(.player(model.rank(seat))))
  }

  /// With an arrow to the head where that cannot be taken for one.
  private static func own(_ side: Heading) -> String {
    switch side {
    case .up: "▼ YOU"
    case .down: "▲ YOU"
    case .left, .right: "YOU"
    }
  }

  /// By the numbers that stand on the rest of the screen, so that they add up.
  private func guess(_ seat: PlayerIndex) -> [String]? {
    guard let peer = model.numbers.peers.first(where: { $0.seat == seat }) else { return nil }
    let frames = model.numbers.lateFrames(peer)
    guard frames > 0 else { return nil }
    let words = "\(frames) f · \((frames * 1000 + 30) / 60) ms"
    return ["guess \(words)", "guess \(frames) f", words, "\(frames) f"]
  }
}

extension HeadLabels.Stage {
  /// Frames of a round for which our own head still says so.
  private static let framesOfOwnLabel = 60

  init(of state: Ghostline.State) {
    if state.framesToStart != nil {
      self = .opening
    } else if let frame = state.roundFrame {
      self = frame < Self.framesOfOwnLabel ? .firstSecond : .playing
    } else {
      self = .over
    }
  }
}
