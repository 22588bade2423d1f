package import Relay
package import Vocabulary

// What a relay's refusal means, and what helps whoever is told: one table, so that no sentence is true for
// one and false for another.
extension Sentences {
  /// Who asked the relay for something.
  package enum Asker: CaseIterable, Sendable {
    case host, guest, doctor
  }

  /// - Parameter room: Nothing for `doctor`, whose room is nobody's.
  package static func refusal(
    _ reason: RefusalReason, to asker: Asker, room: RoomCode? = nil
  ) -> String {
    let named = room.map { "room \($0)" }
    let room = named ?? "the room"
    return switch reason {
    case .noSuchRoom(let next):
      "there is no \(named ?? "such room") on this relay, or no longer, or the invite is not for it: ask the host for "
        + "another invite" + (next == .none ? "" : slowness(next))
    case .roomFull:
      "\(room) is full: every seat is taken by somebody who is there now; join again when one has left"
    case .roomExists: "\(room) is open already, and its host is there: host again, for another one"
    case .hostLeft: "the host has left \(room) for good: ask for another invite"
    case .rateLimited: "we sent the relay more than it carries: try again in a minute"
    case .tooManyRoomsFromHere(let wait):
      "too many rooms were opened from this address, or reopened, in the last minute: "
        + "try again in \(span(max(wait, Wait(seconds: 1))))"
    case .versionMismatch(let theirs):
      "the relay speaks version \(theirs) of the protocol, we speak \(EnvelopeLimits.version): update "
        + "the older of the two"
    case .malformed: "the relay did not understand us: update the older of the two"
    case .tooManyRooms:
      "the relay is full, and opens no room until another one closes: " + asker.alternative
    case .roomTooLarge(let seats):
      "a room of this relay has at most \(seats) \(seats == 1 ? "seat" : "seats"): " + asker.smaller
    case .shuttingDown: "the relay is being shut down: " + asker.alternative
    case .draining(let next):
      "the relay will stop soon, and opens no room: "
        + (next.map { asker.place($0) } ?? asker.alternative)
    }
  }

  /// The same in a few words, for somebody in a match that goes on without the relay.
  static func shortRefusal(_ reason: RefusalReason) -> String {
    switch reason {
    case .noSuchRoom: "it has no such room"
    case .roomFull: "somebody else has the seat"
    case .roomExists: "the room has another host"
    case .hostLeft: "the host has left"
    case .rateLimited: "we sent it too much"
    case .tooManyRoomsFromHere: "too many rooms from this address"
    case .versionMismatch: "it speaks another version"
    case .malformed: "it did not understand us"
    case .tooManyRooms: "it is full"
    case .roomTooLarge: "its rooms are smaller"
    case .shuttingDown, .draining: "it is shutting down"
    }
  }

  /// What tokens of no room have cost whoever plays from this address.
  private static func slowness(_ wait: Wait) -> String {
    " (after so many of no room from this address the relay looks at the next after \(span(wait)))"
  }
}

extension Sentences.Asker {
  package init(_ entry: RelayEntry) {
    switch entry {
    case .create: self = .host
    case .join, .resume: self = .guest
    }
  }

  /// Where else there is a room to be had.
  fileprivate var alternative: String {
    switch self {
    case .host: "try again later, or host at another relay, or without --relay at your own"
    case .guest: "try again later, or ask the host for an invite at another one"
    case .doctor: "ask again later, or use another one"
    }
  }

  /// The same where the relay knows it.
  fileprivate func place(_ next: NextRelay) -> String {
    switch self {
    case .host: "host with --relay \(next.text) instead"
    case .guest: "ask the host for an invite at \(next.text)"
    case .doctor: "use \(next.text)"
    }
  }

  fileprivate var smaller: String {
    switch self {
    case .host: "ask for fewer --players, or host at another relay"
    case .guest: "ask the host for an invite at another one"
    case .doctor: "too few for a game"
    }
  }
}
