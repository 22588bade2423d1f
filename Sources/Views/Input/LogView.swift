/// Holds which lines of the log are shown: of what kind, and up to which. While it is scrolled back it
/// stays where it is, whatever is added.
package struct LogView: Hashable, Sendable {
  /// Tells which kinds of lines are shown.
  package enum Filter: Hashable, Sendable {
    case all
    /// Without what happens all the time.
    case notable
    /// Only what went wrong.
    case trouble

    fileprivate var next: Filter {
      switch self {
      case .all: .notable
      case .notable: .trouble
      case .trouble: .all
      }
    }

    func shows(_ level: LogBook.Level) -> Bool {
      switch (self, level) {
      case (.all, _), (.notable, .good), (.notable, .warning), (.notable, .bad),
        (.trouble, .warning), (.trouble, .bad):
        true
      case (.notable, .info), (.trouble, .info), (.trouble, .good): false
      }
    }

    /// Nothing where all is shown.
    var word: String? {
      switch self {
      case .all: nil
      case .notable: "no routine"
      case .trouble: "trouble only"
      }
    }
  }

  package enum Direction: Hashable, Sendable {
    case older
    case newer
  }

  /// Lines by which one key scrolls.
  private static let stride = 3

  package private(set) var filter = Filter.all
  /// The number of the newest line that is shown; nothing while the newest of all is.
  private(set) var end: Int?

  package init() {}

  package mutating func nextFilter() {
    filter = filter.next
    end = nil
  }

  package mutating func follow() { end = nil }

  package mutating func scroll(_ direction: Direction, in log: LogBook) {
    let numbers = wanted(of: log).map(\.number)
    guard let last = numbers.indices.last else { return }
    let present = end.flatMap { end in numbers.lastIndex { $0 <= end } } ?? last
    switch direction {
    case .older:
      // The oldest lines stay in sight.
      let target = max(present - Self.stride, min(Self.stride - 1, last))
      if target < last { end = numbers[target] }
    case .newer:
      let target = present + Self.stride
      end = target < last ? numbers[target] : nil
    }
  }

  /// The lines to show, the newest last, and how many newer ones there are.
  func lines(of log: LogBook) -> (shown: [LogBook.Line], newer: Int) {
    let wanted = wanted(of: log)
    let shown = end.map { end in wanted.filter { $0.number <= end } } ?? wanted
    // All that was shown has been dropped: the oldest there is.
    let kept = shown.isEmpty && end != nil ? Array(wanted.prefix(1)) : shown
    return (kept, wanted.count - kept.count)
  }

  private func wanted(of log: LogBook) -> [LogBook.Line] {
    log.lines.filter { filter.shows($0.level) }
  }
}
