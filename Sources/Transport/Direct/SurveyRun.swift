package import NIOCore
import Station
package import Stun
package import Vocabulary

/// Asks servers what lies between them and this machine, for `ghostline doctor`.
package enum SurveyRun {
  /// How long it waits for a datagram at most.
  private static let patience = Duration.milliseconds(200)

  /// Asks all from a socket of its own, from which nothing else was sent; blocks until it knows, so never
  /// on an event loop. What the process slept through is no server's silence.
  ///
  /// - Parameter seed: Unpredictable to others.
  package static func ask(
    _ servers: [Address], seed: UInt64, on eventLoop: any EventLoop,
    now: @escaping @Sendable () -> Instant
  ) throws(DirectSocketError) -> (own: [Address], NATSurvey.Verdict) {
    let inbox = try inbox(now: now)
    let isHere = !servers.isEmpty && servers.allSatisfy(\.isLoopback)
    let socket = try DirectSocket.open(
      reach: isHere ? .loopback : .everywhere, on: eventLoop, inbox: inbox)
    defer { socket.close() }
    let own = socket.localAddresses()
    var vigil = Vigil(now: now())
    var survey = NATSurvey(servers: servers, ownAddresses: own, seed: seed)
    survey.start(now: vigil.now)
    var arrivals: [Arrival] = []
    while true {
      _ = vigil.woke(now: now())
      inbox.drain(into: &arrivals)
      for arrival in arrivals {
        guard case .direct(let source, let bytes) = arrival.content else { continue }
        let time = vigil.own(arrival.time)
        obey(survey.received(bytes[...], from: source, now: time), socket)
      }
      arrivals.removeAll()
      obey(survey.tick(now: vigil.now), socket)
      if let verdict = survey.verdict { return (own, verdict) }
      let left = survey.nextTick.map { $0 - vigil.now } ?? .zero
      let wait = min(max(left, .milliseconds(1)), patience)
      vigil.willWake(at: vigil.now + wait)
      _ = inbox.wait(atMost: wait)
    }
  }

  /// What arrives, for who asks with a socket.
  static func inbox(
    now: @escaping @Sendable () -> Instant
  ) throws(DirectSocketError) -> Inbox {
    do throws(IOError) {
      return try Inbox(now: now)
    } catch {
      throw .cannotBind(port: 0, errno: error.errnoCode)
    }
  }

  private static func obey(_ effects: [NATSurvey.Effect], _ socket: DirectSocket) {
    for case .send(let bytes, let address) in effects { socket.send(bytes, to: address) }
  }
}
