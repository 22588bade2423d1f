import Views

/// What the environment says about us and our terminal, and what holds where it says nothing.
///
/// The one place that asks for `HOME`, `XDG_*`, `TERM`, `LC_*` and `NO_COLOR`: a variable that is absent,
/// empty or wrong is a case here. A folder is never taken to lie in the working folder, where anybody may
/// have put files for us to find: a path that is not absolute is none (XDG base directories, "consider
/// the path invalid and ignore it").
package struct Surroundings: Hashable, Sendable {
  /// The entry of who runs us in the system's list, where there is one: not in every container.
  package struct Account: Hashable, Sendable {
    let name: String
    let home: String

    package init(name: String, home: String) {
      self.name = name
      self.home = home
    }
  }

  package enum Folder: Hashable, Sendable {
    case at(path: String)
    /// Nothing is read or written; the sentence says what would help.
    case nowhere(why: String)

    package var path: String? {
      if case .at(let path) = self { path } else { nil }
    }

    /// What is called `name` in it.
    package func appending(_ name: String) -> Folder {
      switch self {
      case .at(let path): .at(path: "\(path)/\(name)")
      case .nowhere: self
      }
    }
  }

  package enum Terminal: Hashable, Sendable {
    case named(String)
    /// `TERM` is absent or empty; the sentence says what would help.
    case unnamed(why: String)
  }

  private let variables: [String: String]
  private let account: Account?

  package init(variables: [String: String], account: Account?) {
    self.variables = variables
    self.account = account
  }

  /// Where preferences are read from: `$XDG_CONFIG_HOME/ghostline`, by default `~/.config/ghostline`.
  package var configuration: Folder { folder("XDG_CONFIG_HOME", orInHome: ".config") }

  /// Where reports are kept: `$XDG_STATE_HOME/ghostline`, by default `~/.local/state/ghostline`.
  package var state: Folder { folder("XDG_STATE_HOME", orInHome: ".local/state") }

  /// Where what lives as long as a process is kept: `$XDG_RUNTIME_DIR/ghostline`, else a folder of that
  /// account's own among the temporary ones. Whoever uses it has to see that it belongs to nobody else.
  package func runtime(of account: UInt32) -> String {
    if let base = absolute(variables["XDG_RUNTIME_DIR"]) { return base + "/ghostline" }
    return (absolute(variables["TMPDIR"]) ?? "/tmp") + "/ghostline-\(account)"
  }

  /// What a player is called who has said nothing about it.
  package var login: String {
    let names = [account?.name, variables["LOGNAME"], variables["USER"]]
    return names.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? "player"
  }

  package var terminal: Terminal {
    if let name = value("TERM") { return .named(name) }
    let state = variables["TERM"] == nil ? "not set" : "empty"
    return .unnamed(
      why: "TERM is \(state): it has to name the terminal, for example TERM=xterm-256color")
  }

  /// Whether `NO_COLOR` asks for none (no-color.org: present and not empty).
  package var avoidsColour: Bool { value("NO_COLOR") != nil }

  /// A text for people, in characters that the locale has: without UTF-8 in ASCII alone.
  package func written(_ text: String) -> String {
    guard GlyphSet.fitting(told: .full, variable: { variables[$0] }) == .ascii else { return text }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      plain.append(scalar == "\n" ? scalar : GlyphSet.ascii.replacement(for: scalar))
    }
    return String(plain)
  }

  /// What a variable says; an empty one says nothing.
  private func value(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private func folder(_ variable: String, orInHome place: String) -> Folder {
    if let base = absolute(variables[variable]) { return .at(path: base + "/ghostline") }
    let homes = [variables["HOME"], account?.home]
    guard let home = homes.lazy.compactMap(absolute).first else {
      return .nowhere(
        why: "neither \(variable) nor HOME names a folder: set one of them to an absolute path")
    }
    return .at(path: home + "/" + place + "/ghostline")
  }

  /// The path without slashes at its end; nothing unless it is absolute.
  private func absolute(_ path: String?) -> String? {
    guard var rest = path?[...], rest.hasPrefix("/") else { return nil }
    while rest.hasSuffix("/") { rest.removeLast() }
    return String(rest)
  }
}
