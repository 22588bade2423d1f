package import Relay
package import Vocabulary

/// Everything that a relay can be told, and where each value comes from: the command line counts more than
/// the environment, that more than the file, and all more than the defaults.
///
/// One name for one thing: `drain-seconds` is `--drain-seconds`, `GHOSTLINE_RELAY_DRAIN_SECONDS` and
/// the line `drain-seconds = 60`. All three are checked, whichever counts.
package struct RelaySettings: Hashable, Sendable {
  /// Where events are logged.
  package enum Journal: Hashable, Sendable {
    case none
    case standardError
    case file(path: String)
  }

  /// Where the certificate is, in PEM.
  package struct TLSFiles: Hashable, Sendable {
    package let certificate: String
    package let key: String
  }

  /// What begins the name of a variable.
  package static let prefix = "GHOSTLINE_RELAY_"
  /// The variable that names the file.
  package static let fileVariable = prefix + "CONFIG"
  package static let names =
    [
      "listen", "tls-certificate", "tls-key", "trusted-proxy", "proxy-protocol", "metrics",
      "drain-seconds", "drain-to", "log", "loops",
    ] + RelayLimits.table.map(\.name)

  package private(set) var listen = HostPort(host: "0.0.0.0", port: 7777)
  /// Nothing without TLS.
  package var tls: TLSFiles? {
    certificate.flatMap { certificate in
      key.map { TLSFiles(certificate: certificate, key: $0) }
    }
  }
  /// Whose word about a client's address counts.
  package var proxies: ProxyTrust {
    ProxyTrust(in: trusted, telling: speaksProxyProtocol ? .proxyProtocol : .forwardedFor)
  }
  private var certificate: String?
  private var key: String?
  private var trusted: [AddressRange] = []
  private var speaksProxyProtocol = false
  /// Nothing listens there unless it is set.
  package private(set) var metrics: HostPort?
  package private(set) var drainTime = Duration.seconds(60)
  package private(set) var drainTo: NextRelay?
  package private(set) var journal = Journal.none
  /// Event loops.
  package private(set) var loops = 1
  package private(set) var limits = RelayLimits()
  /// The newest of each name.
  private var set: [Setting] = []

  /// - Parameters:
  ///   - file: The lines of the file, each with its place.
  ///   - variables: The whole environment.
  ///   - typed: What options say, by name.
  ///   - limits: What `--limit` says, in its order.
  /// - Throws: `Failure` that names the place and what was expected.
  package init(
    file: [Setting], variables: [String: String], typed: [String: String?], limits words: [String]
  ) throws(Failure) {
    for (index, setting) in file.enumerated() {
      if let first = file[..<index].first(where: { $0.name == setting.name }) {
        throw Failure(
          .usage, "\(setting.origin): \(setting.name) is set already at \(first.origin)")
      }
    }
    try Self.rejectStrangers(among: variables)
    let surrounding = SettingsText.settings(in: variables, named: Self.names, prefix: Self.prefix)
    var arguments: [Setting] = []
    for (name, value) in typed {
      if let value { arguments.append(Setting(name: name, value: value, origin: "--\(name)")) }
    }
    for text in words { arguments.append(try Setting(limit: text)) }
    for setting in file + surrounding + arguments {
      try take(setting)
      set.removeAll { $0.name == setting.name }
      set.append(setting)
    }
    guard (certificate == nil) == (key == nil) else {
      throw Failure(.usage, "tls-certificate and tls-key are of no use without each other")
    }
    guard !speaksProxyProtocol || !trusted.isEmpty else {
      throw Failure(.usage, "proxy-protocol needs trusted-proxy: nobody else is believed")
    }
    guard loops == 1 || tls == nil || trusted.isEmpty || speaksProxyProtocol else {
      throw Failure(
        .usage,
        "with a certificate and a trusted-proxy that speaks TLS itself, loops has to be 1: it hides to"
          + " which of them a client belongs")
    }
    guard limits.silence > limits.pingInterval else {
      throw Failure(
        .usage,
        "silence-seconds has to be more than ping-interval-seconds: who answers every ping is"
          + " there")
    }
  }

  // MARK: What is set

  /// All values as a file would have them, each with where it comes from; what has none stands in a comment.
  package var text: String {
    Self.names.map { name in
      let origin = set.first { $0.name == name }?.origin ?? "default"
      guard let value = value(of: name) else { return "# \(origin)\n# \(name) =" }
      return "# \(origin)\n\(name) = \(value)"
    }.joined(separator: "\n")
  }

  private func value(of name: String) -> String? {
    switch name {
    case "listen": "\(listen)"
    case "tls-certificate": certificate
    case "tls-key": key
    case "trusted-proxy": set.first { $0.name == name }?.value
    case "proxy-protocol": speaksProxyProtocol ? "yes" : "no"
    case "metrics": metrics.map { "\($0)" }
    case "drain-seconds": "\(drainTime.components.seconds)"
    case "drain-to": drainTo?.text
    case "loops": "\(loops)"
    case "log":
      switch journal {
      case .none: nil
      case .standardError: "-"
      case .file(let path): path
      }
    default: RelayLimits.table.first { $0.name == name }.map { "\($0.value(in: limits))" }
    }
  }

  // MARK: Taking one

  private mutating func take(_ setting: Setting) throws(Failure) {
    switch setting.name {
    case "listen": listen = try Self.place(setting, host: nil)
    case "tls-certificate": certificate = try Self.file(setting)
    case "tls-key": key = try Self.file(setting)
    case "trusted-proxy": trusted = try Self.ranges(setting)
    case "proxy-protocol":
      guard ["yes", "no"].contains(setting.value) else { throw Self.wrong(setting, "yes or no") }
      speaksProxyProtocol = setting.value == "yes"
    case "metrics": metrics = try Self.place(setting, host: "127.0.0.1")
    case "drain-seconds": drainTime = .seconds(try Self.number(setting, within: 0...86_400))
    case "loops": loops = try Self.number(setting, within: 1...RoomShare.loopLimit)
    case "drain-to":
      guard let next = NextRelay(setting.value) else {
        throw Self.wrong(setting, "ghostline://HOST:PORT")
      }
      drainTo = next
    case "log":
      guard !setting.value.isEmpty else {
        throw Self.wrong(setting, "a file, or - for standard error")
      }
      journal = setting.value == "-" ? .standardError : .file(path: setting.value)
    default:
      guard let row = RelayLimits.table.first(where: { $0.name == setting.name }) else {
        throw Self.unknown(setting.name, at: setting.origin)
      }
      row.set(try Self.number(setting, within: row.range), in: &limits)
    }
  }

  private static func file(_ setting: Setting) throws(Failure) -> String {
    guard !setting.value.isEmpty else { throw wrong(setting, "a file in PEM") }
    return setting.value
  }

  private static func ranges(_ setting: Setting) throws(Failure) -> [AddressRange] {
    try setting.value.split(separator: ",").map { text throws(Failure) in
      guard let range = AddressRange(String(text.drop { $0 == " " })) else {
        throw wrong(setting, "addresses or ranges like 10.0.0.0/8, with commas between them")
      }
      return range
    }
  }

  /// - Parameter host: Where a port alone is meant to be; nothing where one has to be named.
  private static func place(_ setting: Setting, host: String?) throws(Failure) -> HostPort {
    if let host, let port = UInt16(setting.value) { return HostPort(host: host, port: port) }
    guard let place = HostPort(setting.value) else {
      throw wrong(setting, "HOST:PORT, for example 0.0.0.0:7777")
    }
    guard !place.hasZone else {
      throw Failure(
        .usage,
        "\(setting.origin): \(place) is an address of one interface, which is none on other"
          + " machines: use [::]:\(place.port)")
    }
    return place
  }

  private static func number(
    _ setting: Setting, within range: ClosedRange<Int>
  ) throws(Failure) -> Int {
    guard let number = Int(setting.value), range.contains(number) else {
      throw wrong(setting, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func wrong(_ setting: Setting, _ expected: String) -> Failure {
    Failure(
      .usage,
      "\(setting.origin): \(setting.name) expects \(expected), not '\(SettingsText.shown(setting.value))'"
    )
  }

  // MARK: What is not known

  private static func unknown(_ name: String, at origin: String) -> Failure {
    Failure(
      .usage,
      "\(origin): there is no setting '\(SettingsText.shown(name))'; there are "
        + names.joined(separator: ", "))
  }

  /// A variable that is misspelt would else count for nothing, and nobody would know.
  private static func rejectStrangers(among variables: [String: String]) throws(Failure) {
    let known = Set(names.map { Setting.variable($0, prefix: prefix) } + [fileVariable])
    let strangers = variables.keys.filter { $0.hasPrefix(prefix) && !known.contains($0) }
    guard let stranger = strangers.min() else { return }
    let name = stranger.dropFirst(prefix.count).lowercased().map { $0 == "_" ? "-" : String($0) }
    throw unknown(name.joined(), at: SettingsText.shown(stranger))
  }
}

extension Setting {
  /// A limit as it is typed: `NAME=VALUE`.
  fileprivate init(limit text: String) throws(Failure) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, RelayLimits.table.contains(where: { $0.name == parts[0] }) else {
      let names = RelayLimits.table.map(\.name).joined(separator: ", ")
      throw Failure(
        .usage,
        "--limit expects NAME=VALUE, not '\(SettingsText.shown(text))'; the names are \(names)")
    }
    self.init(name: String(parts[0]), value: String(parts[1]), origin: "--limit")
  }
}
