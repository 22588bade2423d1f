/// Remembers which of the newest counters have been seen, so that no datagram counts twice.
///
/// A ring of bits as in RFC 6479: what lies further back than the window counts as seen.
package struct ReplayWindow: Hashable, Sendable {
  /// Counters remembered behind the newest one, at least: seventeen seconds of a game.
  package static let size = 1024

  package enum Judgement: Hashable, Sendable { case new, repeated, tooOld }

  /// One word more than the window, so that the newest word can be cleared as a whole.
  private static let wordCount = size / 64 + 1

  private var words = [UInt64](repeating: 0, count: wordCount)
  private var newest: UInt32?

  package init() {}

  /// Whether a counter is new; changes nothing, since its datagram may yet prove to be forged.
  package func judge(_ counter: UInt32) -> Judgement {
    guard let newest, counter <= newest else { return .new }
    guard newest - counter < UInt32(Self.size) else { return .tooOld }
    return words[Self.slot(counter)] & Self.bit(counter) == 0 ? .new : .repeated
  }

  /// Notes a counter whose datagram was genuine.
  package mutating func note(_ counter: UInt32) {
    let latest = newest ?? 0
    if newest == nil || counter > latest {
      let first = Int(latest / 64) + 1
      let last = Int(counter / 64)
      if first <= last {
        for word in max(first, last - Self.wordCount + 1)...last {
          words[word % Self.wordCount] = 0
        }
      }
      newest = counter
    }
    words[Self.slot(counter)] |= Self.bit(counter)
  }

  private static func slot(_ counter: UInt32) -> Int { Int(counter / 64) % wordCount }
  private static func bit(_ counter: UInt32) -> UInt64 { 1 << UInt64(counter % 64) }
}
