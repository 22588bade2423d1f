import GridGame
import Netplay
import Rollback
import Vocabulary

/// Draws picture after picture of one screen, each time what has changed: the strip moves in every frame,
/// boards when somebody on them does, and all else ten times a second or when somebody does something.
package struct Painter {
  /// What everything but boards and strip is drawn from, and where these are.
  fileprivate struct Stills: Equatable {
    let width: Int
    let height: Int
    let options: ViewOptions
    let session: SessionFacts
    let names: [String]
    let numbersAt: Instant
    let isOver: Bool
    let newestLine: LogBook.Line?
    let banner: Banner
    let words: [String?]
    let overlay: Overlay
    let standing: [Int]
    let ridings: [Standing]
    let isWheelTaken: Bool
    let boardSizes: [Int?]
    /// What frames of boards tell of them, ours and the other's.
    let boosts: [Boosts?]
    let mirrorAt: Instant?
  }

  private var stills: Stills?
  private var motions: [BoardMotion?] = []
  private var canvas: Canvas?
  /// What was on the screen when the display was frozen: no later model is drawn until it goes on.
  private var frozen: Shared<ScreenModel>?

  package init() {}

  /// The picture of the model; the same as `model.canvas(width:height:options:)`.
  package mutating func canvas(
    of model: ScreenModel, width: Int, height: Int, options: ViewOptions
  ) -> Canvas {
    guard options.isFrozen else {
      frozen = nil
      return drawn(model, width: width, height: height, options: options)
    }
    let held = frozen ?? Shared(model)
    frozen = held
    return drawn(held.value, width: width, height: height, options: options)
  }

  private mutating func drawn(
    _ model: ScreenModel, width: Int, height: Int, options: ViewOptions
  ) -> Canvas {
    let layout = Layout(model: model, options: options)
    let stills = Stills(of: layout, width: width, height: height)
    let motions = stills == nil ? [] : layout.motions(width: width)
    var canvas: Canvas
    if let stills, stills == self.stills, let last = self.canvas {
      self.canvas = nil
      canvas = last
      var moving = layout
      moving.part = motions == self.motions ? .strip : .moving
      moving.draw(on: &canvas)
    } else {
      canvas = Canvas(width: max(width, 0), height: max(height, 0), options.widths)
      layout.draw(on: &canvas)
    }
    (self.stills, self.motions) = (stills, motions)
    self.canvas = canvas
    return canvas.translated(to: options.glyphs)
  }
}

extension Painter.Stills {
  /// Nothing while the two are drawn into each other: something lies over the board, or newcomers are
  /// told on it and beside it what there is to know.
  fileprivate init?(of layout: Layout, width: Int, height: Int) {
    options = layout.options
    guard layout.model.overlay == .none, !options.coversBoard, layout.board.guide == nil else {
      return nil
    }
    self.width = width
    self.height = height
    session = layout.model.session
    names = layout.model.names
    numbersAt = layout.model.numbers.at
    isOver = layout.model.numbers.endReason != nil
    newestLine = layout.model.log.lines.last
    banner = layout.model.banner
    words = [
      layout.model.caption, layout.model.notice, layout.model.injection, layout.model.mirror?.title,
    ]
    overlay = layout.model.overlay
    standing = layout.model.standing
    ridings = layout.model.seatsInOrder.map { layout.model.standing(of: $0) }
    isWheelTaken = layout.model.isWheelTaken
    let mirror = layout.model.mirror
    boardSizes = [
      layout.model.predicted?.width, layout.model.predicted?.height, layout.model.confirmed?.width,
      layout.model.confirmed?.height, mirror?.predicted?.width, mirror?.predicted?.height,
    ]
    boosts = [
      Boosts(of: layout.model.localSeat, in: layout.model.predicted),
      mirror.flatMap { Boosts(of: $0.localSeat, in: $0.predicted) },
    ]
    mirrorAt = mirror?.numbers.at
  }
}

/// Tells the boosts of a player.
private struct Boosts: Equatable {
  let left: UInt8
  let isBoosting: Bool

  init?(of seat: PlayerIndex, in state: Ghostline.State?) {
    guard let state, seat.number < Int(state.players) else { return nil }
    let cycle = state.cycle(seat)
    (left, isBoosting) = (cycle.boosts, cycle.isBoosting)
  }
}

extension ScreenModel {
  /// What the header tells of the confirmed state.
  fileprivate var standing: [Int] {
    guard let confirmed else { return [] }
    return [Int(confirmed.round), confirmed.rules[.wins]]
      + (0..<Int(confirmed.players)).map { confirmed.score(PlayerIndex($0)) }
  }
}
