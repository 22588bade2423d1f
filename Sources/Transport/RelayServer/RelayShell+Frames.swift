import Relay

// What a client does beside its messages.
extension RelayShell {
  /// Somebody asks whether we are there.
  func pinged(_ id: ConnectionID, payload: [UInt8]) {
    handle { $0.pinged(id, payload: payload, now: $1, into: &$2) }
  }

  func ponged(_ id: ConnectionID, byteCount: Int) {
    handle { $0.ponged(id, byteCount: byteCount, now: $1, into: &$2) }
  }

  func violated(_ id: ConnectionID, _ violation: ProtocolViolation) {
    handle { $0.violated(id, violation, now: $1, into: &$2) }
  }

  func writabilityChanged(_ id: ConnectionID, isWritable: Bool) {
    handle { hub, now, effects in
      if isWritable {
        hub.writable(id, into: &effects)
      } else {
        hub.unwritable(id, now: now)
      }
    }
  }
}
