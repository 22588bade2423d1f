import Rollback
import Vocabulary

extension MatchCore {
  /// Writes one datagram per peer and path, and the address probes that are due.
  mutating func write(now: Instant) {
    outgoing.isLeaving = isLeaving
    for index in endpoints.indices {
      if let probe = endpoints[index].direct.link.tick(now: now) {
        writeNonce(probe.nonce, kind: .probe, to: index, probe.address)
      }
      outgoing.holdsFinalReport = hasConcluded(on: index)
      let inputs = localInputs.write(from: endpoints[index].acknowledged, into: &outgoing.inputs)
      endpoints[index].compose(
        &outgoing, frame: frame, newest: schedule.newest, isFinal: final != nil, chain: chain,
        now: now)
      endpoints[index].write(
        &outgoing, inputs: inputs, inputWidth: inputWidth, isRelayConnected: isRelayConnected,
        into: &outbox, now: now)
    }
  }

  private var isLeaving: Bool {
    if case .farewell(.left, _) = phase { true } else { false }
  }

  mutating func writeNonce(
    _ nonce: UInt64, kind: Envelope.Kind, to index: Int, _ address: Address
  ) {
    let start = outbox.writer.bytes.count
    Envelope(kind: kind, epoch: configuration.epoch, sender: configuration.localSeat)
      .encode(into: &outbox.writer)
    outbox.writer.uint64(nonce)
    outbox.append(
      from: start, to: .direct(address), peer: seat(of: index), isProbe: true)
  }
}
