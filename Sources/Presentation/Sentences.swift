import Netplay
package import Relay
import Rollback
package import Station
package import Vocabulary

/// Turns what happened into sentences for people.
package enum Sentences {
  /// Why a player's side is over, and how the process has to say so; nothing when all is well.
  ///
  /// - Parameter host: Who opened the room, where that is known.
  package static func failure(
    _ ending: Ending, at entrance: Entrance, host: String? = nil
  ) -> Failure? {
    switch ending {
    case .left: nil
    case .relay(let closure): Failure(.connection, relayClosed(closure, entrance))
    case .lobby(let failure): Failure(.connection, lobbyFailure(failure))
    case .contradiction(let contradiction): Failure(.usage, words(contradiction))
    case .map(let error): Failure(.connection, "the room's map cannot be played here: \(error)")
    case .mapIsNotFor(let players):
      Failure(.connection, "the room's map is not for \(players) players")
    case .hostClosedRoom:
      Failure(
        .connection,
        (host.map { "\($0), the host, has" } ?? "the host has")
          + " closed the room: ask for another invite")
    case .nobodyCame:
      Failure(.connection, "nothing came of the room for a minute: ask for another invite")
    }
  }

  private static func words(_ contradiction: StationOptions.Contradiction) -> String {
    func mismatch(_ flag: String, _ ours: String, _ theirs: String) -> String {
      "the room plays with \(flag) \(theirs), not \(ours): leave \(flag) away or ask its host"
    }
    return switch contradiction {
    case .seed(let ours, let theirs): mismatch("--seed", "\(ours)", "\(theirs)")
    case .hashInterval(let ours, let theirs):
      mismatch("--hash-interval", "\(ours)", "\(theirs)")
    case .frames(let ours, let theirs):
      mismatch("--frames", "\(ours)", theirs.map { "\($0)" } ?? "no limit")
    case .map(let name):
      "the room plays another map than \(name): leave --map away or ask its host"
    case .freePauses:
      "the room plays with pauses without a limit: ask its host for another, or join with --lab"
    }
  }

  private static func relayClosed(_ closure: RelayClosure, _ entrance: Entrance) -> String {
    switch closure {
    case .unreachable(let host, _, .noNameServer):
      "no name server answers, so that \(host) cannot be looked up: is the DNS of this machine right? "
        + "The relay's address in numbers works without it"
    case .unreachable(let host, let port, let cause):
      "the relay \(HostPort(host: host, port: port)) cannot be reached (\(reason(cause))): is it running, and is the "
        + "address right?"
    case .unavailable(let host, let port, let status):
      "the relay \(HostPort(host: host, port: port)) is full or away at present (HTTP \(status)): try again in a minute"
    case .notARelay(let host, let port):
      "what answers at \(HostPort(host: host, port: port)) is no Ghostline relay of this version: check the address"
    case .tls(let host, let port, let failure):
      failure.sentence(at: HostPort(host: host, port: port))
    case .timedOut(let host, let port):
      "the relay \(HostPort(host: host, port: port)) did not answer in time: is it running, and does anything on the "
        + "way keep it from answering?"
    case .refused(let reason): refusal(reason, to: Asker(entrance.entry), room: entrance.room)
    case .lost, .silent: "the connection to the relay was lost before the match began"
    }
  }

  /// Why there is no connection to the relay, in a few words.
  package static func shortReason(_ closure: RelayClosure) -> String {
    switch closure {
    case .unreachable(_, _, let cause): reason(cause)
    case .unavailable(_, _, let status): "it is full or away, HTTP \(status)"
    case .notARelay: "something else answers there"
    case .tls(_, _, let failure): failure.words
    case .timedOut: "no answer"
    case .refused(let reason): shortRefusal(reason)
    case .lost: "it was lost"
    case .silent: "it fell silent"
    }
  }

  /// Why a relay cannot be used, for somebody who has no invite.
  package static func diagnosis(of closure: RelayClosure) -> String {
    switch closure {
    case .unreachable(_, _, let cause): "it cannot be reached, \(reason(cause))"
    case .unavailable(_, _, let status): "it is full or away at present (HTTP \(status))"
    case .notARelay: "what answers there is no Ghostline relay of this version"
    case .tls(_, _, let failure): failure.diagnosis
    case .timedOut: "it did not answer in time"
    case .refused(let reason): refusal(reason, to: .doctor)
    case .lost, .silent: "the connection was lost"
    }
  }

  static func span(_ wait: Wait) -> String {
    wait.seconds == 1 ? "1 second" : "\(wait.seconds) seconds"
  }

  package static func reason(_ cause: UnreachableCause) -> String {
    switch cause {
    case .connectionRefused: "nothing listens there"
    case .unknownHost: "the host name is unknown"
    case .noNameServer: "no name server answers"
    case .noRoute: "no route to it"
    case .system(let number): "system error \(number)"
    case .unknown: "unknown cause"
    }
  }

  /// Why a text is no address of a relay.
  package static func flaw(_ flaw: RelayAddress.Flaw, of text: String) -> String {
    switch flaw {
    case .secret: "'--relay' is for the address of a relay, and this is an invite: join it"
    case .scheme, .location:
      "'\(text)' is no relay: write ghostline://HOST:PORT, ghostlines://HOST:PORT or wss://HOST/PATH"
    case .path:
      "'\(text)' has no path that a proxy knows: at most \(RelayPath.characterLimit) plain characters"
    case .pin:
      "'\(text)' has no pin: write ?pin= and the \(CertificatePin.characterCount) characters that the relay prints"
    case .pinWithoutTLS: "'\(text)' has a pin, which is for ghostlines:// alone"
    }
  }

  private static func lobbyFailure(_ failure: Lobby.Failure) -> String {
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
  package static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
