package import NIOCore
import Relay
package import Station
package import Vocabulary

/// Owns what `doctor --watch` measures by: a UDP socket, and two seats in a room of its own at the relay.
/// Obeys `RelayWatch`, and takes its seats again when they are lost.
package final class WatchRun: PathMeasurer {
  /// How long lost seats wait before they are taken again.
  private static let patience = Duration.seconds(3)

  private var watch: RelayWatch
  private let relay: RelayAddress
  private let place: Address?
  private let token: () -> JoinToken
  private let now: @Sendable () -> Instant
  private let eventLoop: any EventLoop
  private let inbox: Inbox
  private let socket: DirectSocket
  private var seats: [RelayConnection] = []
  private var attempt = 0
  private var room: JoinToken
  private var seatsDue: Instant?
  private var arrivals: [Arrival] = []

  /// - Parameters:
  ///   - place: Where the relay answers STUN; nothing where its name is not known.
  ///   - token: Draws the secret of a room.
  ///   - seed: Unpredictable to others.
  package init(
    _ relay: RelayAddress, at place: Address?, token: @escaping () -> JoinToken, seed: UInt64,
    on eventLoop: any EventLoop, now: @escaping @Sendable () -> Instant
  ) throws(DirectSocketError) {
    (self.relay, self.place, self.token, self.now) = (relay, place, token, now)
    self.eventLoop = eventLoop
    inbox = try SurveyRun.inbox(now: now)
    socket = try DirectSocket.open(
      reach: place?.isLoopback ?? false ? .loopback : .everywhere, on: eventLoop, inbox: inbox)
    watch = RelayWatch(seed: seed, now: now())
    room = token()
    seatsDue = now()
  }

  package var paths: PathWatch { watch.paths }

  /// A relay that is gone is an outage.
  package var isOver: Bool { false }

  /// Readable while something has arrived.
  package var wakeFileDescriptor: CInt { inbox.wakeFileDescriptor }

  /// How long nothing is due.
  package var rest: Duration { max(.zero, watch.nextTick - now()) }

  /// Waits for something to arrive, for callers without a keyboard.
  package func wait(atMost limit: Duration) { _ = inbox.wait(atMost: limit) }

  /// Takes what has arrived, and sends what is due.
  package func turn() {
    arrivals.removeAll(keepingCapacity: true)
    inbox.drain(into: &arrivals)
    for arrival in arrivals {
      switch arrival.content {
      case .direct(let source, let bytes):
        if source == place { watch.answered(bytes, now: arrival.time) }
      case .relay(let number, let news): received(news, by: number, at: arrival.time)
      case .directClosed, .resolved, .localAddresses: break
      }
    }
    if let due = seatsDue, now() >= due {
      seatsDue = nil
      room = token()
      enter(.create(room, capacity: 2))
    }
    for effect in watch.tick(now: now()) {
      switch effect {
      case .ask(let bytes): if let place { socket.send(bytes, to: place) }
      case .say(let bytes): seats.first?.sendData(bytes, to: PlayerIndex(1))
      }
    }
  }

  /// Leaves the room, and waits for a moment until the relay has heard it.
  package func close() {
    for farewell in seats.map({ $0.leave() }) { farewell?.wait() }
    socket.close()
  }

  private func received(_ news: RelayNews, by number: Int, at time: Instant) {
    // Of the two seats that we have; those of rooms before them are gone.
    guard number > attempt - seats.count, number <= attempt else { return }
    switch news {
    case .message(.welcome):
      if seats.count == 1 { enter(.join(room)) } else { watch.seated(true) }
    case .message(.data(_, let payload)): watch.heard(payload, now: time)
    case .closed, .message(.refused):
      watch.seated(false)
      for seat in seats { seat.abandon() }
      seats = []
      seatsDue = now() + Self.patience
    case .message, .lookedUp, .alive, .answered: break
    }
  }

  private func enter(_ entry: RelayEntry) {
    attempt += 1
    seats.append(
      RelayConnection(
        to: relay.location, by: relay.link, attempt: attempt, saying: entry.message, on: eventLoop,
        inbox: inbox))
  }
}
