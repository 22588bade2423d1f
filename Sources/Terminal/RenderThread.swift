import CNcurses
import CTerminal
import Glibc
import Views
import Vocabulary

/// Does all that curses does, on one thread, and sends it to the terminal: opens, draws, leaves.
///
/// Before every piece that it writes it looks whether the terminal is ours, and still wanted; so
/// neither a terminal that takes nothing nor a shell that has taken it is ever written to for long.
///
/// A class for the sake of the C thread that it is handed to.
final class RenderThread: Sendable {
  /// How long a terminal that takes nothing is waited for at a time.
  private static let glance: Int32 = 20
  /// After that what it has not taken is thrown away, so that it takes the farewell; and after that
  /// there is none.
  private static let patience = Duration.milliseconds(500)

  private let handover: Handover
  private let device: TerminalDevice
  private let capabilities: TerminalCapabilities
  private let reportsMouse: Bool

  init(
    _ handover: Handover, on device: TerminalDevice, capabilities: TerminalCapabilities,
    reportsMouse: Bool
  ) {
    self.reportsMouse = reportsMouse
    self.handover = handover
    self.device = device
    self.capabilities = capabilities
  }

  func run() {
    ct_block_signals()
    ct_use_alternate_stack()
    let name = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? ""
    let opened = CursesScreen.open(
      capabilities, terminal: name, on: device.descriptor, reportsMouse: reportsMouse)
    guard var screen = opened else {
      handover.locked { $0.phase = .failed(.unknownTerminal(name: name)) }
      return
    }
    let asks = capabilities.answers || CursesScreen.reportsCursor
    let hasColours = screen.hasColours
    handover.locked { contents in
      contents.flow = FrameFlow(asks: asks)
      contents.hasColours = hasColours
      contents.phase = .drawing
    }
    begin(&screen)
    while serve(&screen) {}
    handover.locked { $0.phase = .closed }
  }

  /// Does the next thing; returns whether there is more to come.
  private func serve(_ screen: inout CursesScreen) -> Bool {
    let job = nextJob()
    // After a crash the screen belongs to the crash report.
    guard !ct_is_crashing() else { return job.goesOn }
    switch job {
    case .close(let isOurs):
      if isOurs { leave(&screen) }
      return false
    case .leave:
      leave(&screen)
      handover.locked { $0.phase = .suspended }
    case .forget:
      screen.forget()
      handover.locked { $0.phase = .suspended }
    case .enter(let isAgain):
      if isAgain { screen.forget() }
      screen.enter()
      // Already, so that whatever is cut off is followed by a farewell.
      handover.locked { $0.phase = .drawing }
      begin(&screen)
    case .setTitle(let text):
      screen.setTitle(text)
      _ = send(screen.takeBytes())
    case .copy(let text):
      screen.copy(text)
      _ = send(screen.takeBytes())
    case .ring(let deadline):
      if TerminalClock.now <= deadline { screen.ring() }
      _ = send(screen.takeBytes())
    case .draw(let picture, let isRepaint): draw(picture, isRepaint, on: &screen)
    }
    return true
  }

  private func draw(
    _ picture: Handover.Picture, _ isRepaint: Bool, on screen: inout CursesScreen
  ) {
    let cells = screen.draw(picture, isRepaint: isRepaint)
    var bytes = screen.takeBytes()
    guard !bytes.isEmpty else { return }
    let asks = handover.locked { $0.flow.sends(bytes.count, now: TerminalClock.now) }
    if asks { bytes += Array(FrameFlow.question.utf8) }
    let isSent = send(bytes)
    handover.locked { contents in
      // What has become of one that was cut off is not known.
      if !isSent { contents.needsRepaint = true }
      contents.counters.drawn += 1
      contents.counters.cells += cells
    }
  }

  // MARK: Sending

  /// Sends what takes the terminal, and asks how long the way is.
  private func begin(_ screen: inout CursesScreen) {
    let asks = handover.locked { $0.flow.opens(now: TerminalClock.now) }
    _ = send(screen.takeBytes() + (asks ? Array(FrameFlow.question.utf8) : []))
  }

  /// Sends all of it, unless the terminal is taken from us or wanted for something else meanwhile.
  private func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let isWanted = handover.locked { $0.wish == .draw && !$0.needsEntry }
      guard isWanted, device.isOurs, !ct_is_crashing(), let count = device.write(rest) else {
        return false
      }
      rest = rest.dropFirst(count)
      if count == 0 { device.awaitRoom(milliseconds: Self.glance) }
    }
    return true
  }

  /// Says farewell, if the terminal takes it.
  private func leave(_ screen: inout CursesScreen) {
    screen.leave()
    var rest = screen.takeBytes()[...]
    var deadline = TerminalClock.now + Self.patience
    var hasDiscarded = false
    while !rest.isEmpty, device.isOurs, let count = device.write(rest) {
      rest = rest.dropFirst(count)
      guard count == 0 else { continue }
      if TerminalClock.now >= deadline {
        guard !hasDiscarded else { return }
        ct_terminal_discard_output(device.descriptor)
        hasDiscarded = true
        deadline = TerminalClock.now + Self.patience
      }
      device.awaitRoom(milliseconds: Self.glance)
    }
  }

  // MARK: What to do

  private enum Job {
    case draw(Handover.Picture, isRepaint: Bool)
    case setTitle(String)
    case copy(String)
    case ring(until: Instant)
    case leave
    case forget
    /// Again, where it was not given back.
    case enter(isAgain: Bool)
    case close(isOurs: Bool)

    var goesOn: Bool {
      if case .close = self { false } else { true }
    }
  }

  private func nextJob() -> Job {
    handover.rest { contents in
      switch (contents.wish, contents.phase) {
      case (.close, let phase): return .found(.close(isOurs: phase == .drawing))
      case (.suspend, .drawing): return .found(.leave)
      case (.hush, .drawing): return .found(.forget)
      case (.draw, let phase) where phase == .suspended || contents.needsEntry:
        contents.needsEntry = false
        contents.needsRepaint = true
        return .found(.enter(isAgain: phase != .suspended))
      case (.draw, _): return Self.drawing(&contents)
      case (.suspend, _), (.hush, _): return .untilTold
      }
    }
  }

  private static func drawing(_ contents: inout Handover.Contents) -> Handover.Rest<Job> {
    if let title = contents.title {
      contents.title = nil
      return .found(.setTitle(title))
    }
    if let text = contents.copy {
      contents.copy = nil
      return .found(.copy(text))
    }
    if let deadline = contents.bellDeadline {
      contents.bellDeadline = nil
      return .found(.ring(until: deadline))
    }
    guard let picture = contents.picture else { return .untilTold }
    let now = TerminalClock.now
    let wait = contents.flow.next(now: now) - now
    guard wait <= .zero else { return .atMost(milliseconds: Int(wait.milliseconds) + 1) }
    let isRepaint = contents.needsRepaint
    contents.picture = nil
    contents.needsRepaint = false
    return .found(.draw(picture, isRepaint: isRepaint))
  }
}
