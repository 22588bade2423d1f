import Netplay

/// Says how far away another player feels, by the usual limits by which a path is judged.
package enum Distance: String {
  case near = "NEAR"
  case far = "FAR"
  case veryFar = "VERY FAR"

  package init(oneWay: Duration) {
    switch HealthLimits().classify(oneWay) {
    case .good: self = .near
    case .warning: self = .far
    case .critical, .down: self = .veryFar
    }
  }
}
