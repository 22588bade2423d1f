import Rollback

extension Match {
  /// Writes one datagram per peer and path, and the address probes that are due.
  mutating func write(now: Instant) {
    for index in endpoints.indices {
      for probe in endpoints[index].link.tick(now: now) {
        writeNonce(probe.nonce, kind: .probe, to: index, probe.address)
      }
      if let address = endpoints[index].link.active {
        write(to: index, .direct(address), on: .direct, now: now)
      }
      if isRelayConnected {
        write(to: index, .relay(endpoints[index].seat), on: .relay, now: now)
      }
    }
  }

  private mutating func write(
    to index: Int, _ destination: Outbox.Destination, on path: Path, now: Instant
  ) {
    let acknowledged = endpoints[index].acknowledged
    let run = localInputs.run(from: acknowledged)
    let start = outbox.writer.bytes.count
    datagram(to: index, on: path, inputs: run, now: now)
      .encode(into: &outbox.writer, inputWidth: inputWidth)
    let base = run.map { Wrapping.widen($0.base, near: acknowledged) } ?? .zero
    outbox.append(
      from: start, to: destination, peer: endpoints[index].seat,
      inputs: base..<base + (run?.words.count ?? 0))
  }

  private mutating func datagram(
    to index: Int, on path: Path, inputs: Datagram.InputRun?, now: Instant
  ) -> Datagram {
    let probe = endpoints[index].paths[path].probe(now: now)
    let endpoint = endpoints[index]
    let lead = ourLead(over: endpoint.seat) * 4
    return Datagram(
      epoch: configuration.epoch, sender: configuration.localSeat, probe: probe,
      acknowledged: Wrapping.narrow(session.frontier(of: endpoint.seat).number),
      leadQuarters: Int8(max(-128, min(127, lead))),
      hears: endpoint.delivering(now: now), isLeaving: isLeaving,
      holdsFinalReport: holdsFinalReport(of: endpoint), inputs: inputs,
      report: schedule.newest, dispute: endpoint.ledger.dispute(chain: chain))
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
      from: start, to: .direct(address), peer: endpoints[index].seat, isProbe: true)
  }

  /// Empties the outbox; call it after sending.
  package mutating func clearOutbox() { outbox.removeAll() }
}
