import GridGame
import Netplay
import Rollback
import Vocabulary

/// Draws the board in its frame, and what is known only for now differently from what is final.
///
/// ```
/// ╭─ ● you ─────────────────────────── ● bob ──────╮
/// │· · · · · · · · · · · · · · · · · · · ◁ ◆ ━━┓ · │
/// ╰─ confirmed 2600  predicted +6 ────── boost »» ─╯
/// ```
struct BoardPanel {
  let model: ScreenModel
  let options: ViewOptions
  var scale = BoardPicture.Scale.glyphs
  /// Stands in the upper border instead of the players.
  var title: String?
  /// Stands in the lower border instead of what is predicted.
  var footnote: String?

  /// Columns and rows of the frame.
  static let border = 2
  /// The frame of a board of the usual size, 24 cells by 20.
  static let standardWidth = 50
  static let standardHeight = 22
  /// The same in half blocks.
  static let smallWidth = 26
  static let smallHeight = 12

  /// The frame that shows the whole board, with two columns per cell unless it is in half blocks;
  /// but at least the usual one.
  var wantedWidth: Int {
    let cells = state?.width ?? 0
    return switch scale {
    case .glyphs: max(Self.standardWidth, cells * 2 + Self.border)
    case .halfBlocks: max(Self.smallWidth, cells + Self.border)
    }
  }

  var wantedHeight: Int {
    let cells = state?.height ?? 0
    return switch scale {
    case .glyphs: max(Self.standardHeight, cells + Self.border)
    case .halfBlocks: max(Self.smallHeight, (cells + 1) / 2 + Self.border)
    }
  }

  func canvas(width: Int, height: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    canvas.frame(.faint)
    topBorder(on: &canvas)
    bottomBorder(on: &canvas)
    guard let state, width > Self.border, height > Self.border else { return canvas }
    let picture = picture(of: state)
    var inside = picture.canvas(width: width - Self.border, height: height - Self.border)
    guide?.draw(on: &inside, picture.window(width: inside.width, height: inside.height))
    canvas.paste(inside, row: 1, column: 1)
    announce(on: &canvas)
    return canvas
  }

  /// What newcomers are told in the first countdown; only on the board that we play on.
  var guide: IntroGuide? {
    guard title == nil else { return nil }
    return IntroGuide(model: model, options: options, state: state, scale: scale)
  }

  /// The guide, if a board of that size has no room for all of it.
  func untoldGuide(width: Int, height: Int) -> IntroGuide? {
    guard let guide, let state, width > Self.border, height > Self.border else { return guide }
    let picture = picture(of: state)
    var inside = picture.canvas(width: width - Self.border, height: height - Self.border)
    let window = picture.window(width: inside.width, height: inside.height)
    return guide.draw(on: &inside, window) ? nil : guide
  }

  private func picture(of state: Ghostline.State) -> BoardPicture {
    BoardPicture(
      model: model, shown: state, confirmed: model.confirmed ?? state, marks: marks,
      showsGhosts: options.showsGhosts, scale: scale, glyphs: options.glyphs)
  }

  private var state: Ghostline.State? {
    options.prediction == .confirmedOnly ? model.confirmed ?? model.predicted : model.predicted
  }

  private var marks: BoardPicture.Marks {
    switch options.prediction {
    case .automatic: model.predictionMark.isVisible ? .visible : .hidden
    case .both: .visible
    case .predictedOnly, .confirmedOnly: .hidden
    }
  }

