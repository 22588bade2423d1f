import GridGame
import Netplay
import Rollback
package import Station
package import Vocabulary

/// Makes the evidence of a desync a document: the first bad frame, what differs in it, both sides'
/// hashes, the inputs around it and our state.
///
/// Each side writes its own; the two files name the same frame and the same sections, and `ours` of
/// one is `theirs` of the other.
package enum DesyncReport {
  package static func document(_ playing: borrowing Playing, peer seat: PlayerIndex) -> JSONValue {
    let ledger = playing.match.endpointIndex(of: seat).map { playing.match.endpoints[$0].ledger }
    let bracket = ledger?.bracket
    let bad = ledger?.firstBadFrame
    let evidence = bad.flatMap { playing.match.evidence.kept(at: $0) }
    return .object([
      "version": .int(2), "session": .string(Sentences.hex(playing.terms.epoch)),
      "seat": .int(playing.match.configuration.localSeat.number), "peer": .int(seat.number),
      "firstBadFrame": .init(bad?.number), "verifiedFrame": .init(ledger?.verifiedFrame?.number),
      "chain": .object([
        "ours": .init(bracket.map { Sentences.hex($0.ours) }),
        "theirs": .init(bracket.map { Sentences.hex($0.theirs) }),
      ]),
      "checksum": .init(evidence.map { Sentences.hex($0.checksum) }),
      "seed": .string("\(playing.terms.seed)"), "map": .string(playing.game.map.name),
      "differing": differing(ledger?.sections), "sections": sections(ledger?.sections),
      "state": state(evidence), "inputs": inputs(evidence),
    ])
  }

  /// The names of the sections that differ; nothing while the peer's are not known.
  private static func differing(_ comparison: SectionComparison?) -> JSONValue {
    guard let names = comparison?.differing else { return .null }
    return .array(names.map { .string($0) })
  }

  /// Both digests of every section, in the order of the game.
  private static func sections(_ comparison: SectionComparison?) -> JSONValue {
    guard let comparison, !comparison.ours.isEmpty else { return .null }
    let theirs = comparison.theirs?.digests ?? []
    return .array(
      comparison.ours.indices.map { index in
        .object([
          "name": .string(comparison.ours[index].name),
          "ours": .string(Sentences.hex(comparison.ours[index].digest)),
          "theirs": index < theirs.count ? .string(Sentences.hex(theirs[index])) : .null,
        ])
      })
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
