import Netplay
import Rollback
import Testing
import Vocabulary

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

  @Test func `a held time beyond the field is cut, and one below its unit is nothing`() throws {
    var datagram = Sample.smallest
    datagram.probe.echo = .init(sequence: 1, held: .seconds(3))
    #expect(try Datagram(datagram.bytes()).probe.echo?.heldNanoseconds == 655_350_000)
    datagram.probe.echo = .init(sequence: 1, held: .microseconds(9))
    #expect(try Datagram(datagram.bytes()).probe.echo?.heldNanoseconds == 0)
  }

  @Test func `the longest silence that is echoed fits the field`() {
    #expect(PathMonitor.Limit.maxHeld < .nanoseconds(Datagram.heldUnitNanoseconds * 65_535))
  }

  @Test(arguments: [100, 16_383])
  func `two players with held inputs send 15 bytes beside the epoch, and ten with a report`(
    frame: Int
  ) {
    let held = [UInt64](repeating: 200, count: 7)
    #expect(Sample.steady(words: held, frame: frame, hasReport: false).bytes().count - 8 == 15)
    #expect(Sample.steady(words: held, frame: frame).bytes().count - 8 <= 25)
  }

  @Test func `seven changing inputs of a byte are sent in 22 bytes beside the epoch`() {
    let changing: [UInt64] = [200, 3, 255, 77, 129, 1, 250]
    #expect(Sample.steady(words: changing, frame: 900, hasReport: false).bytes().count - 8 == 22)
  }

  @Test func `a lead beyond the field is cut`() throws {
    var datagram = Sample.smallest
    for (lead, told) in [(-129, -128), (-128, -128), (127, 127), (128, 127)] {
      datagram.lead = lead
      #expect(try Datagram(datagram.bytes()).lead == told)
    }
  }

  @Test(arguments: 1...7)
  func `the fullest datagram of inputs up to seven bytes stays below 1,200 bytes`(width: Int) {
    var datagram = Sample.fullest
    let largest = UInt64.max >> UInt64(64 - 8 * width)
    datagram.inputs = .init(base: 0, words: (0..<128).map { largest - $0 })
    let far = Datagram.HashReport(frame: Frame(Int.max), chain: .max)
    datagram.report = far
    datagram.dispute = [far, far, far]
    datagram.sections = .init(frame: far.frame, digests: Array(repeating: .max, count: 16))
    #expect(datagram.bytes(width: width).count <= 1200)
  }

  @Test func `what both paths carry is told apart from what each says`() throws {
    var writer = ByteWriter()
    Sample.fullest.encodeHead(into: &writer)
    let head = writer.bytes.count
    Sample.fullest.encodeBody(into: &writer, inputWidth: 1)
    #expect(writer.bytes == Sample.fullest.bytes())
    var other = Sample.fullest
    other.probe = .init(sequence: 7, echo: nil)
    let start = writer.bytes.count
    other.encodeHead(into: &writer)
    writer.copy(head..<start)
    #expect(Array(writer.bytes[start...]) == other.bytes())
  }

  @Test func `a value that is decoded into keeps nothing of what it held`() throws {
    var datagram = Sample.fullest
    var reader = ByteReader(Sample.smallest.bytes()[...])
    let envelope = try Envelope(from: &reader)
    try datagram.decode(envelope: envelope, body: &reader, inputWidth: 1)
    #expect(datagram == Sample.smallest)
  }

  @Test func `the envelope names kind, session and seat`() throws {
    for kind in [Envelope.Kind.match, .probe, .answer] {
      for seat in 0..<8 {
        let envelope = Envelope(kind: kind, epoch: .max - 1, sender: PlayerIndex(seat))
        var writer = ByteWriter()
        envelope.encode(into: &writer)
        var reader = ByteReader(writer.bytes[...])
        #expect(try Envelope(from: &reader) == envelope)
        #expect(writer.bytes.count == 9 && reader.remaining == 0)
      }
    }
  }
}
