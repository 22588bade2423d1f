import Presentation
import Relay
import Testing
import Vocabulary

/// What a relay is told by file, environment and command line, and which of them counts.
struct RelaySettingsTests {
  private func settings(
    file: String = "", _ variables: [String: String] = [:], typed: [String: String?] = [:],
    limits: [String] = []
  ) throws(Failure) -> RelaySettings {
    let lines = try SettingsText.settings(
      in: Array(file.utf8), of: "relay.conf", named: RelaySettings.names)
    return try RelaySettings(file: lines, variables: variables, typed: typed, limits: limits)
  }

  @Test func `without any the defaults hold`() throws {
    let settings = try settings()
    #expect(settings.listen == HostPort(host: "0.0.0.0", port: 7777))
    #expect(settings.metrics == nil && settings.drainTo == nil)
    #expect(settings.drainTime == .seconds(60))
    #expect(settings.limits == RelayLimits())
  }

  @Test func `the command line counts more than the environment, and that more than the file`()
    throws
  {
    let file = "rooms = 5\nroom-capacity = 4\ndrain-seconds = 10\nlisten = [::]:1\n"
    let variables = [
      "GHOSTLINE_RELAY_ROOM_CAPACITY": "5", "GHOSTLINE_RELAY_DRAIN_SECONDS": "11",
      "GHOSTLINE_RELAY_CONFIG": "relay.conf", "GHOSTLINE_NAME": "zoe", "HOME": "/",
    ]
    let settings = try settings(
      file: file, variables, typed: ["drain-seconds": "12", "listen": nil])
    #expect(settings.listen == HostPort(host: "::", port: 1))
    #expect(settings.limits.rooms == 5 && settings.limits.roomCapacity == 5)
    #expect(settings.drainTime == .seconds(12))
    for lines in [
      "# relay.conf:4\nlisten = [::]:1\n", "# default\n# metrics =\n",
      "# --drain-seconds\ndrain-seconds = 12\n", "# relay.conf:1\nrooms = 5\n",
      "# GHOSTLINE_RELAY_ROOM_CAPACITY\nroom-capacity = 5\n", "# default\nsilence-seconds = 15\n",
    ] {
      #expect((settings.text + "\n").contains(lines), "\(lines)")
    }
  }

  @Test func `what it prints is a file that says the same`() throws {
    let first = try settings(
      file: "metrics = 9777\ndrain-to = ghostline://b:7777\nunwritable-seconds = 3\n")
    let second = try settings(file: first.text)
    #expect(first.metrics == HostPort(host: "127.0.0.1", port: 9777))
    #expect(second.metrics == first.metrics && second.drainTo == NextRelay("ghostline://b:7777"))
    #expect(second.limits == first.limits && second.limits.unwritable == .seconds(3))
  }

  @Test(arguments: [
    ("listen = 7777", "relay.conf:1: listen expects HOST:PORT"),
    ("\nlisten = [fe80::1%eth0]:7777", "relay.conf:2: [fe80::1%eth0]:7777 is an address of one"),
    ("metrics = 70000", "relay.conf:1: metrics expects HOST:PORT"),
    ("drain-to = relay", "relay.conf:1: drain-to expects ghostline://HOST:PORT, not 'relay'"),
    ("drain-seconds = 86401", "relay.conf:1: drain-seconds expects a whole number from 0 to 86400"),
    ("drain-seconds = -1", "relay.conf:1: drain-seconds expects"),
    ("rooms = many", "relay.conf:1: rooms expects a whole number from 1 to 1000000, not 'many'"),
    ("rooms = 0", "relay.conf:1: rooms expects a whole number"),
    ("rooms", "relay.conf:1: expected NAME = VALUE"),
    (
      "# one\nromos = 5",
      "relay.conf:2: there is no setting 'romos'; there are listen, tls-certificate,"
    ),
    ("connections-per-adress = 1", "relay.conf:1: there is no setting 'connections-per-adress'"),
    ("theme = day", "relay.conf:1: there is no setting 'theme'"),
    ("rooms = 5\n\nrooms = 6", "relay.conf:3: rooms is set already at relay.conf:1"),
    ("silence-seconds = 5", "silence-seconds has to be more than ping-interval-seconds"),
  ])
  func `what is wrong is named with its place`(file: String, words: String) {
    expectFailure(words) { () throws(Failure) in try settings(file: file) }
  }

