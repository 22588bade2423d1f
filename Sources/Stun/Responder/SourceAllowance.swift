import Vocabulary

/// Allows each source a steady rate and a burst, in a table of fixed size that no flood closes to others.
///
/// One leaky bucket each, whose only state is the time at which it is empty again (the "generic cell
/// rate algorithm", ITU-T I.371). A source has a place in one of many small sets, by a keyed hash, so
/// that nobody can choose whom to meet there. When its set is full, the one that least is held against
/// makes way: who asks for the first time is always answered, and who floods under one address, or is to
/// be flooded, is the last to be forgotten.
struct SourceAllowance: Hashable, Sendable {
  enum Decision: Hashable, Sendable {
    case allowed
    case overRate
  }

  private struct Place: Hashable, Sendable {
    var source: UInt64 = 0
    /// In nanoseconds.
    var emptyAt = Int64.min
  }

  private static let placesPerSet = 8

  private let cost: Int64
  private let depth: Int64
  private let key: UInt64
  private var places: [Place]
  /// Sources that made way while something was held against them.
  private(set) var displaced = 0

  /// - Parameter key: What nobody else knows.
  init(perSecond: Int, burst: Int, sources: Int, key: UInt64) {
    precondition(
      perSecond > 0 && burst > 0 && sources > 0,
      "\(perSecond) a second, \(burst) at once for \(sources) sources allow nothing")
    cost = 1_000_000_000 / Int64(perSecond)
    depth = cost * Int64(burst)
    self.key = key
    let sets = (sources + Self.placesPerSet - 1) / Self.placesPerSet
    places = Array(repeating: Place(), count: sets * Self.placesPerSet)
  }

  /// How many there is something held against.
  func sources(now: Instant) -> Int { places.count { $0.emptyAt > now.nanoseconds } }

  /// Charges one unit if it is within, and none otherwise.
  mutating func take(from address: Address, now: Instant) -> Decision {
    let source = digest(address.source)
    let first = Int(source.multipliedFullWidth(by: setCount).high) * Self.placesPerSet
    let set = first..<first + Self.placesPerSet
    let place =
      set.first { places[$0].source == source }
      ?? set.min { places[$0].emptyAt < places[$1].emptyAt } ?? first
    if places[place].source != source {
      if places[place].emptyAt > now.nanoseconds { displaced += 1 }
      places[place] = Place(source: source)
    }
    let end = max(places[place].emptyAt, now.nanoseconds) + cost
    guard end - now.nanoseconds <= depth else { return .overRate }
    places[place].emptyAt = end
    return .allowed
  }

  private var setCount: UInt64 { UInt64(places.count / Self.placesPerSet) }

  private func digest(_ address: Address) -> UInt64 {
    var high = SplitMix64(seed: key ^ address.high)
    var low = SplitMix64(seed: high.next() ^ address.low)
    return low.next()
  }
}