  private func topBorder(on canvas: inout Canvas) {
    if let title {
      canvas.put(
        " \(model.widths.fit(title, columns: canvas.width - 6)) ", row: 0, column: 2, .strong)
      return
    }
    let seats = model.seatsInOrder
    let share = max(1, (canvas.width - 4) / seats.count)
    for (index, seat) in seats.enumerated() {
      let name = share < 8 ? "" : model.widths.fit(model.name(seat), columns: share - 5)
      let role = Role.player(model.rank(seat))
      // The mark is the letter that the trail is drawn with, where it is drawn with letters.
      let mark = options.glyphs.hasLines ? "●" : String(BoardPicture.letter(of: seat))
      let label = [
        Phrase(" \(mark) ", Style(role)), Phrase(name.isEmpty ? "" : name + " ", .bold(role)),
      ]
      let isLast = index > 0 && index == seats.count - 1
      let column = isLast ? canvas.width - 6 - model.widths.columns(label) : 2 + index * share
      canvas.put(label, row: 0, column: seats.count == 2 ? column : 2 + index * share)
    }
  }

  private func bottomBorder(on canvas: inout Canvas) {
    let row = canvas.height - 1
    if let footnote {
      let text = model.widths.first(of: [" \(footnote) ", ""], columns: canvas.width - 4)
      canvas.put(text, row: row, column: 2, .dim)
      return
    }
    let boost = self.boost
    let numbers = model.numbers
    let predicted = numbers.predictedFrames
    let isFar = numbers.stalls.isUnderWay || predicted * 5 >= numbers.window * 4
    let style = numbers.stalls.isUnderWay ? Style.bold(.bad) : isFar ? Style(.warning) : .dim
    let confirmed = numbers.settledFrame.number
    let boostColumns = boost.isEmpty ? 0 : model.widths.columns(boost) + 1
    let text = model.widths.first(
      of: [
        " confirmed \(confirmed)  predicted +\(predicted) ", " \(confirmed) +\(predicted) ", "",
      ], columns: canvas.width - 4 - boostColumns)
    canvas.put(text, row: row, column: 2, style)
    if model.widths.columns(text) + boostColumns + 4 <= canvas.width {
      canvas.put(boost, row: row, endingAt: canvas.width - 2)
    }
  }

  private var boost: [Phrase] {
    guard let state = model.predicted, model.localSeat.number < Int(state.players) else {
      return []
    }
    let cycle = state.cycle(model.localSeat)
    let left = Int(cycle.boosts)
    let marks = left == 0 ? "-" : left <= 3 ? String(repeating: "»", count: left) : "»\(left)"
    let style = cycle.isBoosting ? Style(.inverse, on: .player1, .bold) : Style(.player1)
    return [Phrase(" boost \(marks) ", style)]
  }

  /// Says in the middle of the board what stage of the match it is; ends only when confirmed.
  private func announce(on canvas: inout Canvas) {
    guard let text = announcement, canvas.height >= 7 else { return }
    let lines = model.widths.wrap(text, columns: canvas.width - 8)
    var box = Canvas(
      width: (lines.map { model.widths.columns($0) }.max() ?? 0) + 6, height: lines.count + 2,
      model.widths)
    box.frame(.text)
    for (index, line) in lines.enumerated() { box.put(line, row: index + 1, column: 3, .strong) }
    canvas.paste(
      box, row: (canvas.height - box.height) / 2, column: (canvas.width - box.width) / 2)
  }

  private var announcement: String? {
    guard model.overlay == .none, !options.coversBoard else { return nil }
    if let confirmed = model.confirmed {
      switch confirmed.phase {
      case .outro: return "round \(confirmed.round): \(words(confirmed.roundOutcome))"
      case .matchOver: return "match over: \(words(confirmed.matchOutcome))"
      case .countdown, .intro, .playing: break
      }
    }
    guard let state, guide == nil, let framesLeft = state.framesToStart else { return nil }
    let count =
      state.isIntro
      ? (framesLeft + 59) / 60 : min(framesLeft * 3 / max(1, state.rules[.countdown]) + 1, 3)
    return "round \(state.round) starts in \(count)"
  }

  private func words(_ outcome: Ghostline.State.Outcome) -> String {
    switch outcome {
    case .undecided: "undecided"
    case .draw: "draw"
    case .won(let seat) where seat == model.localSeat: "you win"
    case .won(let seat): "\(model.name(seat)) wins"
    }
  }
}
