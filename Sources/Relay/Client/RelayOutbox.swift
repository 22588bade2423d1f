package import Vocabulary

/// Decides what of a client's messages goes to its connection at once, and keeps the rest short.
///
/// A datagram is written while little waits for the system. While more does, only the newest one for
/// each seat is kept: it repeats whatever is not acknowledged, so that an older one is worthless. A
/// signal must not be lost: it is written at once or refused.
///
/// The caller writes what it is told to, and reports every message that was written or failed. What
/// waits is counted here alone: what a connection says of itself comes from another thread, and too
/// late where that one is kept from running.
package struct RelayOutbox: Hashable, Sendable {
  package enum Kind: Hashable, Sendable { case datagram, signal }

  package enum Decision: Hashable, Sendable {
    case write
    case keep
    case refuse
  }

  private struct Kept: Hashable, Sendable {
    let seat: PlayerIndex
    var bytes: [UInt8]
  }

  /// What may wait for the system before datagrams are kept: a quarter of a second of a game for two,
  /// and bytes for no more than four of the largest, signals among them.
  package static let datagramLimit = Backlog(messages: 16, bytes: 4_096)
  /// Signals that may wait for the network: about ten of the largest.
  package static let signalLimit = Backlog(messages: 64, bytes: 65_536)

  /// With the connection, and not yet with the system.
  private var datagrams = Backlog()
  private var signals = Backlog()
  /// At most one for each seat; empty while datagrams are written at once.
  private var kept: [Kept] = []
  /// Datagrams that were replaced by a newer one before they could be written.
  package private(set) var conflatedCount: UInt64 = 0

  package init() {}

  // MARK: What the game sends

  /// Takes one encoded message of data; it is never refused.
  package mutating func datagram(_ bytes: [UInt8], to seat: PlayerIndex) -> Decision {
    guard !isOpen else {
      datagrams.add(bytes.count)
      return .write
    }
    if let index = kept.firstIndex(where: { $0.seat == seat }) {
      kept[index].bytes = bytes
      conflatedCount += 1
    } else {
      kept.append(Kept(seat: seat, bytes: bytes))
    }
    return .keep
  }

  /// Takes one encoded signal, unless too many wait already; it is never kept.
  package mutating func signal(byteCount: Int) -> Decision {
    guard
      signals.messages < Self.signalLimit.messages,
      signals.bytes + byteCount <= Self.signalLimit.bytes
    else { return .refuse }
    signals.add(byteCount)
    return .write
  }

  // MARK: What the connection does

  /// A message went to the system, or failed; returns the datagrams to write now.
  package mutating func written(_ kind: Kind, byteCount: Int) -> [[UInt8]] {
    switch kind {
    case .datagram: datagrams.remove(byteCount)
    case .signal: signals.remove(byteCount)
    }
    return takeKept()
  }

  /// The connection has ended: nothing that is kept will be written.
  package mutating func ended() { kept = [] }

  // MARK: Queries

  /// What was taken and has not gone to the system: at most `datagramLimit`, one of the largest
  /// datagrams above it and two for each seat, and the signals.
  package var load: Backlog {
    Backlog(
      messages: datagrams.messages + signals.messages + kept.count,
      bytes: kept.reduce(datagrams.bytes + signals.bytes) { $0 + $1.bytes.count })
  }

  private var isOpen: Bool {
    datagrams.messages < Self.datagramLimit.messages
      && datagrams.bytes + signals.bytes < Self.datagramLimit.bytes
  }

  private mutating func takeKept() -> [[UInt8]] {
    guard isOpen, !kept.isEmpty else { return [] }
    let due = kept.map(\.bytes)
    kept = []
    for bytes in due { datagrams.add(bytes.count) }
    return due
  }
}

extension Backlog {
  fileprivate mutating func add(_ byteCount: Int) {
    messages += 1
    bytes += byteCount
  }

  fileprivate mutating func remove(_ byteCount: Int) {
    precondition(
      messages > 0 && bytes >= byteCount, "\(byteCount) of \(bytes) B, \(messages) messages")
    messages -= 1
    bytes -= byteCount
  }
}
