import GridGame
import Netplay
import Rollback

/// Writes the evidence of a desync to a file: first bad frame, both hashes, inputs around it, state.
struct DesyncReport {
  /// - Returns: Where it was written.
  /// - Throws: `Failure` when it could not be.
  static func write(
    _ playing: Station.Playing, peer seat: PlayerIndex
  ) throws(Failure) -> String {
    try StateFolder.write(
      document(playing, peer: seat), to: "desync", named: "peer\(seat.number)-" + playing.fileName)
  }

  private static func document(_ playing: Station.Playing, peer seat: PlayerIndex) -> JSONValue {
    let index = playing.match.endpointIndex(of: seat) ?? 0
    let bracket = playing.match.endpoints[index].ledger.bracket
    let bad = bracket?.differing ?? .zero
    return .object([
      "version": .int(1), "session": .string(Sentences.hex(playing.terms.epoch)),
      "seat": .int(playing.match.configuration.localSeat.number), "peer": .int(seat.number),
      "firstBadFrame": .int(bad.number),
      "ours": .init(bracket.map { Sentences.hex($0.ours) }),
      "theirs": .init(bracket.map { Sentences.hex($0.theirs) }),
      "seed": .string("\(playing.terms.seed)"), "map": .string(playing.game.map.name),
      "sections": sections(playing.match.evidence.kept),
      "state": state(playing.match.evidence.kept),
      "inputs": inputs(playing.match.evidence.kept),
    ])
  }

  private static func sections(_ evidence: EvidenceStore<Ghostline>.Evidence?) -> JSONValue {
    guard let evidence else { return .null }
    var members: [String: JSONValue] = [:]
    for section in evidence.sections {
      members[section.name] = .string(Sentences.hex(section.digest))
    }
    return .object(members)
  }

  private static func state(_ evidence: EvidenceStore<Ghostline>.Evidence?) -> JSONValue {
    guard let evidence else { return .null }
    let hex = unsafe withUnsafeBytes(of: evidence.state) { bytes in
      unsafe bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
    }
    return .object(["frame": .int(evidence.frame.number), "bytes": .string(hex)])
  }

  /// Rows of one raw input per seat.
  private static func inputs(_ evidence: EvidenceStore<Ghostline>.Evidence?) -> JSONValue {
    guard let evidence else { return .null }
    return .array(
      evidence.inputs.map { row in
        .object([
          "frame": .int(row.frame.number),
          "inputs": .array(row.inputs.map { .int(Int($0.rawValue)) }),
        ])
      })
  }
}
