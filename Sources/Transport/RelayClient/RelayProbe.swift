package import NIOCore
import NIOPosix
package import Relay
import Station
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

  /// Opens a room of its own and leaves it again; blocks as `measure` does.
  ///
  /// - Returns: Why there was no room; nothing when there was.
  package static func openRoom(
    _ relay: RelayAddress, by token: JoinToken, on eventLoop: any EventLoop,
    now: @escaping @Sendable () -> Instant
  ) -> RelayClosure? {
    let inbox: Inbox
    do throws(IOError) {
      inbox = try Inbox(now: now)
    } catch {
      return .lost
    }
    let connection = RelayConnection(
      to: relay.location, by: relay.link, saying: RelayEntry.create(token, capacity: 2).message,
      on: eventLoop, inbox: inbox)
    defer { connection.leave()?.wait() }
    var deadline = now() + RelayLine.Limit.lookUp
    var arrivals: [Arrival] = []
    while now() < deadline {
      _ = inbox.wait(atMost: .milliseconds(200))
      inbox.drain(into: &arrivals)
      for arrival in arrivals {
        switch arrival.content {
        case .relay(_, .lookedUp): deadline = now() + RelayLine.Limit.welcome
        case .relay(_, .message(.welcome)): return nil
        case .relay(_, .message(.refused(let reason))): return .refused(reason)
        case .relay(_, .closed(let closure)): return closure
        case .direct, .directClosed, .relay, .resolved, .localAddresses: break
        }
      }
      arrivals.removeAll()
    }
    return .timedOut(host: relay.location.host, port: relay.location.port)
  }
}
