/// Knows, for each target, what it may import and what it is made of.
struct Module {
  enum Kind {
    /// Values in, values out: no clock, no dice, no system.
    case pure
    /// Pure, and equal on every machine: no floating point, nothing in hash order either.
    case deterministic
    /// Sockets, the screen, the clock.
    case shell
  }

  let kind: Kind
  /// Names of modules; a `*` at the end stands for any rest.
  let imports: [String]

  func allows(_ module: String) -> Bool {
    imports.contains { $0.hasSuffix("*") ? module.hasPrefix($0.dropLast()) : module == $0 }
  }

  /// The target that a file belongs to; nothing when it belongs to none that is known.
  init?(path: String) {
    let parts = path.split(separator: "/")
    let name = parts.first == "Assets" ? "Assets" : parts.dropFirst().first.map(String.init)
    guard let name, let module = Self.all[name] else { return nil }
    self = module
  }

  private init(_ kind: Kind, _ imports: String...) {
    self.kind = kind
    self.imports = imports
  }

  private static let all = [
    "Rollback": Module(.deterministic),
    "Netplay": Module(.pure, "Rollback"),
    "SecureChannel": Module(.pure, "Crypto"),
    "Relay": Module(.pure),
    "Stun": Module(.pure, "Rollback", "Netplay"),
    "GridGame": Module(.deterministic, "Rollback"),
    "Simulation": Module(.pure, "Rollback", "Netplay", "SecureChannel", "Relay", "GridGame"),
    "Views": Module(.pure, "Rollback", "Netplay", "GridGame"),
    "Assets": Module(.pure),
    "Transport": Module(
      .shell, "Netplay", "SecureChannel", "Relay", "Stun", "NIO*", "Glibc"),
    "Terminal": Module(.shell, "Views", "CNcurses", "CTerminal", "Glibc"),
    "ghostline": Module(.shell, "*"),
    "CNcurses": Module(.shell),
    "CTerminal": Module(.shell),
  ]
}
