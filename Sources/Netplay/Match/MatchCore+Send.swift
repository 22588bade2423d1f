import Rollback
import Vocabulary

extension MatchCore {
  /// Writes one datagram per peer and path, and the address probes that are due.
  mutating func write(now: Instant) {
    for index in endpoints.indices {
      if let probe = endpoints[index].link.tick(now: now) {
        writeNonce(probe.nonce, kind: .probe, to: index, probe.address)
      }
      writeDatagrams(to: index, now: now)
    }
  }

  private mutating func writeDatagrams(to index: Int, now: Instant) {
    let inputs = compose(to: index, now: now)
    var body: Range<Int>?
    if let address = endpoints[index].link.active {
      body = write(to: index, .direct(address), inputs: inputs, body: body, now: now)
    }
    if isRelayConnected {
      _ = write(to: index, .relay(seat(of: index)), inputs: inputs, body: body, now: now)
    }
  }

  /// Fills in what both paths carry.
  ///
  /// - Returns: The frames of the inputs.
  private mutating func compose(to index: Int, now: Instant) -> Range<Frame> {
    outgoing.acknowledged = Wrapping.narrow(endpoints[index].frontier.number)
    outgoing.lead = frame - endpoints[index].frontier
    outgoing.isLeaving = isLeaving
    outgoing.holdsFinalReport = hasConcluded(on: index)
    endpoints[index].compose(
      &outgoing, newest: schedule.newest, isFinal: finalFrame != nil, chain: chain, now: now)
    return localInputs.write(from: endpoints[index].acknowledged, into: &outgoing.inputs)
  }

  /// Writes the datagram for one path; the part that is common is copied once it is there.
  ///
  /// - Returns: Where the common part is.
  private mutating func write(
    to index: Int, _ destination: PeerAddress, inputs: Range<Frame>, body: Range<Int>?,
    now: Instant
  ) -> Range<Int> {
    let start = outbox.writer.bytes.count
    outgoing.probe = endpoints[index].probe(
      on: destination.path, report: outgoing.report, now: now)
    outgoing.encodeHead(into: &outbox.writer)
    let bodyStart = outbox.writer.bytes.count
    if let body {
      outbox.writer.copy(body)
    } else {
      outgoing.encodeBody(into: &outbox.writer, inputWidth: inputWidth)
    }
    outbox.append(from: start, to: destination, peer: seat(of: index), inputs: inputs)
    return bodyStart..<outbox.writer.bytes.count
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