  @Test func `a wrong value is told also where another one counts`() {
    expectFailure("relay.conf:1: rooms expects") { () throws(Failure) in
      try settings(file: "rooms = x", ["GHOSTLINE_RELAY_ROOMS": "7"], limits: ["rooms=8"])
    }
  }

  @Test func `a variable that nobody knows is no silent nothing`() {
    expectFailure("GHOSTLINE_RELAY_ROMOS: there is no setting 'romos'; there are") {
      () throws(Failure) in try settings(["GHOSTLINE_RELAY_ROMOS": "7"])
    }
  }

  @Test func `limits are typed by name`() throws {
    let settings = try settings(limits: ["rooms=7", "rooms=8"])
    #expect(settings.limits.rooms == 8)
    #expect(settings.text.contains("# --limit\nrooms = 8"))
    for text in ["rooms", "romos=7", "listen=a:1", "", "=7"] {
      expectFailure("--limit expects NAME=VALUE, not '\(text)'; the names are connections,") {
        () throws(Failure) in try self.settings(limits: [text])
      }
    }
    expectFailure("--limit: rooms expects") { () throws(Failure) in
      try self.settings(limits: ["rooms="])
    }
  }

  @Test func `a relay has one event loop unless it is told otherwise, and 64 at most`() throws {
    #expect(try settings().loops == 1)
    let settings = try settings(
      file: "loops = 2", ["GHOSTLINE_RELAY_LOOPS": "3"], typed: ["loops": "64"])
    #expect(settings.loops == 64 && settings.text.contains("# --loops\nloops = 64"))
    for number in ["0", "65", "two"] {
      expectFailure("relay.conf:1: loops expects a whole number from 1 to 64, not '\(number)'") {
        () throws(Failure) in try self.settings(file: "loops = \(number)")
      }
    }
  }

  @Test func `a proxy that hides from TLS whose a client is leaves a relay one event loop`() throws
  {
    let tls = "tls-certificate = c\ntls-key = k\n"
    let proxy = "trusted-proxy = 10.0.0.1\n"
    expectFailure(
      "with a certificate and a trusted-proxy that speaks TLS itself, loops has to be 1"
    ) {
      () throws(Failure) in try settings(file: "loops = 2\n" + tls + proxy)
    }
    for file in [
      tls + proxy, "loops = 2\n" + tls, "loops = 2\n" + proxy,
      "loops = 2\nproxy-protocol = yes\n" + tls + proxy,
    ] {
      #expect(try settings(file: file).loops == (file.hasPrefix("loops") ? 2 : 1))
    }
  }

  @Test func `a log is a file, standard error, or none`() throws {
    #expect(try settings().journal == .none)
    #expect(try settings(file: "log = -").journal == .standardError)
    let settings = try settings(file: "log = -", typed: ["log": "/var/log/relay"])
    #expect(settings.journal == .file(path: "/var/log/relay"))
    #expect(settings.text.contains("# --log\nlog = /var/log/relay"))
    expectFailure("relay.conf:1: log expects a file") { () throws(Failure) in
      try self.settings(file: "log =")
    }
  }

  private func expectFailure<Result>(
    _ words: String, _ body: () throws(Failure) -> Result,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do throws(Failure) {
      _ = try body()
      Issue.record("it was accepted", sourceLocation: sourceLocation)
    } catch {
      #expect(
        error.code == .usage && error.message.hasPrefix(words), "\(error.message)",
        sourceLocation: sourceLocation)
    }
  }
}
