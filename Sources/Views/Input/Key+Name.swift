/// The names by which a person binds keys, and the shorter ones on the screen.
extension Key {
  private static let names: [(name: String, label: String, key: Key)] = [
    ("up", "↑", .up), ("down", "↓", .down), ("left", "←", .left), ("right", "→", .right),
    ("page-up", "PgUp", .pageUp), ("page-down", "PgDn", .pageDown), ("enter", "Enter", .enter),
    ("tab", "Tab", .tab), ("back-tab", "S-Tab", .backTab),
    ("backspace", "Bksp", .backspace), ("escape", "Esc", .escape),
    ("space", "space", .character(" ")),
  ]

  /// The key called `up`, `space`, `ctrl-d` or `x`; `nil` if there is none of that name.
  ///
  /// A letter is one key, small or capital: `X` is `x`.
  package init?(name: String) {
    if let named = Self.names.first(where: { $0.name == name }) {
      self = named.key
      return
    }
    let isControl = name.hasPrefix("ctrl-")
    let rest = Array((isControl ? name.dropFirst(5) : name[...]).unicodeScalars)
    guard rest.count == 1, !rest[0].isHidden, !rest[0].isMark, rest[0] != " " else { return nil }
    if isControl {
      guard ("a"..."z").contains(rest[0]) else { return nil }
      self = .control(rest[0])
    } else {
      self = Key.character(rest[0]).folded
    }
  }

  /// The name that `init(name:)` takes; empty for what nobody can press.
  package var name: String {
    if let named = Self.names.first(where: { $0.key == self }) { return named.name }
    return switch self {
    case .character(let scalar): String(scalar)
    case .control(let scalar): "ctrl-\(scalar)"
    case .up, .down, .left, .right, .pageUp, .pageDown, .enter, .tab, .backTab, .backspace,
      .escape, .focusIn, .focusOut, .click:
      ""
    }
  }

  /// How the screen calls the key, as briefly as can be.
  var label: String {
    if let named = Self.names.first(where: { $0.key == self }) { return named.label }
    return switch self {
    case .control(let scalar): "^" + String(scalar).uppercased()
    case .character, .up, .down, .left, .right, .pageUp, .pageDown, .enter, .tab, .backTab,
      .backspace, .escape, .focusIn, .focusOut, .click:
      name
    }
  }

  /// The key as which a terminal sends this one, if that is another.
  var sentAs: Key? {
    switch self {
    case .control("i"): .tab
    case .control("j"), .control("m"): .enter
    case .control("h"): .backspace
    case .control, .character, .up, .down, .left, .right, .pageUp, .pageDown, .enter, .tab,
      .backTab, .backspace, .escape, .focusIn, .focusOut, .click:
      nil
    }
  }
}
