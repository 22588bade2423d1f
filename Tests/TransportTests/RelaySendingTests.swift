import NIOCore
import NIOPosix
import Relay
import Station
import Testing
import Transport
import Vocabulary

/// How a connection to a relay sends: past its event loop while it can, and whole frames whatever
/// happens.
@Suite(.serialized)
struct RelaySendingTests {
  /// The lengths around those where the head of a frame changes its form: 125 bytes, and two of them
  /// are the message's own head.
  @Test(arguments: [1, 122, 123, 124, 125, 126, EnvelopeLimits.dataBytes])
  func `a message of any length arrives whole`(count: Int) throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
    #expect(alice.connection.sendData(bytes, to: seat(1)))
    #expect(bob.arrivals.waitFor(.data(from: 0, bytes)))
    #expect(alice.connection.sendSignal(bytes, to: seat(1)))
    #expect(bob.arrivals.waitFor(.signal(from: 0, bytes)))
    #expect(alice.connection.backlog == .none)
  }

  @Test func `messages go while the event loop of their connection stands still`() throws {
    let others = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(on: others)
    defer { relay.stop() }
    let bob = try Collector()
    let bobConnection = RelayConnection(
      to: HostPort(host: "127.0.0.1", port: relay.boundPort),
      saying: RelayEntry.create(token(), capacity: 2).message, on: others, inbox: bob.inbox)
    defer { bobConnection.leave() }
    #expect(bob.wait { !$0.isEmpty })
    let alice = try Client(.join(token()), port: relay.boundPort)
    #expect(alice.waitForWelcome(1, of: 2, with: [0]))
    let pause = try pauseLoop()
    defer { pause.append(.directClosed) }
    for number in UInt8(1)...3 {
      #expect(alice.connection.sendData([number], to: seat(0)))
      #expect(alice.connection.sendSignal([number], to: seat(0)))
      #expect(bob.waitFor(.data(from: 1, [number]), atMost: .seconds(5)))
      #expect(bob.waitFor(.signal(from: 1, [number]), atMost: .seconds(5)))
    }
    #expect(alice.connection.backlog == .none)
  }

  /// The system takes a part of a frame when its buffers become full within it; what is said then must
  /// follow behind the rest.
  @Test(arguments: 0..<4)
  func `frames of a connection that gets stuck are not mixed`(offset: Int) throws {
    var limits = RelayLimits()
    limits.signalsPerSecond = 1_000_000
    limits.bytesPerSecond = 1_000_000_000
    let busyLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(limits, on: busyLoop)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    let pause = try pauseLoop(busyLoop)
    let signal = [UInt8](repeating: 1, count: EnvelopeLimits.signalBytes - offset * 977)
    var sent = 0
    // One at a time, each as soon as the system has the one before: so it is always the system that
    // has no room, never our own outbox.
    while try eventually(
      atMost: .milliseconds(300), { alice.connection.backlog == .none })
    {
      if alice.connection.sendSignal(signal, to: seat(1)) { sent += 1 }
    }
    alice.connection.ping()
    #expect(alice.connection.sendData([2], to: seat(1)))
    #expect(alice.connection.sendSignal([3], to: seat(1)))
    pause.append(.directClosed)
    #expect(bob.arrivals.waitFor(.data(from: 0, [2])))
    #expect(bob.arrivals.waitFor(.signal(from: 0, [3])))
    #expect(alice.arrivals.waitFor(.answered))
    #expect(bob.arrivals.contents.count { $0 == .signal(from: 0, signal) } == sent)
    #expect(try eventually { alice.connection.backlog == .none })
  }
}
