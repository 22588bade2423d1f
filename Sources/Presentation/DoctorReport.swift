import Netplay
package import Relay
package import Stun
package import Vocabulary

/// What `doctor` found, in plain words.
package struct DoctorReport {
  /// What became of the attempts to use a relay.
  package struct Relay {
    package let address: RelayAddress
    package let tcp: RelayAnswer
    /// Why no room could be opened; nothing when one could.
    package let refusal: RelayClosure?

    package init(_ address: RelayAddress, tcp: RelayAnswer, refusal: RelayClosure?) {
      self.address = address
      self.tcp = tcp
      self.refusal = refusal
    }

    package var location: HostPort { address.location }

    package var isUsable: Bool {
      if case .answered = tcp { refusal == nil } else { false }
    }
  }

  package var relay: Relay?
  /// The STUN servers, by name, with their addresses.
  package var servers: [(name: HostPort, addresses: [Address], failure: UnreachableCause?)] = []
  /// Of this machine, with the port of the survey's socket.
  package var addresses: [Address] = []
  package var verdict = NATSurvey.Verdict(access: .unknown)

  /// What the answers say. One server's silence may be its own affair, and a host is one server however
  /// many addresses it has; silence of a relay that is not there says nothing at all.
  private var access: NATSurvey.Verdict.Access {
    guard verdict.access == .unanswered else { return verdict.access }
    let asked = servers.filter { !$0.addresses.isEmpty }
    if asked.count > 1 { return .blocked }
    if let relay, asked.first?.name == relay.location {
      guard case .answered = relay.tcp else { return .unknown }
    }
    return .unanswered
  }

  /// The one server that was asked, and is silent.
  private var silentServer: String {
    let name = servers.first { !$0.addresses.isEmpty }?.name
    return name != nil && name == relay?.location ? "the relay's STUN port" : "the STUN server"
  }

  package init() {}

  package var text: String {
    var lines = ["This machine"]
    lines += field("addresses", ownAddresses)
    if let relay { lines += relayLines(relay) }
    lines += ["", "STUN servers (UDP)"] + serverLines
    lines += ["", "Your network"] + networkLines
    lines += ["", "What will work"] + predictionLines
    lines += ["", "What to do"] + advice.flatMap { wrapped($0, indent: "  ") }
    return lines.joined(separator: "\n")
  }

  // MARK: Parts

  private var ownAddresses: String {
    let outward = addresses.filter { !$0.isLoopback }
    let shown = outward.isEmpty ? addresses : outward
    guard !shown.isEmpty else { return "none: is the network switched on?" }
    return shown.map { "\($0.hostText) (\($0.kindWord))" }.joined(separator: ", ")
  }

  private func relayLines(_ relay: Relay) -> [String] {
    var lines = ["", "The relay \(relay.location)"]
    switch relay.tcp {
    case .answered(let roundTrips):
      lines += field("TCP", "answers, \(spread(roundTrips))")
      lines += field("TLS", Self.tls(relay))
      lines += field(
        "room",
        relay.refusal.map { "not opened: \(Sentences.diagnosis(of: $0))" }
          ?? "opened and left again: the relay path works")
    case .unreachable(let cause):
      lines += field("TCP", "cannot be reached: \(Sentences.reason(cause))")
    case .timedOut:
      lines += field("TCP", "no answer within 3 s: nobody is there, or it is kept from answering")
    }
    return lines
  }

  /// What protects the way to the relay, and by what it was known.
  private static func tls(_ relay: Relay) -> String {
    switch (relay.address.link.security, relay.refusal) {
    case (_, .tls(_, _, .serverExpectsTLS)): "not asked for, and expected: ghostlines://"
    case (.plain, _): "none: matches are sealed, but not which room they are in"
    case (.tls, .tls), (.tls, .timedOut), (.tls, .unreachable): "does not stand"
    case (.tls(nil), _): "stands: the system vouches for the certificate"
    case (.tls(_?), _): "stands: the relay has the key of the pin"
    }
  }

  private var serverLines: [String] {
    guard !servers.isEmpty else { return ["  none was named: give a relay, or --stun HOST:PORT"] }
    return servers.flatMap { server in
      let name = "\(server.name)"
      guard !server.addresses.isEmpty else {
        return ["  \(name): \(server.failure.map(Sentences.reason) ?? "no such host")"]
      }
      return server.addresses.map { address in
        let answer = verdict.answers.first { $0.server == address }
        return "  \(name): "
          + (answer?.roundTrip.map { "answers, round trip \(milliseconds($0))" } ?? "no answer")
      }
    }
  }

  private var networkLines: [String] {
    switch access {
    case .unknown: field("UDP", "unknown: there was nobody to ask")
    case .unanswered:
      field(
        "UDP", "unknown: \(silentServer) does not answer, and nobody else was asked")
    case .blocked: field("UDP", "blocked: no server answered, so nothing gets out or back in")
    case .untranslated(let filtering):
      field("NAT", "none: the world sees your own address")
        + field("filtering", filtering.words)
    case .translated(let mapping, let filtering):
      field("NAT", "yes: the world sees \(mappedText)")
        + field("mapping", mapping.words) + field("filtering", filtering.words)
    }
  }

  private var mappedText: String {
    let shown = verdict.mapped.prefix(3).map { "\($0)" }.joined(separator: ", ")
    return verdict.mapped.count > 3 ? shown + ", …" : shown
  }

  private var predictionLines: [String] {
    guard access != .unknown, access != .unanswered else {
      return ["  the relay path, wherever the relay can be reached"]
    }
    let others: [(String, NATSurvey.Verdict.Access)] = [
      ("a public machine", .untranslated(.endpointIndependent)),
      ("a home router", .translated(.endpointIndependent, .addressAndPortDependent)),
      ("a lenient NAT", .translated(.endpointIndependent, .endpointIndependent)),
      ("a strict NAT", .translated(.addressAndPortDependent, .addressAndPortDependent)),
      ("no UDP", .blocked),
    ]
    let own = NATSurvey.Verdict(access: access)
    let rows =
      others.map { ($0.0, own.worksWith(NATSurvey.Verdict(access: $0.1))) }
      + [("one like you", own.worksWith(own))]
    return rows.map { name, prediction in
      "  with \(name)" + String(repeating: " ", count: max(1, 18 - name.count)) + prediction.words
    }
  }

  private var advice: [String] {
    switch access {
    case .unknown:
      [
        "Name a relay, or a STUN server with --stun HOST:PORT, and ask again. The game plays over the"
          + " relay in any case."
      ]
    case .unanswered:
      [
        "Ask another server too, with --stun HOST:PORT: if it is silent as well, UDP is blocked here; if"
          + " not, let UDP to \(silentServer) through where that is filtered. The relay carries the game"
          + " in any case, and P2P within one network works without."
      ]
    case .blocked:
      [
        "Nothing has to be done to play: the relay carries the game by TCP.",
        "For P2P let UDP out of this network, or play from another one.",
      ]
    case .untranslated(.addressDependent), .untranslated(.addressAndPortDependent):
      ["Nothing: P2P works with everybody but a strict NAT; for those let UDP in."]
    case .untranslated: ["Nothing: you can be reached from anywhere."]
    case .translated(.addressAndPortDependent, _), .translated(.addressDependent, _),
      .translated(.dependent, _):
      [
        "P2P works where the other side lets you in; with a home router or another strict NAT the"
          + " relay carries the game, and nothing is lost by that but some milliseconds.",
        "For P2P with everybody: switch off \"symmetric\" or \"random port\" mapping at the router,"
          + " use IPv6, or let one of the two forward a UDP port (--udp-port).",
      ]
    case .translated: ["Nothing: P2P works with everybody but those behind a strict NAT."]
    }
  }

  // MARK: Form

  private func field(_ name: String, _ value: String) -> [String] {
    let label = "  " + name + String(repeating: " ", count: max(1, 11 - name.count))
    let lines = wrapped(value, indent: String(repeating: " ", count: label.count))
    return [label + lines[0].drop { $0 == " " }] + lines.dropFirst()
  }

  private func wrapped(_ text: String, indent: String) -> [String] {
    var lines: [String] = []
    var line = indent
    for word in text.split(separator: " ") {
      if line.count + word.count > 78, line != indent {
        lines.append(line)
        line = indent
      }
      line += (line == indent ? "" : " ") + word
    }
    return lines + [line]
  }

  private func spread(_ roundTrips: [Duration]) -> String {
    let sorted = roundTrips.sorted()
    let middle = sorted[sorted.count / 2]
    let changes = zip(roundTrips, roundTrips.dropFirst()).map { max($0, $1) - min($0, $1) }
    let jitter = changes.isEmpty ? .zero : changes.reduce(.zero, +) / changes.count
    return "round trip \(milliseconds(middle)), jitter \(milliseconds(jitter))"
  }

  private func milliseconds(_ duration: Duration) -> String {
    let tenths = Int((duration.milliseconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) ms"
  }
}

extension NATSurvey.Prediction {
  fileprivate var words: String {
    switch self {
    case .direct: "P2P and relay"
    case .relayOnly: "relay only"
    case .unsure: "relay; P2P perhaps"
    }
  }
}

extension MappingBehaviour {
  fileprivate var words: String {
    switch self {
    case .unknown: "unknown: only one address could be asked"
    case .endpointIndependent: "endpoint-independent: everybody sees the same port of yours"
    case .portIndependent: "endpoint-independent, as far as one server can tell"
    case .addressDependent: "address-dependent (strict): every host sees another port of yours"
    case .addressAndPortDependent:
      "address-and-port-dependent (symmetric, strict): everybody sees another port of yours"
    case .dependent: "dependent (strict): two servers see different ports of yours"
    }
  }
}

extension FilteringBehaviour {
  fileprivate var words: String {
    switch self {
    case .unknown: "unknown: no server could answer from elsewhere"
    case .endpointIndependent:
      "endpoint-independent: lets in everybody once you have sent something"
    case .portIndependent: "lets in other ports of a host that you have written to"
    case .addressDependent: "address-dependent: lets in the hosts that you have written to"
    case .addressAndPortDependent:
      "address-and-port-dependent: lets in only the very ports that you have written to"
    }
  }
}

extension Address {
  /// What kind of address it is, for people (RFC 1918, 6598, 4193, 3927).
  fileprivate var kindWord: String {
    if isLoopback { return "this machine only" }
    guard isIPv4 else {
      if isLinkLocal { return "link-local" }
      return high >> 57 == 0x7E ? "private" : "public"
    }
    let (a, b) = (low >> 24 & 0xFF, low >> 16 & 0xFF)
    switch (a, b) {
    case (10, _), (172, 16...31), (192, 168): return "private"
    case (100, 64...127): return "shared by your provider"
    case (169, 254): return "link-local"
    default: return "public"
    }
  }
}
