import Relay
import Station
import Testing
import Transport
import Vocabulary

/// Two members who talk by the relay alone while somebody else attacks it.
///
/// They answer each other, so that each datagram waits for the one before it: a relay that stands still
/// for as long as they have patience fails them, and so does one that loses or swaps anything.
final class Bystanders {
  /// The worst that is not the relay's doing on a busy machine; a relay that decoded what an ended
  /// connection went on to send stood still for longer.
  private static let patience = Duration.seconds(1)

  private let alice: Client
  private let bob: Client
  private var number: UInt32 = 0
  private(set) var slowest = Duration.zero

  init(_ relay: RelayListener, host: String = "127.0.0.1") throws {
    let token = token(9)
    alice = try Client(.create(token, capacity: 2), port: relay.boundPort, host: host)
    try #require(alice.waitForWelcome(0, of: 2))
    bob = try Client(.join(token), port: relay.boundPort, host: host)
    try #require(bob.waitForWelcome(1, of: 2, with: [0]))
    try #require(alice.arrivals.waitFor(.joined(1)))
  }

  /// Lets them say something to each other so many times; returns whether all of it arrived in time.
  func talk(times: Int) throws -> Bool {
    let pause = try Inbox(now: clock)
    for _ in 0..<times {
      let began = ContinuousClock.now
      guard carries(from: alice, to: bob, seats: (0, 1)),
        carries(from: bob, to: alice, seats: (1, 0))
      else { return false }
      slowest = max(slowest, ContinuousClock.now - began)
      // Within what a member may send.
      _ = pause.wait(atMost: .milliseconds(4))
    }
    return true
  }

  private func carries(from: Client, to: Client, seats: (from: Int, to: Int)) -> Bool {
    number += 1
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    let before = to.arrivals.contents.count
    from.connection.sendData(bytes, to: seat(seats.to))
    // The relay asks for a sign of life meanwhile where the machine is slow.
    func told(_ contents: [Arrival.Content]) -> [Arrival.Content] {
      contents.dropFirst(before).filter { $0 != .alive }
    }
    let hasCome = to.arrivals.wait(atMost: Self.patience) { !told($0).isEmpty }
    return hasCome && told(to.arrivals.contents) == [.data(from: seats.from, bytes)]
  }
}
