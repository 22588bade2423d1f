import Rollback
import Vocabulary

/// The addresses at which a peer may be reached, with places for each origin; `DirectLink` asks it.
struct DirectCandidates: Sendable {
  private(set) var list: [DirectCandidate] = []
  private var dice: SplitMix64

  init(seed: UInt64) { dice = SplitMix64(seed: seed) }

  var indices: Range<Int> { list.indices }

  var isEmpty: Bool { list.isEmpty }

  subscript(index: Int) -> DirectCandidate {
    get { list[index] }
    set { list[index] = newValue }
  }

  func index(of address: Address) -> Int? { list.firstIndex { $0.address == address } }

  /// Forgets what the peer had told, and tells no more.
  ///
  /// - Parameter active: Stays in any case.
  mutating func keep(_ told: [Address], _ active: Address?) {
    list.removeAll {
      $0.origin == .offered && $0.address != active && !told.contains($0.address)
    }
  }

  /// Takes an address, unless it is known, can be nobody's, or there is no place for it.
  mutating func add(
    _ address: Address, _ origin: DirectCandidate.Origin, sparing active: Address?, now: Instant
  ) {
    if let index = index(of: address) {
      if origin == .offered { list[index].origin = .offered }
      return
    }
    guard address.isSingleHost, makeRoom(for: origin, sparing: active) else { return }
    list.append(DirectCandidate(address, origin, nonce: dice.next(), now: now))
  }

  /// All are tried quickly again.
  mutating func renew(now: Instant) { for index in indices { list[index].renew(now: now) } }

  /// Those that the peer spoke from have `heardPlaces`, and what it tells has the others. Within them
  /// the oldest that was heard makes room, and the last that was told: the peer tells the likeliest
  /// first.
  private mutating func makeRoom(
    for origin: DirectCandidate.Origin, sparing active: Address?
  ) -> Bool {
    let isFull = list.count >= DirectLink.Limit.candidates
    let heard = list.count { $0.origin == .heard }
    let leaving: Int?
    switch origin {
    case .heard where heard >= DirectLink.Limit.heardPlaces:
      leaving = list.firstIndex { $0.origin == .heard && $0.address != active }
    case .heard:
      guard isFull else { return true }
      leaving = list.lastIndex {
        $0.origin == .offered && $0.address != active && $0.answeredAt == nil
      }
    case .offered: return !isFull
    }
    guard let leaving else { return false }
    list.remove(at: leaving)
    return true
  }
}
