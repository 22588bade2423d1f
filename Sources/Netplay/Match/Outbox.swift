package import Rollback
package import Vocabulary

/// The datagrams that a tick asks the shell to send; one buffer, reused.
package struct Outbox: Sendable {
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

  package mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    writer.removeAll()
  }
}
