/// Tells why the terminal cannot be used.
package enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output leads elsewhere.
  case notATerminal
  /// There is no description of the terminal that `TERM` names.
  case unknownTerminal(name: String)
  /// A call to the system failed; the number is its `errno`.
  case system(call: String, code: Int32)
}

extension TerminalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notATerminal: "standard input and output are not a terminal"
    case .unknownTerminal(let name): "no description of the terminal '\(name)' (set TERM)"
    case .system(let call, let code): "\(call) failed with error \(code)"
    }
  }
}
