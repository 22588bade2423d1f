import Foundation
import Testing

/// A summary as a program would read it.
struct Summary: Decodable {
  struct Inputs: Decodable {
    let sentViaP2P: Int
    let sentViaRelay: Int
    let receivedViaP2P: Int
    let receivedViaRelay: Int
    let p2pReceiveRatio: Double?
    let p2pFirstShare: Double?
  }

  struct Fallback: Decodable {
    struct Event: Decodable {
      let frame: Int
      let at: Int
      let kind: String
      let cause: String?
    }
    let triggered: Bool
    let frame: Int?
    let cause: String?
    let events: [Event]
  }

  struct Rollback: Decodable {
    let count: Int
    let mispredictedInputs: Int
    let resimulatedFrames: Int
    let maxDepth: Int
    let depthHistogram: [Int]
    let stalls: Int
    let stallMilliseconds: Int
  }

  struct Peer: Decodable {
    struct Path: Decodable {
      struct Inputs: Decodable {
        let received: Int
        let first: Int
        let later: Int
        let duplicate: Int
        let rejected: Int
      }
      let state: String
      let packetsSent: Int
      let packetsReceived: Int
      let bytesSent: Int
      let bytesReceived: Int
      let inputs: Inputs
    }
    struct Paths: Decodable {
      let p2p: Path
      let relay: Path
    }
    let seat: Int
    let name: String
    let verifiedFrame: Int?
    let hashesSent: Int
    let hashesReceived: Int
    let hashesCompared: Int
    let hashMismatches: Int
    let firstBadFrame: Int?
    let modes: [String: Int]
    let p2pObstacle: String?
    let paths: Paths
  }

  let version: Int
  let session: String
  let seat: Int
  let frames: Int
  let confirmedFrame: Int
  let finalChecksum: String?
  let chain: String?
  let endReason: String
  let inputs: Inputs
  let fallback: Fallback
  let rollback: Rollback
  /// Datagrams that were thrown away, by reason.
  let ignored: [String: Int]
  let peers: [Peer]

  /// What must hold for the counters of every summary.
  func expectIdentities() {
    #expect(rollback.depthHistogram.reduce(0, +) == rollback.count)
    let depths = rollback.depthHistogram.enumerated().reduce(0) { $0 + $1.offset * $1.element }
    #expect(depths == rollback.resimulatedFrames)
    var first = 0
    var viaDirect = 0
    var viaRelay = 0
    for peer in peers {
      for path in [peer.paths.p2p, peer.paths.relay] {
        let inputs = path.inputs
        #expect(
          inputs.first + inputs.later + inputs.duplicate + inputs.rejected == inputs.received)
        first += inputs.first
      }
      viaDirect += peer.paths.p2p.inputs.first + peer.paths.p2p.inputs.later
      viaRelay += peer.paths.relay.inputs.first + peer.paths.relay.inputs.later
    }
    #expect(viaDirect == inputs.receivedViaP2P)
    #expect(viaRelay == inputs.receivedViaRelay)
    #expect(first == confirmedFrame * peers.count)
  }
}

/// What a test reads of a desync report.
struct DesyncReport: Decodable {
  struct Pair: Decodable {
    let ours: String
    let theirs: String
  }

  let firstBadFrame: Int
  let differing: [String]
  let chain: Pair
  let checksum: String
}

/// A line of the event log, as far as tests look at it.
struct LoggedEvent: Decodable {
  let event: String
  let path: String?
  let to: String?

  /// Whether a path to a peer that was there no longer is.
  func isLoss(of path: String) -> Bool {
    event == "path" && self.path == path && ["never", "suspect", "down"].contains(to)
  }
}

/// A host and a guest, headless, with bots, to their end.
struct HeadlessMatch {
  let host: Program.Output
  let guest: Program.Output
  let summaries: [Summary]
  /// What they wrote about a desync.
  let reports: [DesyncReport]
  /// What they logged.
  let logs: [[LoggedEvent]]

  /// - Parameters:
  ///   - guestComesAfter: How long the host waits for somebody, as hosts do.
  ///   - room: Where the room is: an own relay on loopback, unless said otherwise.
  ///   - hostError: Takes what the host says on standard error.
  ///   - meanwhile: What happens around the players once both are there.
  init(
    frames: Int, room: [String] = ["--advertise", "127.0.0.1", "--port", "0"],
    host hostArguments: [String] = [], guest guestArguments: [String] = [],
    guestComesAfter wait: TimeInterval = 0, hostError: Pipe? = nil,
    meanwhile: (_ host: Program) throws -> Void = { _ in }
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("ghostline-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      // What is left behind in a temporary folder harms nobody.
      do { try FileManager.default.removeItem(at: folder) } catch {}
    }
    let files = ["host.json", "guest.json"].map { folder.appendingPathComponent($0) }
    let journals = ["host.log", "guest.log"].map { folder.appendingPathComponent($0) }
    let state = ["XDG_STATE_HOME": folder.path]
    let common = ["--headless", "--frames", "\(frames)"]
    let hosting = try Program(
      ["host", "--seed", "42", "--json", files[0].path] + room + common
        + Self.logging(to: journals[0], beside: hostArguments),
      environment: state, standardError: hostError)
    let invite = try #require(hosting.line(after: "invite: "))
    Thread.sleep(forTimeInterval: wait)
    let joining = try Program(
      ["join", invite, "--json", files[1].path] + common
        + Self.logging(to: journals[1], beside: guestArguments), environment: state)
    try meanwhile(hosting)
    let limit = Double(frames) / 60 + 40
    host = hosting.finish(within: limit)
    guest = joining.finish(within: limit)
    summaries = try files.map {
      try JSONDecoder().decode(Summary.self, from: Data(contentsOf: $0))
    }
    let written = journals.filter { FileManager.default.fileExists(atPath: $0.path) }
    logs = try written.map { journal in
      try String(contentsOf: journal, encoding: .utf8).split(separator: "\n")
        .map { try JSONDecoder().decode(LoggedEvent.self, from: Data($0.utf8)) }
    }
    reports = try [host, guest].flatMap { $0.standardError.split(separator: "\n") }
      .filter { $0.hasPrefix("desync report: ") }
      .map { URL(fileURLWithPath: String($0.dropFirst("desync report: ".count))) }
      .map { try JSONDecoder().decode(DesyncReport.self, from: Data(contentsOf: $0)) }
  }

  /// Everybody logs, unless a test has a log of its own.
  private static func logging(to journal: URL, beside arguments: [String]) -> [String] {
    arguments.contains("--log") ? arguments : arguments + ["--log", journal.path]
  }
}
