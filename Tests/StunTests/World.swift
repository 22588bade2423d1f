import Stun
import Vocabulary

/// Is driven by ticks and datagrams, as the client and the survey are.
protocol Asker {
  associatedtype Effect: Hashable
  mutating func tick(now: Instant) -> [Effect]
  mutating func received(_ bytes: ArraySlice<UInt8>, from source: Address, now: Instant) -> [Effect]
  var nextTick: Instant? { get }
  static func datagram(_ effect: Effect) -> (bytes: [UInt8], to: Address)?
}

extension StunClient: Asker {
  static func datagram(_ effect: Effect) -> (bytes: [UInt8], to: Address)? {
    if case .send(let bytes, let to) = effect { (bytes, to) } else { nil }
  }
}

extension NATSurvey: Asker {
  static func datagram(_ effect: Effect) -> (bytes: [UInt8], to: Address)? {
    if case .send(let bytes, let to) = effect { (bytes, to) } else { nil }
  }
}

/// Carries datagrams between one asker behind a NAT and some servers, in virtual time.
struct World {
  enum Weather {
    case clear
    /// Loses one datagram in ten, each way.
    case lossy(seed: UInt64)
    /// Lets no datagram in.
    case blocked
  }

  /// One way.
  static let delay = Duration.milliseconds(20)

  var nat: NATModel
  var weather: Weather
  private(set) var now = at(1_000)
  private(set) var sent: [Address] = []
  private(set) var lost = 0
  private var sites: [Site]
  private var dice: SplitMix64
  private struct Parcel {
    let arrival: Instant
    let bytes: [UInt8]
    let from: Address
    let to: Address
  }
  private var parcels: [Parcel] = []

  init(_ nat: NATModel, _ sites: [Site], _ weather: Weather = .clear) {
    self.nat = nat
    self.sites = sites
    self.weather = weather
    dice = SplitMix64(seed: 0)
    if case .lossy(let seed) = weather { dice = SplitMix64(seed: seed) }
  }

  /// Goes on for so long; returns what the asker asked for but sending.
  mutating func run<A: Asker>(_ asker: inout A, for duration: Duration) -> [A.Effect] {
    let end = now + duration
    var effects: [A.Effect] = []
    while let next = [asker.nextTick, parcels.map(\.arrival).min()].compactMap({ $0 }).min(),
      next <= end
    {
      now = max(now, next)
      let due = parcels.filter { $0.arrival <= now }
      parcels.removeAll { $0.arrival <= now }
      for parcel in due { effects += deliver(parcel, to: &asker) }
      if let tick = asker.nextTick, tick <= now { effects += obey(asker.tick(now: now), A.self) }
    }
    now = end
    return effects
  }

  private mutating func deliver<A: Asker>(_ parcel: Parcel, to asker: inout A) -> [A.Effect] {
    if let index = sites.firstIndex(where: { $0.addresses.contains(parcel.to) }) {
      let answer = sites[index].received(
        parcel.bytes, from: parcel.from, at: parcel.to, now: now)
      if let answer { post(answer.bytes, from: answer.from, to: parcel.from) }
      return []
    }
    guard nat.letsIn(from: parcel.from, to: parcel.to) else { return [] }
    return obey(asker.received(parcel.bytes[...], from: parcel.from, now: now), A.self)
  }

  private mutating func obey<A: Asker>(_ effects: [A.Effect], _: A.Type) -> [A.Effect] {
    effects.filter { effect in
      guard let (bytes, to) = A.datagram(effect) else { return true }
      sent.append(to)
      post(bytes, from: nat.sent(to: to), to: to)
      return false
    }
  }

  private mutating func post(_ bytes: [UInt8], from: Address, to: Address) {
    let isLost =
      switch weather {
      case .clear: false
      case .blocked: true
      case .lossy: dice.next(below: 10) == 0
      }
    guard !isLost else {
      lost += 1
      return
    }
    parcels.append(Parcel(arrival: now + Self.delay, bytes: bytes, from: from, to: to))
  }
}
