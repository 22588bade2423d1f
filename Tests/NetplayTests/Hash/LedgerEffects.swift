import Netplay
import Rollback
import Vocabulary

/// The ledger writes into its caller's buffer; tests look at what one call wrote.
extension ChecksumLedger {
  @discardableResult
  mutating func compare(with chain: StateChain, now: Instant) -> [Effect] {
    var effects: [Effect] = []
    compare(with: chain, now: now, effects: &effects)
    return effects
  }

  @discardableResult
  mutating func disputed(
    _ entries: [Datagram.HashReport], chain: StateChain
  ) -> [Effect] {
    var effects: [Effect] = []
    disputed(entries, chain: chain, effects: &effects)
    return effects
  }

  @discardableResult
  mutating func described(_ sections: [SectionDigest]) -> [Effect] {
    var effects: [Effect] = []
    described(sections, effects: &effects)
    return effects
  }

  @discardableResult
  mutating func received(_ report: Datagram.SectionReport) -> [Effect] {
    var effects: [Effect] = []
    received(report, effects: &effects)
    return effects
  }
}

/// Sections as a game would record them, one word in each.
func recorded(_ names: [StaticString], _ words: [UInt64]) -> [SectionDigest] {
  var hasher = StateHasher.recordingSections()
  for (name, word) in zip(names, words) {
    hasher.section(name)
    hasher.combine(word)
  }
  return hasher.sections()
}
