package import Rollback
package import Vocabulary

/// The datagrams that a tick asks the shell to send; one buffer, reused.
@usableFromInline package struct Outbox: Sendable {
  package struct Entry: Hashable, Sendable {
    package let destination: PeerAddress
    package let peer: PlayerIndex
    package let bytes: Range<Int>
    /// The frames of our own inputs inside; empty when it carries none.
    package let inputs: Range<Frame>
    /// Probes of an address count as no game traffic.
    package let isProbe: Bool

    package var path: Path { destination.path }
  }

  package private(set) var entries: [Entry] = []
  package var writer = ByteWriter()

  package init() {}

  /// Makes room for so many datagrams of a usual size.
  mutating func reserve(datagrams: Int) {
    entries.reserveCapacity(datagrams)
    writer.reserve(bytes: datagrams * Self.usualSize)
  }

  /// More than a datagram has unless a peer has not answered for long.
  private static let usualSize = 256

  package subscript(entry: Entry) -> ArraySlice<UInt8> { writer.bytes[entry.bytes] }

  package mutating func append(
    from start: Int, to destination: PeerAddress, peer: PlayerIndex,
    inputs: Range<Frame> = .zero ..< .zero, isProbe: Bool = false
  ) {
    entries.append(
      Entry(
        destination: destination, peer: peer, bytes: start..<writer.bytes.count, inputs: inputs,
        isProbe: isProbe))
  }

  /// Writes the datagram for one path; the part that is common is copied once it is there.
  ///
  /// - Returns: Where the common part is.
  mutating func write(
    _ datagram: borrowing Datagram, to destination: PeerAddress, peer: PlayerIndex,
    inputs: Range<Frame>, inputWidth: Int, body: Range<Int>?
  ) -> Range<Int> {
    let start = writer.bytes.count
    datagram.encodeHead(into: &writer)
    let bodyStart = writer.bytes.count
    if let body {
      writer.copy(body)
    } else {
      datagram.encodeBody(into: &writer, inputWidth: inputWidth)
    }
    append(from: start, to: destination, peer: peer, inputs: inputs)
    return bodyStart..<writer.bytes.count
  }

  package mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    writer.removeAll()
  }
}
