package import Station
package import Vocabulary

/// One player's keyboard and wishes: from the bytes of a terminal to what is asked of the game.
///
/// Hand it all that is read by `typed`, and call `quiet` at `due` if nothing is. What concerns the
/// display alone is done in `options`; the rest is returned, in order.
package struct Keyboard: Hashable, Sendable {
  /// What a key means depends on.
  package struct Surroundings: Hashable, Sendable {
    /// What the arrows to the left and to the right are for.
    package enum Arrows: Hashable, Sendable {
      case steer
      /// A show is on and nobody is at the wheel: they go through its acts, as through slides. Up, down
      /// and the letters take the wheel, and then these steer as well.
      case walkActs
    }

    package var arrows = Arrows.steer
    package var company: Company
    /// What can be scrolled through.
    package var log = LogBook()
    /// The size of the screen, which says what is clicked.
    package var columns: Int
    package var rows: Int
    package var now: Instant

    package init(company: Company, columns: Int, rows: Int, now: Instant) {
      self.company = company
      self.columns = columns
      self.rows = rows
      self.now = now
    }
  }

  package private(set) var options: ViewOptions
  private var decoder = KeyDecoder()
  /// What the last picture has told of the keys.
  private var situation = Situation()

  package init(_ options: ViewOptions) { self.options = options }

  /// Notes what is drawn on a screen of that size: a click means the words that are there.
  package mutating func shown(_ model: ScreenModel, width: Int, height: Int) {
    situation = Situation(Shared(model), options, width: width, height: height)
  }

  /// When to call `quiet` if nothing is typed; nothing while all that came is understood.
  package var due: Instant? { decoder.due }

  /// Takes what was read at `surroundings.now`.
  package mutating func typed(_ bytes: [UInt8], in surroundings: Surroundings) -> [Command] {
    bytes.compactMap { byte in
      decoder.feed(byte, now: surroundings.now).flatMap { pressed($0, in: surroundings) }
    }
  }

  /// Notes that nothing was typed until `surroundings.now`.
  package mutating func quiet(in surroundings: Surroundings) -> [Command] {
    decoder.quiet(now: surroundings.now).flatMap { pressed($0, in: surroundings) }.map { [$0] }
      ?? []
  }

  private mutating func pressed(_ key: Key, in surroundings: Surroundings) -> Command? {
    guard let command = command(key, in: surroundings) else { return nil }
    let left = options.apply(
      command, in: surroundings.company, log: surroundings.log, now: surroundings.now)
    // What the display has done is told all the same: a person is there.
    guard left == nil, case .show = command else { return left }
    return command
  }

  /// What a key means, or a click on the words of the last row.
  private func command(_ key: Key, in surroundings: Surroundings) -> Command? {
    switch key {
    case .focusOut: return .ask(.focusLost)
    case .focusIn: return .look
    case .click(let column, let row):
      guard row == surroundings.rows - 1 else { return nil }
      return Footer(options, situation).command(at: column, width: surroundings.columns)
    case .left, .right:
      let command = options.keys[key]
      guard surroundings.arrows == .walkActs, command?.isSteering ?? false else { return command }
      return .walk(key == .left ? .previous : .next)
    case .character, .control, .up, .down, .pageUp, .pageDown, .enter, .tab, .backTab, .backspace,
      .escape:
      return options.keys[key]
    }
  }
}
