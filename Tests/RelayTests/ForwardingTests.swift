import Relay
import Testing
import Vocabulary

struct ForwardingTests {
  @Test func `data and signals carry the seat of whoever sent them`() {
    var bench = Bench.room(members: 3, capacity: 3)
    #expect(
      bench.say(2, .data(to: seat(0), payload: [1, 2]))
        == [send(0, .data(from: seat(2), payload: [1, 2]))])
    #expect(
      bench.say(1, .signal(to: seat(2), payload: [3]))
        == [send(2, .signal(from: seat(1), payload: [3]))])
    let statistics = bench.hub.statistics
    #expect(statistics.dataForwarded == 1)
    #expect(statistics.signalsForwarded == 1)
  }

  @Test(arguments: [1, 2, 15])
  func `what is sent to oneself or to an empty seat is dropped`(target: Int) {
    var bench = Bench.room(members: 2, capacity: 3)
    #expect(bench.say(1, .data(to: seat(target), payload: [1])) == [])
    #expect(bench.say(1, .signal(to: seat(target), payload: [1])) == [])
    #expect(bench.hub.statistics.drops[.emptySeat] == 2)
    #expect(bench.hub.statistics.connections == 2)
  }

  @Test(arguments: UInt64(0)..<20)
  func `no bytes of one member reach another under a third one's seat`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var limits = RelayLimits()
    limits.framesPerSecond = 1_000_000
    limits.bytesPerSecond = 1_000_000_000
    limits.signalsPerSecond = 1_000_000
    var bench = Bench.room(members: 4, capacity: 4, limits)
    var delivered = 0
    for _ in 0..<300 {
      let sender = dice.roll(4)
      // Kinds 3 and 4 with any seat byte and payload: nothing else may be said to others.
      let bytes = [UInt8(3 + dice.roll(2)), UInt8(dice.roll(6))] + dice.bytes(upTo: 20) + [1]
      for effect in bench.say(UInt64(sender), bytes: bytes) {
        guard case .send(let receiver, let message) = effect else {
          Issue.record("seed \(seed): \(effect)")
          return
        }
        delivered += 1
        #expect(message[1] == UInt8(sender))
        #expect(receiver == connection(UInt64(bytes[1])))
        #expect(message.dropFirst(2) == bytes.dropFirst(2))
      }
    }
    #expect(delivered > 50)
  }

  @Test func `a client that does not read keeps the newest of each sender`() {
    var bench = Bench.room(members: 3, capacity: 3)
    bench.stopReading(0)
    for number in UInt8(1)...3 {
      #expect(bench.say(2, .data(to: seat(0), payload: [number])) == [])
      #expect(bench.say(1, .data(to: seat(0), payload: [10 + number])) == [])
    }
    #expect(bench.hub.statistics.drops[.conflated] == 4)
    #expect(
      bench.readAgain(0) == [
        send(0, .data(from: seat(1), payload: [13])), send(0, .data(from: seat(2), payload: [3])),
      ])
    #expect(
      bench.say(2, .data(to: seat(0), payload: [4]))
        == [send(0, .data(from: seat(2), payload: [4]))])
    #expect(bench.readAgain(0) == [])
  }

  @Test func `signals are not held back`() {
    var bench = Bench.room(members: 2, capacity: 2)
    bench.stopReading(0)
    #expect(
      bench.say(1, .signal(to: seat(0), payload: [1]))
        == [send(0, .signal(from: seat(1), payload: [1]))])
  }

  @Test func `whoever does not read for two seconds is closed`() {
    var bench = Bench.room(members: 2, capacity: 2)
    bench.stopReading(0)
    bench.wait(.seconds(1))
    bench.stopReading(0)
    bench.wait(.seconds(1) - .nanoseconds(1))
    #expect(bench.tick() == [])
    bench.wait(.nanoseconds(1))
    #expect(bench.tick() == [close(0, .unwritable), send(1, .peerLeft(seat(0), .lost))])
  }
}
