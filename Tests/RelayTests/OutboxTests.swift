import Relay
import Testing
import Vocabulary

struct OutboxTests {
  private func datagram(_ byte: UInt8) -> [UInt8] { [byte, byte, byte] }

  /// An outbox whose connection has taken all that it takes: `datagramLimit` datagrams of 3 bytes.
  private func stuckOutbox() -> RelayOutbox {
    var outbox = RelayOutbox()
    for _ in 0..<RelayOutbox.datagramLimit.messages {
      #expect(outbox.datagram(datagram(0), to: seat(1)) == .write)
    }
    return outbox
  }

  // MARK: Datagrams

  @Test func `a datagram is written at once, and its load goes with it`() {
    var outbox = RelayOutbox()
    #expect(outbox.datagram(datagram(1), to: seat(1)) == .write)
    #expect(outbox.load == Backlog(messages: 1, bytes: 3))
    #expect(outbox.written(.datagram, byteCount: 3) == [])
    #expect(outbox == RelayOutbox())
  }

  @Test func `while the connection takes nothing the newest for each seat is kept`() {
    var outbox = stuckOutbox()
    #expect(outbox.datagram(datagram(1), to: seat(2)) == .keep)
    #expect(outbox.datagram(datagram(2), to: seat(1)) == .keep)
    #expect(outbox.conflatedCount == 0)
    #expect(outbox.datagram(datagram(3), to: seat(2)) == .keep)
    #expect(outbox.datagram(datagram(4) + [4], to: seat(2)) == .keep)
    #expect(outbox.conflatedCount == 2)
    #expect(outbox.load == Backlog(messages: 18, bytes: 55))
    #expect(outbox.written(.datagram, byteCount: 3) == [datagram(4) + [4], datagram(2)])
    #expect(outbox.load == Backlog(messages: 17, bytes: 52))
    for _ in 0..<15 { #expect(outbox.written(.datagram, byteCount: 3) == []) }
    #expect(outbox.datagram(datagram(5), to: seat(2)) == .write)
  }

  @Test func `four of the largest datagrams on their way are enough`() {
    var outbox = RelayOutbox()
    let largest = [UInt8](repeating: 0, count: 1_204)
    for _ in 0..<4 { #expect(outbox.datagram(largest, to: seat(1)) == .write) }
    #expect(outbox.datagram(largest, to: seat(1)) == .keep)
    #expect(outbox.datagram(datagram(1), to: seat(1)) == .keep)
    #expect(outbox.load == Backlog(messages: 5, bytes: 4_819))
    #expect(outbox.written(.datagram, byteCount: 1_204) == [datagram(1)])
  }

  @Test func `sixteen datagrams on their way are enough`() {
    var outbox = stuckOutbox()
    #expect(outbox.datagram(datagram(1), to: seat(1)) == .keep)
    #expect(outbox.datagram(datagram(2), to: seat(1)) == .keep)
    #expect(outbox.load == Backlog(messages: 17, bytes: 51))
    #expect(outbox.written(.datagram, byteCount: 3) == [datagram(2)])
    #expect(outbox.load == Backlog(messages: 16, bytes: 48))
    #expect(outbox.datagram(datagram(3), to: seat(1)) == .keep)
  }

  @Test func `load is bounded by the seats`() {
    var outbox = stuckOutbox()
    for round in UInt8(0)..<100 {
      for index in 0..<PlayerIndex.limit {
        #expect(outbox.datagram(datagram(round), to: seat(index)) == .keep)
      }
    }
    #expect(outbox.load == Backlog(messages: 32, bytes: 96))
    #expect(outbox.conflatedCount == 99 * 16)
    #expect(outbox.written(.datagram, byteCount: 3).count == 16)
    #expect(outbox.load == Backlog(messages: 31, bytes: 93))
  }

  @Test func `at the end what is kept is forgotten, and what is on its way is not`() {
    var outbox = stuckOutbox()
    _ = outbox.datagram(datagram(1), to: seat(1))
    outbox.ended()
    #expect(outbox.load == Backlog(messages: 16, bytes: 48))
    for _ in 0..<16 { #expect(outbox.written(.datagram, byteCount: 3) == []) }
    #expect(outbox == RelayOutbox())
  }

  // MARK: Signals

  @Test func `signals are written while the connection takes nothing, up to 64`() {
    var outbox = stuckOutbox()
    for _ in 0..<64 { #expect(outbox.signal(byteCount: 10) == .write) }
    #expect(outbox.signal(byteCount: 10) == .refuse)
    #expect(outbox.load == Backlog(messages: 80, bytes: 688))
    #expect(outbox.written(.signal, byteCount: 10) == [])
    #expect(outbox.signal(byteCount: 10) == .write)
  }

  @Test func `signals are written up to 64 KiB`() {
    var outbox = RelayOutbox()
    #expect(outbox.signal(byteCount: 65_536) == .write)
    #expect(outbox.signal(byteCount: 1) == .refuse)
    #expect(outbox.written(.signal, byteCount: 65_536) == [])
    #expect(outbox.signal(byteCount: 65_537) == .refuse)
  }

  @Test func `datagrams take no room from signals, nor small signals from datagrams`() {
    var outbox = stuckOutbox()
    for _ in 0..<64 { #expect(outbox.signal(byteCount: 1) == .write) }
    var quiet = RelayOutbox()
    for _ in 0..<64 { #expect(quiet.signal(byteCount: 1) == .write) }
    #expect(quiet.datagram(datagram(1), to: seat(1)) == .write)
  }

  @Test func `datagrams wait behind signals that the connection does not take`() {
    var outbox = RelayOutbox()
    for _ in 0..<2 { #expect(outbox.signal(byteCount: 3_500) == .write) }
    #expect(outbox.datagram(datagram(1), to: seat(1)) == .keep)
    #expect(outbox.written(.signal, byteCount: 3_500) == [datagram(1)])
  }
}
