// Which layout a screen has room for.
extension Layout {
  static let leastWithRightColumn = 132

  /// From 132 columns on, unless the board has its two columns to a cell only without.
  func hasRightColumn(_ room: Area) -> Bool {
    guard room.width >= Self.leastWithRightColumn else { return false }
    let width = room.width - Self.sidebarWidth - 1
    return board.enlargement(width: width - RightColumn.leastWidth - 1, height: room.height) > 0
      || board.enlargement(width: width, height: room.height) == 0
  }

  /// Whether there is a header above all else.
  static func isFull(
    width: Int, height: Int, _ screen: Shared<ScreenModel>, _ options: ViewOptions
  ) -> Bool {
    width >= 100 && height >= 30 && options.panel == .full
      && !isSqueezedByFull(width, height, BoardPanel(screen: screen, options: options))
  }

  /// Whether the board has its two columns to a cell beside the small sidebar only.
  private static func isSqueezedByFull(_ width: Int, _ height: Int, _ board: BoardPanel) -> Bool {
    let beside = { (sidebar: Int, rows: Int) in
      board.enlargement(width: width - sidebar - 1, height: height - rows) > 0
    }
    return !beside(sidebarWidth, 3) && beside(compactSidebarWidth, 2)
  }

  /// Whether there is a header unless a banner takes its row.
  static func isCompact(
    width: Int, height: Int, _ screen: Shared<ScreenModel>, _ options: ViewOptions
  ) -> Bool {
    width >= 79 && height >= 24 && options.panel != .off
      && !isFull(width: width, height: height, screen, options)
  }

  /// Whether there is a sidebar, which then says what has no row of its own.
  static func hasSidebar(
    width: Int, height: Int, _ screen: Shared<ScreenModel>, _ options: ViewOptions
  ) -> Bool {
    if isFull(width: width, height: height, screen, options) { return true }
    if isCompact(width: width, height: height, screen, options) { return true }
    if options.panel == .compact { return true }
    return options.hasHalfBlocks && height < 24 && isBeside(width: width, options)
  }

  /// Whether half blocks leave a sidebar its place beside them.
  static func isBeside(width: Int, _ options: ViewOptions) -> Bool {
    options.panel != .off && width >= BoardPanel.smallWidth + 2 + compactSidebarWidth
  }
}

extension ViewOptions {
  /// Whether a cell can be told by its colour alone.
  var hasHalfBlocks: Bool { theme != .mono && glyphs.hasHalfBlocks }

  /// The smallest screen with a board; without half blocks that is a part of one.
  var leastSize: (width: Int, height: Int) { hasHalfBlocks ? (26, 13) : (28, 13) }
}
