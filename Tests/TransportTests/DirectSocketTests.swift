import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Station
import Testing
import Transport
import Vocabulary

@Suite(.serialized)
struct DirectSocketTests {
  @Test(arguments: [DirectSocket.Reach.loopback, .everywhere])
  func `datagrams go both ways, and name their sender`(reach: DirectSocket.Reach) throws {
    let (here, there) = (try Collector(), try Collector())
    let a = try DirectSocket.open(reach: reach, on: loop, inbox: here.inbox)
    let b = try DirectSocket.open(reach: reach, on: loop, inbox: there.inbox)
    defer {
      a.close()
      b.close()
    }
    let addressOfA = Address(ipv4: 127, 0, 0, 1, port: a.localPort)
    let addressOfB = Address(ipv4: 127, 0, 0, 1, port: b.localPort)
    #expect(a.send([1, 2, 3], to: addressOfB))
    #expect(there.waitFor(.direct(from: addressOfA, [1, 2, 3])))
    let long = [UInt8](repeating: 9, count: 1_200)
    #expect(b.send(long, to: addressOfA))
    #expect(here.waitFor(.direct(from: addressOfB, long)))
    #expect(a.backlog == Backlog())
  }

  /// Sockets whose event loop is gone: it would be asked to close them once more.
  private static let orphans = NIOLockedValueBox<[DirectSocket]>([])

  @Test func `a socket that is closed under us says so, and stays closed`() throws {
    let collector = try Collector()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let a = try DirectSocket.open(reach: .loopback, on: group.next(), inbox: collector.inbox)
    Self.orphans.withLockedValue { $0.append(a) }
    #expect(a.isOpen)
    try group.syncShutdownGracefully()
    #expect(collector.waitFor(.directClosed))
    #expect(!a.isOpen)
    #expect(!a.send([1], to: Address(ipv4: 127, 0, 0, 1, port: a.localPort)))
    #expect(collector.contents == [.directClosed])
  }

  @Test func `a socket that we close says nothing`() throws {
    let collector = try Collector()
    let a = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    a.close()
    #expect(!a.isOpen)
    #expect(!collector.wait(atMost: .milliseconds(100)) { !$0.isEmpty })
  }

  @Test func `the chosen port is bound, and a second socket is told that it is taken`() throws {
    let collector = try Collector()
    let a = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    defer { a.close() }
    #expect(a.localPort != 0)
    #expect(throws: DirectSocketError.portInUse(a.localPort)) {
      try DirectSocket.open(
        port: a.localPort, reach: .loopback, on: loop, inbox: collector.inbox)
    }
  }

  @Test func `an address without a route fails one send, not the socket`() throws {
    let collector = try Collector()
    let a = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    defer { a.close() }
    // Bound to loopback, the system refuses to send elsewhere; IPv6 is another family.
    #expect(!a.send([1], to: Address(ipv4: 192, 0, 2, 1, port: 9)))
    #expect(!a.send([1], to: Address(high: 0x2001_0DB8 << 32, low: 1, port: 9)))
    #expect(a.failedSendCount == 2)
    let own = Address(ipv4: 127, 0, 0, 1, port: a.localPort)
    #expect(a.send([5], to: own))
    #expect(collector.waitFor(.direct(from: own, [5])))
  }

  @Test func `a port where nobody listens does not stop the socket`() throws {
    let collector = try Collector()
    let gone = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    let a = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    defer { a.close() }
    gone.close()
    #expect(try eventually { !gone.send([1], to: Address(ipv4: 127, 0, 0, 1, port: a.localPort)) })
    for _ in 0..<10 { a.send([1], to: Address(ipv4: 127, 0, 0, 1, port: gone.localPort)) }
    let own = Address(ipv4: 127, 0, 0, 1, port: a.localPort)
    #expect(a.send([5], to: own))
    #expect(collector.waitFor(.direct(from: own, [5])))
  }

  @Test(arguments: [
    Address(ipv4: 224, 0, 0, 1, port: 9), Address(ipv4: 255, 255, 255, 255, port: 9),
    Address(ipv4: 0, 0, 0, 0, port: 9), Address(ipv4: 127, 0, 0, 1, port: 0),
    Address(high: 0xFF02 << 48, low: 1, port: 9), Address(high: 0, low: 0, port: 9),
  ])
  func `crowds and nobody are never sent to`(address: Address) throws {
    let collector = try Collector()
    let a = try DirectSocket.open(reach: .everywhere, on: loop, inbox: collector.inbox)
    defer { a.close() }
    #expect(!a.send([1], to: address))
    #expect(a.failedSendCount == 0)
  }

  @Test func `empty and oversized datagrams are not sent`() throws {
    let collector = try Collector()
    let a = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    defer { a.close() }
    let own = Address(ipv4: 127, 0, 0, 1, port: a.localPort)
    #expect(!a.send([], to: own))
    let limit = DirectSocket.datagramLimit
    #expect(!a.send([UInt8](repeating: 0, count: limit + 1), to: own))
    #expect(a.send([UInt8](repeating: 0, count: limit), to: own))
  }

  @Test func `loopback is the last of the own addresses, and the only one of a loopback socket`()
    throws
  {
    let collector = try Collector()
    let near = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    let far = try DirectSocket.open(reach: .everywhere, on: loop, inbox: collector.inbox)
    defer {
      near.close()
      far.close()
    }
    #expect(near.localAddresses() == [Address(ipv4: 127, 0, 0, 1, port: near.localPort)])
    let addresses = far.localAddresses()
    #expect(addresses.contains(Address(ipv4: 127, 0, 0, 1, port: far.localPort)))
    let firstLoopback = addresses.firstIndex(where: \.isLoopback) ?? addresses.endIndex
    #expect(addresses[firstLoopback...].filter { !$0.isLoopback }.isEmpty)
    #expect(Set(addresses).count == addresses.count)
  }
}
