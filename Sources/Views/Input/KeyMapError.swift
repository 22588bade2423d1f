/// Tells why a key cannot be bound; its text says what to do instead.
package enum KeyMapError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is written is no key and command.
  case noPair
  case unknownKey(String)
  case unknownCommand(String)
  /// The same key was bound before, to something else.
  case boundTwice(key: String, first: String, second: String)
  /// Nothing else would be left to give that command.
  case onlyKey(key: String, of: String)
  /// The terminal sends another key in its place.
  case sentAs(key: String, other: String)
  case reserved(key: String)

  package var description: String {
    switch self {
    case .noPair: "write KEY:COMMAND, for example m:boost"
    case .unknownKey(let name):
      "there is no key \"\(name)\": write one character, or up, down, left, right, space, enter, "
        + "tab, back-tab, backspace, escape, ctrl-a to ctrl-z"
    case .unknownCommand(let name):
      "there is no command \"\(name)\": write none or one of "
        + Command.names.map(\.name).joined(separator: ", ")
    case .boundTwice(let key, let first, let second):
      "key \"\(key)\" is bound twice, to \(first) and to \(second): keep one of them"
    case .onlyKey(let key, let command):
      "key \"\(key)\" is the only one for \(command): bind another key to \(command) first"
    case .sentAs(let key, let other):
      "key \"\(key)\" cannot be told from \"\(other)\" by a terminal: choose another"
    case .reserved(let key):
      "key \"\(key)\" always leaves at once: choose another"
    }
  }
}
