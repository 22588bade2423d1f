import Netplay
import Relay
import Rollback
import Transport

/// Turns what happened into sentences for people.
enum Sentences {
  static func relayClosed(_ closure: RelayClosure, _ entrance: Station.Entrance) -> String {
    switch closure {
    case .unreachable(let host, let port, let cause):
      "the relay \(host):\(port) cannot be reached (\(reason(cause))): is it running, and is the "
        + "address right?"
    case .notARelay(let host, let port):
      "what answers at \(host):\(port) is no Ghostline relay: check the address"
    case .timedOut(let host, let port):
      "the relay \(host):\(port) did not answer in time: is a firewall in the way?"
    case .refused(let reason): refusal(reason, entrance)
    case .lost, .silent: "the connection to the relay was lost before the match began"
    case .closedHere: "the connection to the relay was closed"
    }
  }

  /// Why a relay cannot be used, for somebody who has no invite.
  static func diagnosis(of closure: RelayClosure) -> String {
    switch closure {
    case .unreachable(_, _, let cause): "it cannot be reached, \(reason(cause))"
    case .notARelay: "what answers there is no Ghostline relay of this version"
    case .timedOut: "it did not answer in time"
    case .refused(.rateLimited): "too many attempts from here: wait a minute"
    case .refused(.versionMismatch(let theirs)): "it speaks another version (\(theirs))"
    case .refused(.shuttingDown): "it is shutting down"
    case .refused(.tooManyRooms): "it has no room for another match"
    case .refused: "it refused"
    case .lost, .silent, .closedHere: "the connection was lost"
    }
  }

  private static func refusal(_ reason: RefusalReason, _ entrance: Station.Entrance) -> String {
    switch reason {
    case .noSuchRoom:
      "there is no room \(entrance.room) on this relay, or the invite is not for it: ask the host "
        + "for a fresh invite"
    case .roomFull: "room \(entrance.room) is full: ask the host for another invite"
    case .roomExists: "room \(entrance.room) exists already: try again"
    case .rateLimited: "the relay says: too many attempts; wait a minute and try again"
    case .versionMismatch(let theirs):
      "the relay speaks another version (\(theirs)): update the older of the two"
    case .malformed: "the relay did not understand us: it may be another version"
    case .tooManyRooms: "the relay has no room for another match: try again later"
    case .shuttingDown: "the relay is shutting down: try again later"
    }
  }

  static func reason(_ cause: UnreachableCause) -> String {
    switch cause {
    case .connectionRefused: "nothing listens there"
    case .unknownHost: "the host name is unknown"
    case .noRoute: "no route to it"
    case .system(let number): "system error \(number)"
    case .unknown: "unknown cause"
    }
  }

  static func lobbyFailure(_ failure: Lobby.Failure, _ lobby: Lobby?) -> String {
    switch failure {
    case .version(_, let ours, let theirs):
      "the other player speaks version \(theirs) of the protocol, we speak \(ours): "
        + "update the older one"
    case .declined(_, .contradiction): "the other player asked for other settings than this room's"
    case .declined(_, .unplayable): "the other player cannot play this map"
    case .declined(let other, .initialState(let theirs, let another)):
      "the initial states differ (player \(other.number + 1)'s \(hex(theirs)), another's "
        + "\(hex(another))): the programs are not the same"
    case .initialState(_, let ours, let theirs):
      "the initial states differ (ours \(hex(ours)), theirs \(hex(theirs))): the programs are not "
        + "the same"
    case .declined(let other, .configuration(let theirs, let another)):
      "the rules or settings differ (player \(other.number + 1)'s \(hex(theirs)), another's "
        + "\(hex(another))): the programs are not the same, update the older one"
    case .configuration(_, let ours, let theirs):
      "the rules or settings differ (ours \(hex(ours)), theirs \(hex(theirs))): the programs are "
        + "not the same, update the older one"
    }
  }

  /// Sixteen hexadecimal digits.
  static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
