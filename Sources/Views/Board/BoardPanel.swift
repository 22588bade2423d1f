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
struct BoardPanel: ScreenPart {
  let screen: Shared<ScreenModel>
  let options: ViewOptions
  var scale = BoardPicture.Scale.glyphs
  /// Stands in the upper border instead of the players.
  var title: String?
  /// Whether the upper border tells the score, where a banner has the place of the header.
  var showsScore = false
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

  /// The frame that shows the whole board, `enlarged` so many times; but at least the usual one.
  func wanted(enlarged: Int = 1) -> (width: Int, height: Int) {
    let (columns, rows) = (state?.width ?? 0, state?.height ?? 0)
    return switch scale {
    case .glyphs:
      (
        max(Self.standardWidth, columns * 2 * enlarged + Self.border),
        max(Self.standardHeight, rows * enlarged + Self.border)
      )
    case .halfBlocks:
      (
        max(Self.smallWidth, columns + Self.border),
        max(Self.smallHeight, (rows + 1) / 2 + Self.border)
      )
    }
  }

  /// The largest frame that fits; where even the usual one does not, as much of it as does.
  func size(width: Int, height: Int) -> (width: Int, height: Int) {
    let enlarged = enlargement(width: width, height: height)
    let wanted = wanted(enlarged: max(enlarged, 1))
    return (min(wanted.width, width), min(wanted.height, height))
  }

  /// How often the board can be enlarged: 0 where it does not fit.
  func enlargement(width: Int, height: Int) -> Int {
    let most = scale == .glyphs ? BoardWindow.largestScale : 1
    return (1...most).last {
      let wanted = wanted(enlarged: $0)
      return wanted.width <= width && wanted.height <= height
    } ?? 0
  }

  func canvas(width: Int, height: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    canvas.frame(.faint)
    topBorder(on: &canvas)
    bottomBorder(on: &canvas)
    if let inside = inside(width: width, height: height) {
      canvas.paste(inside, row: 1, column: 1)
    }
    return canvas
  }

  /// The board within a frame of that size; between two changes of the numbers it is another where `motion`
  /// is.
  func inside(width: Int, height: Int) -> Canvas? {
    guard let state, width > Self.border, height > Self.border else { return nil }
    let picture = picture(of: state)
    var inside = picture.canvas(width: width - Self.border, height: height - Self.border)
    let window = picture.window(width: inside.width, height: inside.height)
    let taken = labels(picture, window).draw(on: &inside)
    guide?.draw(on: &inside, window, avoiding: taken)
    announce(on: &inside, window, avoiding: taken)
    return inside
  }

  /// What is in the picture of `inside` that can change while the numbers stay.
  var motion: BoardMotion? {
    guard let state else { return nil }
    let picture = picture(of: state)
    return BoardMotion(
      of: picture, labels: HeadLabels.Stage(of: state), announcement: announcement)
  }

  private func labels(_ picture: BoardPicture, _ window: BoardWindow) -> HeadLabels {
    HeadLabels(picture: picture, window: window, owner: title == nil ? .ours : .another)
  }

  /// What newcomers are told in the first countdown; only on the board that we play on.
  var guide: IntroGuide? {
    guard title == nil else { return nil }
    return IntroGuide(screen: screen, options: options, state: state, scale: scale)
  }

  /// The guide, if a board of that size has no room for all of it.
  func untoldGuide(width: Int, height: Int) -> IntroGuide? {
    guard let guide, let state, width > Self.border, height > Self.border else { return guide }
    let picture = picture(of: state)
    var inside = picture.canvas(width: width - Self.border, height: height - Self.border)
    let window = picture.window(width: inside.width, height: inside.height)
    let taken = labels(picture, window).draw(on: &inside)
    return guide.draw(on: &inside, window, avoiding: taken) ? nil : guide
  }

  private func picture(of state: Ghostline.State) -> BoardPicture {
    BoardPicture(
      screen: screen, shown: state, confirmed: model.confirmed ?? state, marks: marks,
      scale: scale, options: options)
  }

  var look: TrailLook { TrailLook(options.theme, options.glyphs) }

  var state: Ghostline.State? {
    options.prediction == .confirmedOnly ? model.confirmed ?? model.predicted : model.predicted
  }

  private var marks: BoardPicture.Marks {
    switch options.prediction {
    case .automatic: .late(model.predictionMark)
    case .both: .ofAll
    case .predictedOnly, .confirmedOnly: .ofNobody
    }
  }
}
