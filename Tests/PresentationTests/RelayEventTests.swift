import Presentation
import Relay
import Testing
import Vocabulary

/// The events of a relay as names, levels and fields.
struct RelayEventTests {
  @Test func `who was refused is told by address and reason, and rule breakers as a warning`() {
    let refused = RelayEvent.ended(.ipv4(0xC000_0201), .refused(.tooManyRooms)).record
    #expect(refused.name == "ended" && refused.level == .info)
    #expect(refused.fields == ["address": "192.0.2.1", "reason": "refused: tooManyRooms"])
    let broken = RelayEvent.ended(
      .ipv6(prefix: 0x2001_0DB8_0000_0001), .violation(.unmaskedFrame)
    ).record
    #expect(broken.level == .warning)
    #expect(
      broken.fields == ["address": "2001:db8:0:1::/64", "reason": "violation: unmaskedFrame"])
    #expect(RelayEvent.ended(.ipv4(1), .refused(.noSuchRoom(next: .none))).record.level == .warning)
    #expect(RelayEvent.ended(.ipv4(1), .silent).record.fields["reason"] == "silent")
  }

  @Test func `what was left out is told as a number of lines`() {
    let record = RelayEvent.leftOut(lines: 12).record
    #expect(record.name == "leftOut" && record.fields == ["lines": "12"])
  }

  @Test func `a relay says how it drains and how it ended`() {
    var statistics = RelayStatistics()
    statistics.rooms = 1
    statistics.connectionsOpened = 2
    statistics.roomsCreated = 1
    statistics.dataForwarded = 1_500
    #expect(RelayWords.served(statistics) == "2 connections, 1 room, 1,500 datagrams forwarded")
    #expect(
      RelayWords.draining(statistics, for: .seconds(60))
        == "no new rooms from now on; ends with the last of 1 room, at the latest in 60 s; another"
        + " signal ends it at once")
    let ended = RelayLogLine.stopped(statistics, .signal(number: 15))
    #expect(
      ended.fields
        == ["connections": "2", "rooms": "1", "forwarded": "1500", "signal": "15"])
    #expect(RelayLogLine.stopped(statistics, .drained).fields["signal"] == nil)
  }
}
