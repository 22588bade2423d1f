import CTerminal

/// Names what the system has told us since we last asked.
package enum TerminalSignal: Hashable, Sendable {
  /// SIGINT, SIGTERM or SIGHUP: end in good order and exit with 128 + `number`.
  case terminate(number: Int32)
  case suspend
  case resized
  case continued
  /// The system has refused us the terminal: somebody else has it.
  case denied
}

/// Receives signals: handlers set flags and wake `KeyReader`, which returns; then ask `take`.
///
/// Install before the screen is opened: curses leaves handlers alone that are already there.
package enum Signals {
  /// Installs the handlers, those of crashes included; the second time changes nothing.
  package static func install() throws(TerminalError) {
    let code = ct_signals_install()
    if code != 0 { throw .system(call: "pipe2", code: code) }
  }

  /// Installs what leaves the terminal as it was in a crash, and a report in a folder.
  ///
  /// - Parameters:
  ///   - folder: Where reports go, made when there is one; nothing leaves none.
  ///   - program: The name and version that they begin with.
  package static func reportCrashes(in folder: String?, of program: String) {
    unsafe ct_report_prepare(folder ?? "", program)
    ct_crashes_install()
  }

  /// Puts back what was there before.
  package static func uninstall() { ct_signals_uninstall() }

  /// Leaves all signals but those of crashes to the other threads. On this one a pipe that is broken
  /// is then an error of the write, and nothing else.
  package static func leaveToOtherThreads() {
    ct_block_signals()
    ct_use_alternate_stack()
  }

  /// What has come since the last call, in the order in which it matters.
  package static func take() -> [TerminalSignal] {
    ct_wake_drain()
    var signals: [TerminalSignal] = []
    let number = ct_take_termination()
    if number != 0 { signals.append(.terminate(number: number)) }
    if ct_take_suspension() { signals.append(.suspend) }
    if ct_take_continuation() { signals.append(.continued) }
    if ct_take_denial() { signals.append(.denied) }
    if ct_take_resize() { signals.append(.resized) }
    return signals
  }
}
