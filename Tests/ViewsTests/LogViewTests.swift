import Rollback
import Testing

@testable import Views

/// The log can be looked through while the match goes on, and says that it is not the newest.
struct LogViewTests {
  private static func log(_ count: Int) -> LogBook {
    var log = LogBook()
    let levels: [LogBook.Level] = [.info, .info, .good, .info, .warning, .info, .bad, .info]
    for number in 0..<count {
      log.append(frame: Frame(number), level: levels[number % 8], "line \(number)")
    }
    return log
  }

  private func shown(_ view: LogView, _ log: LogBook) -> [Int] {
    view.lines(of: log).shown.map(\.frame.number)
  }

  @Test func `it follows what is added until it is scrolled, and then stays`() {
    var log = Self.log(20)
    var view = LogView()
    #expect(shown(view, log).last == 19 && view.lines(of: log).newer == 0)
    view.scroll(.older, in: log)
    #expect(shown(view, log).last == 16 && view.lines(of: log).newer == 3)
    log.append(frame: Frame(20), "another")
    #expect(shown(view, log).last == 16 && view.lines(of: log).newer == 4)
    view.scroll(.newer, in: log)
    view.scroll(.newer, in: log)
    #expect(shown(view, log).last == 20 && view.lines(of: log).newer == 0)
    log.append(frame: Frame(21), "one more")
    #expect(shown(view, log).last == 21)
  }

  @Test func `it stays where it is while rollbacks fold into one line that moves to the end`() {
    var log = Self.log(20)
    log.takeBack(frame: Frame(20), of: "bob", depth: 2)
    for number in 21..<26 { log.append(frame: Frame(number), "line \(number)") }
    var view = LogView()
    view.scroll(.older, in: log)
    let before = shown(view, log)
    #expect(before.last == 22 && before.contains(20))
    for number in 26..<30 { log.takeBack(frame: Frame(number), of: "bob", depth: 3) }
    // The line that was folded is gone from there; nothing has moved into its place from below.
    #expect(shown(view, log) == before.filter { $0 != 20 })
  }

  @Test func `it scrolls to the oldest lines and no further`() {
    let log = Self.log(20)
    var view = LogView()
    for _ in 0..<50 { view.scroll(.older, in: log) }
    #expect(shown(view, log) == [0, 1, 2])
  }

  @Test(arguments: [0, 1, 3])
  func `a short log has nothing to scroll`(count: Int) {
    let log = Self.log(count)
    var view = LogView()
    view.scroll(.older, in: log)
    #expect(view.lines(of: log).newer == 0 && shown(view, log).count == count)
  }

  @Test func `lines that are dropped move nothing, and what is gone shows the oldest there is`() {
    var log = Self.log(LogBook.maximumLines)
    var view = LogView()
    for _ in 0..<10 { view.scroll(.older, in: log) }
    let before = shown(view, log).last
    for number in 0..<100 { log.append(frame: Frame(1000 + number), "new \(number)") }
    #expect(shown(view, log).last == before)
    for number in 0..<400 { log.append(frame: Frame(2000 + number), "newer \(number)") }
    #expect(shown(view, log).count == 1)
    view.scroll(.newer, in: log)
    #expect(shown(view, log).count > 1)
  }

  @Test func `filters leave out what is not wanted, and scroll by what is shown`() {
    let log = Self.log(80)
    var view = LogView()
    view.nextFilter()
    #expect(Set(shown(view, log).map { $0 % 8 }) == [2, 4, 6])
    view.nextFilter()
    #expect(Set(shown(view, log).map { $0 % 8 }) == [4, 6])
    view.scroll(.older, in: log)
    #expect(view.lines(of: log).newer == 3)
    view.nextFilter()
    #expect(shown(view, log).count == 80)
  }

  @Test func `keys look through the log, and Escape follows the match again`() {
    let log = Self.log(40)
    var options = ViewOptions()
    for name in ["log-older", "log-older", "log-newer"] {
      _ = options.apply(command(name), log: log)
    }
    #expect(options.log.lines(of: log).newer == 3)
    _ = options.apply(.show(.help), log: log)
    _ = options.apply(.show(.dismiss), log: log)
    #expect(options.log.lines(of: log).newer == 3)
    _ = options.apply(.show(.dismiss), log: log)
    #expect(options.log.lines(of: log).newer == 0)
    _ = options.apply(command("log-filter"), log: log)
    #expect(options.log.filter == .notable)
  }

  @Test func `the heading says what is not there, in any width`() throws {
    var model = try Fixture.playing()
    model.log = Self.log(40)
    var options = ViewOptions()
    func heading(_ width: Int) -> String {
      let canvas = LogPanel(screen: Shared(model), options: options).canvas(
        width: width, height: 5)
      return String(canvas.text().split(separator: "\n")[0])
    }
    #expect(heading(28) == "LOG ─────────── frame, event")
    options.log.nextFilter()
    #expect(heading(28) == "LOG ───────────── no routine")
    options.log.scroll(.older, in: model.log)
    #expect(heading(49) == "LOG ────────────────── no routine · ▼ 3 newer [.]")
    #expect(heading(28) == "LOG ────────── ▼ 3 newer [.]")
    #expect(heading(16) == "LOG ── ▼ 3 newer")
  }
}
