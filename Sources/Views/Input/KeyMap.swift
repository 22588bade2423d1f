import GridGame

/// Tells what each key means.
///
/// A map begins as a preset; `bind(_:to:)` adds the player's own wishes one by one, and refuses those
/// after which a command could not be given any more. A key of a preset gives way where its command
/// has another key.
package struct KeyMap: Hashable, Sendable {
  private enum Origin: Hashable, Sendable {
    case preset
    case own
  }

  private struct Binding: Hashable, Sendable {
    var key: Key
    /// Nothing when the player wants the key to mean nothing.
    var command: Command?
    var origin: Origin
  }

  /// In the order in which they are shown; each key at most once, letters small.
  private var bindings: [Binding]

  /// The usual keys.
  package init() { self = Self.usual }

  private init(_ preset: [(Key, Command)]) {
    bindings = preset.map { Binding(key: $0.0, command: $0.1, origin: .preset) }
  }

  /// The usual keys, and `hjkl` to steer as in vi.
  package static let vi = KeyMap(usualKeys + viKeys)

  /// What a key means, a letter the same in both cases; `nil` when it means nothing.
  package subscript(key: Key) -> Command? {
    let key = key.folded
    return bindings.first { $0.key == key }?.command
  }

  /// Binds as people write it, `KEY:COMMAND`; the key may be a colon.
  ///
  /// - Throws: As `bind(_:to:)`, and when there is no such pair.
  package mutating func bind(_ binding: String) throws(KeyMapError) {
    guard let colon = binding.dropFirst().firstIndex(of: ":") else { throw .noPair }
    try bind(String(binding[..<colon]), to: String(binding[binding.index(after: colon)...]))
  }

  /// Binds a key to a command, both by name; the command `none` frees the key.
  ///
  /// - Throws: When there is no such key or command, when the key has been bound to something else by
  ///   this method, and when the command that the key means now has no other key.
  package mutating func bind(
    _ keyName: String, to commandName: String
  ) throws(KeyMapError) {
    guard let key = Key(name: keyName) else { throw .unknownKey(keyName) }
    let command = Command(name: commandName)
    if command == nil, commandName != "none" { throw .unknownCommand(commandName) }
    if key == .control("c") { throw .reserved(key: keyName) }
    if let other = key.sentAs { throw .sentAs(key: keyName, other: other.name) }
    try check(key, for: command)
    bindings.removeAll { $0.key == key }
    bindings.append(Binding(key: key, command: command, origin: .own))
  }

  /// Every command that a key means, with its keys by name; for lists outside the screen.
  package var byCommand: [(command: Command, keys: [String])] {
    CommandRow.all.map { ($0.command, keys(of: $0.command).map(\.name)) }
      .filter { !$0.keys.isEmpty }
  }

  /// The keys of a command, those of the preset first.
  func keys(of command: Command) -> [Key] {
    bindings.filter { $0.command == command }.map(\.key)
  }

  /// The key to tell a player for a command: the newest of their own, else the usual one.
  func key(for command: Command) -> Key? {
    bindings.last { $0.command == command && $0.origin == .own }?.key ?? keys(of: command).first
  }

  private func check(_ key: Key, for command: Command?) throws(KeyMapError) {
    guard let present = bindings.first(where: { $0.key == key }), present.command != command
    else { return }
    if present.origin == .own {
      throw .boundTwice(
        key: key.name, first: present.command?.name ?? "none", second: command?.name ?? "none")
    }
    // A key that is freed on purpose may be the last of what can be done without.
    if let lost = present.command, keys(of: lost).count == 1, command != nil || lost.isNeeded {
      throw .onlyKey(key: key.name, of: lost.name)
    }
  }

  private static let usual = KeyMap(usualKeys)

  private static let usualKeys = CommandRow.all.flatMap { row in
    row.keys.map { ($0, row.command) }
  }

  private static let viKeys: [(Key, Command)] = [
    ("h", .steer(.left)), ("j", .steer(.down)), ("k", .steer(.up)), ("l", .steer(.right)),
  ]
}
