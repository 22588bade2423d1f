package import NIOCore
import NIOPosix
package import Relay
package import Vocabulary

/// Measures how long a TCP connection to a relay takes to stand: one round trip each.
package enum RelayProbe {
  package static let attempts = 5
  /// Connections before those, which are not counted: threads wake up.
  private static let warmUps = 1
  package static let patience = Duration.seconds(3)

  /// Connects and closes again, a few times; blocks for as long as that takes, so never on an event
  /// loop.
  ///
  /// - Parameter addresses: Of the relay, as they were looked up: that has its own time.
  package static func measure(
    _ location: HostPort, at addresses: [Address], on eventLoop: any EventLoop,
    now: @Sendable () -> Instant
  ) -> RelayAnswer {
    let bootstrap = ClientBootstrap(group: eventLoop)
      .resolver(KnownAddresses(addresses: addresses, eventLoop: eventLoop))
      .connectTimeout(.nanoseconds(patience.wholeNanoseconds))
    var roundTrips: [Duration] = []
    for _ in 0..<warmUps + attempts {
      let start = now()
      do {
        let channel = try bootstrap.connect(host: location.host, port: Int(location.port)).wait()
        roundTrips.append(now() - start)
        channel.close(promise: nil)
      } catch {
        // One that stood is answer enough: later ones meet the relay's own limits.
        guard roundTrips.isEmpty else { break }
        switch RelayClosure(error, at: location) {
        case .unreachable(_, _, let cause): return .unreachable(cause)
        case .timedOut, .notARelay, .unavailable, .tls, .refused, .lost, .silent:
          return .timedOut
        }
      }
    }
    return .answered(Array(roundTrips.dropFirst(roundTrips.count > warmUps ? warmUps : 0)))
  }
}
