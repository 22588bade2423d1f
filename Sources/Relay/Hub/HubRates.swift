import Vocabulary

/// The limits that are rates, computed once.
struct HubRates: Hashable, Sendable {
  let frames: Rate
  let bytes: Rate
  let signals: Rate
  let seatings: Rate
  let abuseFactor: Int
  private let address: Allowance
  private let site: Allowance

  init(_ limits: RelayLimits) {
    frames = .perSecond(limits.framesPerSecond)
    bytes = .perSecond(limits.bytesPerSecond)
    signals = .perSecond(limits.signalsPerSecond)
    seatings = .perMinute(limits.seatingsPerMinute)
    address = Allowance(limits, times: 1)
    site = Allowance(limits, times: limits.siteFactor)
    abuseFactor = limits.abuseFactor
  }

  func allowance(of scope: ClientAddress) -> Allowance {
    switch scope {
    case .ipv4, .ipv6: address
    case .site: site
    }
  }
}
