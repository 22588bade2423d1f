package import Relay
import Vocabulary

extension RelayEvent {
  /// The event as a name, a level and fields.
  package var record: EventRecord {
    switch self {
    case .roomOpened(let room, let capacity):
      EventRecord("roomOpened", .info, ["room": room.text, "seats": "\(capacity)"])
    case .roomClosed(let room): EventRecord("roomClosed", .info, ["room": room.text])
    case .seated(let room, let seat):
      EventRecord("seated", .info, ["room": room.text, "seat": "\(seat.number)"])
    case .left(let room, let seat, let departure):
      EventRecord(
        "left", .info, ["room": room.text, "seat": "\(seat.number)", "manner": "\(departure)"])
    case .ended(let address, let reason):
      EventRecord(
        "ended", reason.isSuspect ? .warning : .info,
        ["address": address.text, "reason": reason.words])
    case .leftOut(let lines): EventRecord("leftOut", .warning, ["lines": "\(lines)"])
    }
  }
}

/// What a relay's operator reads of the relay itself.
package enum RelayLogLine {
  package static func listening(_ settings: RelaySettings, port: UInt16, build: String)
    -> EventRecord
  {
    EventRecord(
      "listening", .info,
      [
        "listen": "\(settings.listen.host)", "port": "\(port)", "version": build,
        "loops": "\(settings.loops)",
        "metrics": settings.metrics.map { "\($0)" } ?? "none",
      ])
  }

  package static func draining(_ statistics: RelayStatistics, for time: Duration) -> EventRecord {
    EventRecord(
      "draining", .info,
      [
        "rooms": "\(statistics.rooms)", "players": "\(statistics.members)",
        "seconds": "\(time.components.seconds)",
      ])
  }

  package static func stopped(_ statistics: RelayStatistics, _ ending: RelayService.Ending)
    -> EventRecord
  {
    var fields = [
      "connections": "\(statistics.connectionsOpened)", "rooms": "\(statistics.roomsCreated)",
      "forwarded": "\(statistics.dataForwarded)",
    ]
    if case .signal(let number) = ending { fields["signal"] = "\(number)" }
    return EventRecord("stopped", .info, fields)
  }

  /// Nobody learns by it how the world sees them.
  package static let noStun = EventRecord("noStun", .warning, [:])

  /// It is reached without TLS from other machines.
  package static let plain = EventRecord("plain", .warning, [:])

  /// What has become of the certificate.
  package static func certificate(
    _ words: String, _ level: EventRecord.Level
  ) -> EventRecord {
    EventRecord("certificate", level, ["what": words])
  }

  /// What the relay lacks, or no longer does.
  package static func noticed(_ notice: RelayNotice) -> EventRecord {
    switch notice {
    case .outOfDescriptors: EventRecord("outOfDescriptors", .warning, [:])
    case .memoryScarce(let use): EventRecord("memoryScarce", .warning, fields(use))
    case .memorySufficient(let use): EventRecord("memorySufficient", .info, fields(use))
    }
  }

  private static func fields(_ use: MemoryUse) -> [String: String] {
    ["used": "\(use.used)", "limit": "\(use.limit)"]
  }

  /// A hang-up; there is nothing to read again but what a later line names.
  package static let reloaded = EventRecord(
    "reloaded", .info, ["what": "the certificate; settings are read at the start"])
}

extension CloseReason {
  /// Whether no program of ours does that.
  fileprivate var isSuspect: Bool {
    switch self {
    case .violation, .refused(.malformed), .refused(.noSuchRoom), .refused(.rateLimited): true
    case .refused, .left, .handshakeTimeout, .authenticationTimeout, .silent, .unwritable,
      .replaced, .roomExpired, .tooManyConnections, .connectingTooOften, .memoryScarce,
      .shuttingDown:
      false
    }
  }

  /// One word, as metrics have it in other letters.
  fileprivate var words: String {
    switch self {
    case .refused(let reason): "refused: \(reason.code)"
    case .violation(let violation): "violation: \(violation)"
    case .left, .handshakeTimeout, .authenticationTimeout, .silent, .unwritable, .replaced,
      .roomExpired, .tooManyConnections, .connectingTooOften, .memoryScarce, .shuttingDown:
      "\(self)"
    }
  }
}

extension ClientAddress {
  /// As coarse as limits are counted: `192.0.2.1`, `2001:db8:0:1::/64`.
  package var text: String {
    switch self {
    case .ipv4(let bits):
      [24, 16, 8, 0].map { "\(bits >> $0 & 255)" }.joined(separator: ".")
    case .ipv6(let prefix): Self.groups(prefix, from: 48) + "::/64"
    case .site(let prefix): Self.groups(prefix, from: 32) + "::/48"
    }
  }

  private static func groups(_ prefix: UInt64, from top: UInt64) -> String {
    stride(from: Int(top), through: 0, by: -16)
      .map { String(prefix >> UInt64($0) & 0xFFFF, radix: 16) }
      .joined(separator: ":")
  }
}
