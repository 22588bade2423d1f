import NIOConcurrencyHelpers
import NIOCore
import NIOWebSocket
package import Relay
package import Vocabulary

/// What the game thread sends by a connection, and how: at once, or by the event loop.
extension RelayConnection {
  /// Sends a payload of 1 to 1,200 bytes to another member, without ever blocking.
  ///
  /// While the network takes nothing, only the newest payload for each seat is kept, and sent when it
  /// takes something again.
  ///
  /// - Returns: whether it was accepted: not before `connected` or after `closed`.
  @discardableResult
  package func sendData(_ payload: [UInt8], to seat: PlayerIndex) -> Bool {
    guard (1...EnvelopeLimits.dataBytes).contains(payload.count) else { return false }
    let bytes = ClientMessage.data(to: seat, payload: payload[...]).encoded
    return send(.binary, bytes, .datagram) { $0.datagram(bytes, to: seat) }
  }

  /// Sends a signal of 1 to 3,500 bytes; for the few messages that set up a match.
  ///
  /// - Returns: as `sendData`, and not when `RelayOutbox.signalLimit` of signals wait for the network.
  @discardableResult
  package func sendSignal(_ payload: [UInt8], to seat: PlayerIndex) -> Bool {
    guard (1...EnvelopeLimits.signalBytes).contains(payload.count) else { return false }
    let bytes = ClientMessage.signal(to: seat, payload: payload[...]).encoded
    return send(.binary, bytes, .signal) { $0.signal(byteCount: bytes.count) }
  }

  /// What was accepted and has not yet gone to the system.
  package var backlog: Backlog {
    let load = state.withLockedValue { $0.outbox.load }
    return Backlog(messages: load.messages, bytes: load.bytes)
  }

  /// Payloads that a newer one replaced before the network took them; they count as accepted.
  package var conflatedCount: UInt64 { state.withLockedValue { $0.outbox.conflatedCount } }

  /// Tells the relay what becomes of our seat when this connection is lost.
  package func send(_ hold: ClientMessage.SeatHold) {
    let bytes = ClientMessage.hold(hold).encoded
    _ = send(.binary, bytes, .signal) { $0.signal(byteCount: bytes.count) }
  }

  /// Asks the relay for a sign of life.
  package func ping() { _ = send(.ping, [], .signal) { $0.signal(byteCount: 0) } }

  /// Gives the relay the sign of life that it has asked for; before its welcome it asks for none.
  func answer(ping bytes: [UInt8]) {
    _ = send(.pong, bytes, .signal) { $0.signal(byteCount: bytes.count) }
  }

  /// Sends past the event loop what the system takes at once: to wake its thread and go through its
  /// pipeline took as long as all else that a tick sends. The rest, and whatever comes while something
  /// is with the event loop, follows by it: bytes of two frames must not mix.
  private func send(
    _ opcode: WebSocketOpcode, _ bytes: [UInt8], _ kind: RelayOutbox.Kind,
    deciding decide: (inout RelayOutbox) -> RelayOutbox.Decision
  ) -> Bool {
    state.withLockedValue { state in
      guard case .member(let channel, let outlet) = state.phase else { return false }
      let isClear = state.outbox.load == .none
      switch decide(&state.outbox) {
      case .keep: return true
      case .refuse: return false
      case .write: break
      }
      let frame = RelayFrame.bytes(opcode, bytes)
      let rest = isClear ? outlet?.send(frame) ?? frame[...] : frame[...]
      if rest.isEmpty {
        // Nothing was kept, so that nothing becomes due.
        _ = state.outbox.written(kind, byteCount: bytes.count)
      } else {
        write(rest, to: channel) { $0.written(kind, byteCount: bytes.count) }
      }
      return true
    }
  }

  /// Hands bytes over to the event loop in one task: each thing that is asked of it from another
  /// thread, a promise too, wakes it anew.
  private func write(
    _ frame: ArraySlice<UInt8>, to channel: any Channel,
    noting note: @escaping @Sendable (inout RelayOutbox) -> [[UInt8]]
  ) {
    channel.eventLoop.execute { [self] in
      RelayClientPipeline.write(frame, to: channel).whenComplete { [self] _ in
        write(state.withLockedValue { note(&$0.outbox) }, to: channel)
      }
    }
  }

  private func write(_ due: [[UInt8]], to channel: any Channel) {
    for bytes in due {
      write(RelayFrame.bytes(.binary, bytes)[...], to: channel) {
        $0.written(.datagram, byteCount: bytes.count)
      }
    }
  }
}
