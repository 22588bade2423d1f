import ArgumentParser
import GridGame
import Impairment
import Netplay
import Rollback
import Station
import Stun
import Vocabulary

extension Bot.Skill: ExpressibleByArgument {}

/// The options of every command that plays.
struct MatchOptions: ParsableArguments {
  @Option(help: "What the others see. Default: your login name.")
  var name: String?

  @Option(help: "Let a bot play: easy, fair or hard.")
  var bot: Bot.Skill?

  @Option(help: "Frames between pressing a key and its effect, 0 to 15.")
  var inputDelay = 2

  @Option(help: "Most frames to run ahead of confirmed inputs, 0 to 15.")
  var window = 10

  @Option(
    help: ArgumentHelp(
      "Impair what this process sends, for example \"p2p:latency=60,jitter=5,loss=0.5;relay:latency=90\".",
      discussion: """
        Paths are p2p and relay; keys are latency, jitter (ms, one-way), loss, dup, reorder \
        (percent), burst (mean length), cut=A-B or cut=A- (seconds since frame 0, both directions).
        """))
  var inject: String?

  @Option(
    help: ArgumentHelp(
      "A STUN server that tells how others see us, HOST:PORT; may be given several times.",
      discussion: "The relay's own UDP port is asked in any case."))
  var stun: [String] = []

  @Option(help: "The UDP port for P2P, to be forwarded at a router. Default: any free one.")
  var udpPort: UInt16?

  @Flag(help: "Tell nobody our address and send nothing by UDP: the relay alone carries the game.")
  var relayOnly = false

  @Option(help: "Alter our own state at this frame, to see a desync found.")
  var corrupt: Int?

  @Option(help: "Write the summary as JSON to this file; - is standard output.")
  var json: String?

  @Option(
    help: "Write one JSON line a second to this file while the match is played; - without a screen."
  )
  var metrics: String?

  @Option(help: "Write events as JSON lines to this file.")
  var log: String?

  @Flag(help: "All keys at once, also those that harm the match for all; demo and solo always.")
  var lab = false

  @Flag(help: "No screen: bots play, one status line a second on standard error.")
  var headless = false

  @OptionGroup(title: "Screen and keys") var display: DisplayOptions

  func validate() throws {
    guard (0...Session<Ghostline>.maxDelay).contains(inputDelay) else {
      throw ValidationError("--input-delay must be between 0 and 15, not \(inputDelay).")
    }
    guard (0...Session<Ghostline>.maxWindow).contains(window) else {
      throw ValidationError("--window must be between 0 and 15, not \(window).")
    }
    if metrics == "-", !headless || json == "-" {
      throw ValidationError(
        "--metrics - needs standard output for itself: with a screen or --json - name a file.")
    }
    if let corrupt, corrupt < 1 {
      throw ValidationError("--corrupt must be a frame from 1 on, not \(corrupt).")
    }
    _ = try injection()
    if relayOnly, !stun.isEmpty || udpPort != nil {
      throw ValidationError("--stun and --udp-port are for P2P, which --relay-only forbids.")
    }
    guard stun.count < StunClient.mostServers else {
      throw ValidationError("--stun may be given at most \(StunClient.mostServers - 1) times.")
    }
    _ = try stunServers()
  }

  /// The STUN servers that were named.
  func stunServers() throws -> [HostPort] {
    try stun.map { text in
      guard let server = HostPort(text, defaultPort: StunClient.defaultPort) else {
        throw ValidationError("--stun expects HOST:PORT, for example stun.example.org:3478.")
      }
      return server
    }
  }

  /// How the direct path may be used, with a relay at that place.
  ///
  /// - Parameter relay: Answers STUN on the UDP port of its number; nothing when it is our own,
  ///   which sees us from inside.
  func directPolicy(relay: HostPort?, isLoopback: Bool) throws -> DirectPolicy {
    if relayOnly { return .relayOnly }
    if isLoopback { return .loopback }
    let own = relay.map { [HostPort(host: $0.host, port: $0.port)] } ?? []
    return .everywhere(stun: own + (try stunServers()))
  }

  /// What is injected, as a value.
  func injection() throws -> Injection {
    guard let inject else { return .none }
    do throws(InjectionError) {
      return try Injection(parsing: inject)
    } catch {
      throw ValidationError("--inject: \(error).")
    }
  }
}

/// The terms of a match; the room's creator chooses them, others may insist on them.
struct TermsOptions: ParsableArguments {
  @Option(help: "Seed of the match, decimal or 0x…. Default: random.")
  var seed: Seed?

  @Option(help: "A map by name (open, crossroads, pillars, corridors, fourrooms, wide), or a file.")
  var map: String?

  @Option(help: "Frames between two hash reports, 1 to 600. Default: 30.")
  var hashInterval: Int?

  @Option(help: "End the episode at this confirmed frame; matches follow each other until then.")
  var frames: Int?

  func validate() throws {
    if let hashInterval, !MatchTerms.Limit.hashInterval.contains(hashInterval) {
      throw ValidationError("--hash-interval must be between 1 and 600, not \(hashInterval).")
    }
    if let frames, !MatchTerms.Limit.frames.contains(frames) {
      throw ValidationError("--frames must be between 1 and 100000000, not \(frames).")
    }
  }
}

/// A 64-bit seed as people write it.
struct Seed: ExpressibleByArgument {
  let value: UInt64

  init(_ value: UInt64) { self.value = value }

  init?(argument: String) {
    let parsed =
      argument.hasPrefix("0x") ? UInt64(argument.dropFirst(2), radix: 16) : UInt64(argument)
    guard let parsed else { return nil }
    value = parsed
  }
}
