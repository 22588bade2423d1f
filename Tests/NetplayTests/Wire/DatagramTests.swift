import Netplay
import Rollback
import Testing

struct DatagramTests {
  @Test func `the smallest datagram has its golden bytes`() throws {
    #expect(hex(Sample.smallest.bytes()) == Sample.smallestHex)
    #expect(try Datagram(Sample.smallest.bytes()) == Sample.smallest)
  }

  @Test func `a datagram with every field has its golden bytes`() throws {
    #expect(hex(Sample.fullest.bytes()) == Sample.fullestHex)
    #expect(try Datagram(Sample.fullest.bytes()) == Sample.fullest)
  }

  @Test(arguments: UInt64(0)..<40)
  func `any datagram comes back as it was written`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    for _ in 0..<25 {
      let datagram = Sample.random(&dice)
      #expect(try Datagram(datagram.bytes()) == datagram)
    }
  }

  @Test(arguments: 1...8)
  func `inputs of every width come back`(width: Int) throws {
    let largest = UInt64.max >> UInt64(64 - 8 * width)
    var datagram = Sample.smallest
    datagram.inputs = .init(base: 9, words: [largest, 0, 0, largest / 3])
    #expect(try Datagram(datagram.bytes(width: width), width: width) == datagram)
  }

  @Test func `a held time beyond the field is cut, and one below its unit is nothing`() throws {
    var datagram = Sample.smallest
    datagram.probe.echo = .init(sequence: 1, held: .seconds(3))
    #expect(try Datagram(datagram.bytes()).probe.echo?.held == .microseconds(655_350))
    datagram.probe.echo = .init(sequence: 1, held: .microseconds(9))
    #expect(try Datagram(datagram.bytes()).probe.echo?.held == .zero)
  }

  @Test func `the longest silence that is echoed fits the field`() {
    #expect(PathMonitor.Limit.maxHeld < Datagram.heldUnit * 65_535)
  }

  @Test(arguments: [100, 16_383])
  func `two players with held inputs send less than 28 bytes beside the epoch`(frame: Int) {
    let bytes = Sample.steady(words: [3, 3, 3, 3, 3, 3], frame: frame).bytes()
    #expect(bytes.count - 8 < 28)
  }

  @Test func `after frame 16,383 two players with held inputs send 28 bytes beside the epoch`() {
    let bytes = Sample.steady(words: [3, 3, 3, 3, 3, 3], frame: 16_410).bytes()
    #expect(bytes.count - 8 == 28)
  }

  @Test func `each change among the unacknowledged inputs costs two bytes`() {
    let held = Sample.steady(words: [3, 3, 3, 3, 3, 3], frame: 900).bytes().count
    #expect(Sample.steady(words: [3, 3, 4, 4, 4, 4], frame: 900).bytes().count == held + 2)
    #expect(Sample.steady(words: [1, 2, 3, 4, 5, 6], frame: 900).bytes().count == held + 10)
  }

  @Test(arguments: [1, 2, 4])
  func `the fullest datagram of inputs up to four bytes stays below 1,200 bytes`(width: Int) {
    var datagram = Sample.fullest
    datagram.inputs = .init(base: 0, words: (0..<128).map { UInt64($0 & 1) })
    let far = Datagram.HashReport(frame: Frame(Int.max), chain: .max)
    datagram.report = far
    datagram.dispute = [far, far, far]
    #expect(datagram.bytes(width: width).count <= 1200)
  }

  @Test func `the envelope names kind, session and seat`() throws {
    for kind in [Envelope.Kind.match, .probe, .answer] {
      for seat in 0..<8 {
        let envelope = Envelope(kind: kind, epoch: .max - 1, sender: PlayerIndex(seat))
        var writer = ByteWriter()
        envelope.encode(into: &writer)
        var reader = ByteReader(writer.bytes[...])
        #expect(try Envelope(from: &reader) == envelope)
        #expect(writer.bytes.count == 10 && reader.remaining == 0)
      }
    }
  }
}
