/// A point on the relay's monotonic clock, which the caller reads; the zero point is the caller's.
///
/// The relay imports nothing, so it has its own; one integer keeps the forwarding path lean.
package struct RelayInstant: Hashable, Comparable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  package static let zero = RelayInstant(nanoseconds: 0)

  package static func < (a: RelayInstant, b: RelayInstant) -> Bool { a.nanoseconds < b.nanoseconds }

  package static func + (a: RelayInstant, b: Duration) -> RelayInstant {
    RelayInstant(nanoseconds: a.nanoseconds + b.relayNanoseconds)
  }

  package static func - (a: RelayInstant, b: RelayInstant) -> Duration {
    .nanoseconds(a.nanoseconds - b.nanoseconds)
  }
}

extension Duration {
  /// The length in whole nanoseconds; exact up to 292 years.
  var relayNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
