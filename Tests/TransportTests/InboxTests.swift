import Glibc
import Relay
import Station
import Testing
import Transport
import Vocabulary

struct InboxTests {
  private func inbox(datagrams: Int, controls: Int) throws -> Inbox {
    var limits = ArrivalQueue.Limits()
    limits.datagrams = datagrams
    limits.controls = controls
    return try Inbox(limits: limits, now: { Instant(nanoseconds: 5) })
  }

  private func drain(_ inbox: Inbox) -> [Arrival.Content] {
    var arrivals: [Arrival] = []
    inbox.drain(into: &arrivals)
    return arrivals.map(\.content)
  }

  private func data(_ number: UInt8) -> Arrival.Content { .data(from: 0, [number]) }

  @Test func `arrivals come out once, in order, with the time of the clock`() throws {
    let inbox = try inbox(datagrams: 4, controls: 4)
    inbox.append(data(1))
    inbox.append(.direct(from: Address(ipv4: 127, 0, 0, 1, port: 1), [2]))
    var arrivals = [Arrival(time: .zero, content: data(0))]
    inbox.drain(into: &arrivals)
    #expect(
      arrivals == [
        Arrival(time: .zero, content: data(0)),
        Arrival(time: Instant(nanoseconds: 5), content: data(1)),
        Arrival(
          time: Instant(nanoseconds: 5),
          content: .direct(from: Address(ipv4: 127, 0, 0, 1, port: 1), [2])),
      ])
    #expect(drain(inbox).isEmpty)
  }

  @Test func `a full inbox keeps the newest and counts the rest`() throws {
    let inbox = try inbox(datagrams: 3, controls: 1)
    for number in UInt8(1)...3 { inbox.append(data(number)) }
    #expect(inbox.droppedCount == 0)
    inbox.append(data(4))
    #expect(inbox.droppedCount == 1)
    #expect(drain(inbox) == [data(2), data(3), data(4)])
    for number in UInt8(5)...11 { inbox.append(data(number)) }
    #expect(inbox.droppedCount == 5)
    #expect(drain(inbox) == [data(9), data(10), data(11)])
  }

  @Test func `a flood of datagrams pushes out no signal and no event`() throws {
    let inbox = try inbox(datagrams: 2, controls: 4)
    inbox.append(.joined(1))
    inbox.append(.signal(from: 1, [7]))
    inbox.append(.alive)
    inbox.append(.directClosed)
    for number in UInt8(0)..<100 { inbox.append(data(number)) }
    #expect(
      drain(inbox) == [
        .joined(1), .signal(from: 1, [7]), .alive, .directClosed, data(98), data(99),
      ])
  }

  @Test func `who looks anyway is not woken, and who begins to wait is`() throws {
    let inbox = try inbox(datagrams: 4, controls: 4)
    inbox.awaits(false)
    inbox.append(data(1))
    var entry = pollfd(fd: inbox.wakeFileDescriptor, events: Int16(POLLIN), revents: 0)
    #expect(unsafe poll(&entry, 1, 0) == 0)
    inbox.awaits(true)
    #expect(unsafe poll(&entry, 1, 0) == 1)
    #expect(drain(inbox) == [data(1)])
    #expect(unsafe poll(&entry, 1, 0) == 0)
    inbox.append(data(2))
    #expect(unsafe poll(&entry, 1, 0) == 1)
    #expect(drain(inbox) == [data(2)])
  }

  @Test func `the wake descriptor is readable exactly while something waits`() throws {
    let inbox = try inbox(datagrams: 4, controls: 4)
    #expect(!inbox.wait(atMost: .zero))
    inbox.append(data(1))
    inbox.append(data(2))
    #expect(inbox.wait(atMost: .zero))
    #expect(inbox.wait(atMost: .zero))
    _ = drain(inbox)
    #expect(!inbox.wait(atMost: .milliseconds(1)))
    inbox.append(.gone(1, .left))
    #expect(inbox.wait(atMost: .zero))
  }
}
