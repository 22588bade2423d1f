import Relay
import Testing
import Vocabulary

@testable import Presentation

/// What a relay's refusal is told as: to who hosts, who joins, and who only looks.
struct RefusalWordsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let reason: RefusalReason
    let host: String
    let guest: String
    let doctor: String
    let short: String

    /// - Parameter all: What all three are told.
    init(_ reason: RefusalReason, _ all: String, short: String) {
      self.init(
        reason, host: all, guest: all, doctor: all.replacing(" CSM7NB", with: ""), short: short)
    }

    init(
      _ reason: RefusalReason, host: String, guest: String, doctor: String, short: String
    ) {
      self.reason = reason
      self.host = host
      self.guest = guest
      self.doctor = doctor
      self.short = short
    }

    var testDescription: String { "\(reason)" }
  }

  static let table: [Row] = [
    Row(
      .noSuchRoom(next: .none),
      host: noSuch("room CSM7NB"), guest: noSuch("room CSM7NB"), doctor: noSuch("such room"),
      short: "it has no such room"),
    Row(
      .noSuchRoom(next: Wait(seconds: 4)),
      host: noSuch("room CSM7NB") + slow, guest: noSuch("room CSM7NB") + slow,
      doctor: noSuch("such room") + slow, short: "it has no such room"),
    Row(
      .roomFull, host: full("room CSM7NB"), guest: full("room CSM7NB"), doctor: full("the room"),
      short: "somebody else has the seat"),
    Row(
      .roomExists, host: isThere("room CSM7NB"), guest: isThere("room CSM7NB"),
      doctor: isThere("the room"), short: "the room has another host"),
    Row(
      .rateLimited, "we sent the relay more than it carries: try again in a minute",
      short: "we sent it too much"),
    Row(
      .versionMismatch(theirs: 9),
      "the relay speaks version 9 of the protocol, we speak 4: update the older of the two",
      short: "it speaks another version"),
    Row(
      .malformed, "the relay did not understand us: update the older of the two",
      short: "it did not understand us"),
    Row(
      .tooManyRooms,
      host: "the relay is full, and opens no room until another one closes: " + elsewhere,
      guest:
        "the relay is full, and opens no room until another one closes: try again later, or ask"
        + " the host for an invite at another one",
      doctor:
        "the relay is full, and opens no room until another one closes: ask again later, or use"
        + " another one",
      short: "it is full"),
    Row(
      .shuttingDown, host: "the relay is being shut down: " + elsewhere,
      guest:
        "the relay is being shut down: try again later, or ask the host for an invite at another"
        + " one",
      doctor: "the relay is being shut down: ask again later, or use another one",
      short: "it is shutting down"),
    Row(
      .draining(nil), host: "the relay will stop soon, and opens no room: " + elsewhere,
      guest:
        "the relay will stop soon, and opens no room: try again later, or ask the host for an"
        + " invite at another one",
      doctor: "the relay will stop soon, and opens no room: ask again later, or use another one",
      short: "it is shutting down"),
    Row(
      .draining(NextRelay("ghostline://relay.example.org:7777")),
      host:
        "the relay will stop soon, and opens no room: host with --relay"
        + " ghostline://relay.example.org:7777 instead",
      guest:
        "the relay will stop soon, and opens no room: ask the host for an invite at"
        + " ghostline://relay.example.org:7777",
      doctor:
        "the relay will stop soon, and opens no room: use ghostline://relay.example.org:7777",
      short: "it is shutting down"),
    Row(
      .hostLeft, host: gone("room CSM7NB"), guest: gone("room CSM7NB"), doctor: gone("the room"),
      short: "the host has left"),
    Row(
      .tooManyRoomsFromHere(Wait(seconds: 6)), opened + "6 seconds",
      short: "too many rooms from this address"),
    Row(
      .tooManyRoomsFromHere(.none), opened + "1 second", short: "too many rooms from this address"),
    Row(
      .roomTooLarge(seats: 1),
      host: "a room of this relay has at most 1 seat: ask for fewer --players, or host at another"
        + " relay",
      guest: "a room of this relay has at most 1 seat: ask the host for an invite at another one",
      doctor: "a room of this relay has at most 1 seat: too few for a game",
      short: "its rooms are smaller"),
  ]

  private static let slow =
    " (after so many of no room from this address the relay looks at the next after 4 seconds)"
  private static let elsewhere =
    "try again later, or host at another relay, or without --relay at your own"
  private static let opened =
    "too many rooms were opened from this address, or reopened, in the last minute: try again in "

  private static func noSuch(_ room: String) -> String {
    "there is no \(room) on this relay, or no longer, or the invite is not for it: ask the host for"
      + " another invite"
  }

  private static func full(_ room: String) -> String {
    "\(room) is full: every seat is taken by somebody who is there now; join again when one has left"
  }

  private static func isThere(_ room: String) -> String {
    "\(room) is open already, and its host is there: host again, for another one"
  }

  private static func gone(_ room: String) -> String {
    "the host has left \(room) for good: ask for another invite"
  }

  private static let room = RoomCode(
    hash: [0x66, 0x68, 0x7a, 0xad] + [UInt8](repeating: 0, count: 12))

  @Test(arguments: table)
  func `L-73 every refusal has a sentence that is true for whoever asked`(row: Row) throws {
    let room = try #require(Self.room)
    #expect(Sentences.refusal(row.reason, to: .host, room: room) == row.host)
    #expect(Sentences.refusal(row.reason, to: .guest, room: room) == row.guest)
    #expect(Sentences.refusal(row.reason, to: .doctor) == row.doctor)
    #expect(Sentences.shortReason(.refused(row.reason)) == row.short)
    #expect(Sentences.diagnosis(of: .refused(row.reason)) == row.doctor)
  }

  @Test func `no reason of the wire is missing`() {
    #expect(Set(Self.table.map(\.reason.code)) == Set(RefusalReason.Code.allCases))
  }

  @Test func `a host is told how many players a room takes`() {
    let sentence = Sentences.refusal(.roomTooLarge(seats: 3), to: .host)
    #expect(sentence.contains("at most 3 seats: ask for fewer --players"))
  }

  @Test func `no two reasons are told alike`() {
    for asker in Sentences.Asker.allCases {
      let sentences = RefusalReason.Code.allCases.map {
        Sentences.refusal(RefusalReason(code: $0, detail: 3), to: asker, room: Self.room)
      }
      #expect(Set(sentences).count == sentences.count)
    }
  }
}
