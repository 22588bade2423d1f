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
  /// The name of the target that a path belongs to.
  static func name(of path: String) -> String? {
    let parts = path.split(separator: "/")
    return parts.first == "Assets" ? "Assets" : parts.dropFirst().first.map(String.init)
  }

  init?(path: String) {
    guard let name = Self.name(of: path), let module = Self.all[name] else { return nil }
    self = module
  }

  private init(_ kind: Kind, _ imports: String...) {
    self.kind = kind
    self.imports = imports
  }

  private static let all = [
    "Vocabulary": Module(.pure),
    "Rollback": Module(.deterministic, "Vocabulary"),
    "Netplay": Module(.pure, "Vocabulary", "Rollback"),
    "SecureChannel": Module(.pure, "Vocabulary", "Crypto"),
    "Relay": Module(.pure, "Vocabulary", "Crypto"),
    "Stun": Module(.pure, "Vocabulary"),
    "Impairment": Module(.pure, "Vocabulary"),
    "GridGame": Module(.deterministic, "Vocabulary", "Rollback"),
    "Station": Module(
      .pure, "Vocabulary", "Rollback", "Netplay", "SecureChannel", "Relay", "Stun", "Impairment",
      "GridGame"),
    "Simulation": Module(
      .pure, "Vocabulary", "Rollback", "Netplay", "SecureChannel", "Relay", "Stun", "Impairment",
      "GridGame", "Station"),
    "Views": Module(.pure, "Vocabulary", "Rollback", "Netplay", "GridGame", "Station"),
    "Presentation": Module(
      .pure, "Vocabulary", "Rollback", "Netplay", "Relay", "Stun", "GridGame", "Station", "Views"),
    "Output": Module(
      .shell, "Vocabulary", "Terminal", "NIOConcurrencyHelpers", "Logging", "Foundation", "Glibc"),
    "Assets": Module(.pure),
    "Transport": Module(
      .shell, "Vocabulary", "Station", "Relay", "Stun", "NIO*", "Glibc", "Crypto",
      // The certificate that a host signs itself; its dates are Foundation's.
      "X509", "SwiftASN1", "FoundationEssentials"),
    "Terminal": Module(.shell, "Vocabulary", "Views", "CNcurses", "CTerminal", "Glibc"),
    "ghostline": Module(.shell, "*"),
    "CommitPlugin": Module(.shell, "Foundation", "PackagePlugin"),
    "CNcurses": Module(.shell),
    "CTerminal": Module(.shell),
  ]
}
