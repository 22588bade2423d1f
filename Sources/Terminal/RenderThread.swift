import CNcurses
import CTerminal
import Glibc
import Views

/// Does all that curses does, on one thread: opens, draws, leaves.
///
/// A class for the sake of the C thread that it is handed to.
final class RenderThread: Sendable {
  private let handover: Handover
  private let capabilities: TerminalCapabilities
  private let reportsMouse: Bool

  init(_ handover: Handover, capabilities: TerminalCapabilities, reportsMouse: Bool) {
    self.reportsMouse = reportsMouse
    self.handover = handover
    self.capabilities = capabilities
  }

  func run() {
    ct_block_signals()
    ct_use_alternate_stack()
    let name = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? ""
    let opened = CursesScreen.open(capabilities, terminal: name, reportsMouse: reportsMouse)
    guard var screen = opened else {
      handover.locked { $0.phase = .failed(.unknownTerminal(name: name)) }
      return
    }
    handover.locked { $0.phase = .drawing }
    while serve(&screen) {}
    handover.locked { $0.phase = .closed }
  }

  /// Does the next thing; returns whether there is more to come.
  private func serve(_ screen: inout CursesScreen) -> Bool {
    switch nextJob() {
    case .close:
      screen.close()
      return false
    case .leave:
      screen.leave()
      handover.locked { $0.phase = .suspended }
    case .enter:
      screen.enter()
      handover.locked { $0.phase = .drawing }
    case .setTitle(let text):
      if !ct_is_crashing() { screen.setTitle(text) }
    case .ring(let deadline):
      if !ct_is_crashing(), SuspendingClock().now <= deadline { screen.ring() }
    case .draw(let picture, let isRepaint):
      // After a crash the screen belongs to the crash report.
      guard !ct_is_crashing() else { return true }
      let cells = screen.draw(picture, isRepaint: isRepaint)
      handover.locked { contents in
        contents.counters.drawn += 1
        contents.counters.cells += cells
      }
    }
    return true
  }

  private enum Job {
    case draw(Handover.Picture, isRepaint: Bool)
    case setTitle(String)
    case ring(until: SuspendingClock.Instant)
    case leave
    case enter
    case close
  }

  private func nextJob() -> Job {
    handover.wait { contents -> Job? in
      switch (contents.wish, contents.phase) {
      case (.close, _): return .close
      case (.suspend, .drawing): return .leave
      case (.draw, .suspended): return .enter
      case (.draw, _):
        if let title = contents.title {
          contents.title = nil
          return .setTitle(title)
        }
        if let deadline = contents.bellDeadline {
          contents.bellDeadline = nil
          return .ring(until: deadline)
        }
        guard let picture = contents.picture else { return nil }
        let isRepaint = contents.needsRepaint
        contents.picture = nil
        contents.needsRepaint = false
        return .draw(picture, isRepaint: isRepaint)
      case (.suspend, _): return nil
      }
    }
  }
}
