import Impairment
import Netplay
import Simulation
import Testing
import Vocabulary

@Suite struct LinkTests {
  /// Sends numbered datagrams 10 ms apart and returns what arrives, with the time under way.
  private func pass(
    _ count: Int, through link: inout Link<[UInt8]>
  ) -> [(number: Int, underWay: Duration)] {
    var arrived: [(number: Int, underWay: Duration)] = []
    for number in 0..<count {
      let bytes = [UInt8(number & 0xFF), UInt8(number >> 8)]
      link.send(bytes, now: .zero + .milliseconds(10 * number))
    }
    while let delivery = link.receive(now: .zero + .seconds(10_000)) {
      let number = Int(delivery.content[0]) | Int(delivery.content[1]) << 8
      arrived.append((number, delivery.at - (.zero + .milliseconds(10 * number))))
    }
    return arrived
  }

  private func link(_ text: String, seed: UInt64 = 1) throws -> Link<[UInt8]> {
    Link(try Injection(parsing: "p2p:" + text).direct, seed: seed)
  }

  @Test func `an unimpaired link delivers at once and in order`() {
    var link = Link<[UInt8]>(.none, seed: 1)
    let arrived = pass(100, through: &link)
    #expect(arrived.map(\.number) == Array(0..<100))
    #expect(arrived.allSatisfy { $0.underWay == .zero })
    #expect(link.isEmpty)
  }

  @Test func `nothing comes before its time`() throws {
    var link = try link("latency=25")
    link.send([1], now: .zero)
    #expect(link.nextDelivery == .zero + .milliseconds(25))
    #expect(link.receive(now: .zero + .microseconds(24_999)) == nil)
    #expect(link.receive(now: .zero + .milliseconds(25))?.content == [1])
  }

  @Test func `jitter spreads the delay evenly up and down`() throws {
    var link = try link("latency=50,jitter=20")
    let delays = pass(2000, through: &link).map(\.underWay.milliseconds)
    let mean = delays.reduce(0, +) / Double(delays.count)
    #expect(delays.allSatisfy { (30...70).contains($0) })
    #expect(delays.contains { $0 < 32 } && delays.contains { $0 > 68 })
    #expect((48...52).contains(mean))
    #expect(link.statistics.reordered > 100)
  }

  @Test(arguments: [1.0, 8, 30])
  func `bursts lose the share that was asked for`(burst: Double) throws {
    var link = try link("loss=20,burst=\(Int(burst))")
    let count = 4000
    let arrived = Set(pass(count, through: &link).map(\.number))
    let lost = count - arrived.count
    #expect(lost == link.statistics.lost)
    #expect((0.12...0.28).contains(Double(lost) / Double(count)))
    let runs = (0..<count).filter { !arrived.contains($0) && arrived.contains($0 - 1) }.count
    let mean = Double(lost) / Double(max(1, runs))
    #expect((burst * 0.6...burst * 1.7).contains(mean))
  }

  @Test func `duplicates and held back datagrams are as many as asked for`() throws {
    var link = try link("dup=30")
    let arrived = pass(2000, through: &link)
    #expect((500...700).contains(arrived.count - 2000))
    #expect(link.statistics.duplicated == arrived.count - 2000)
    var other = try self.link("reorder=10")
    let order = pass(2000, through: &other).map(\.number)
    #expect(order.sorted() == Array(0..<2000))
    #expect(order != order.sorted())
    #expect((150...1200).contains(other.statistics.reordered))
  }

  @Test func `flips change one bit of some datagrams`() {
    var impairment = Impairment()
    impairment.flipped = 50
    var link = Link<[UInt8]>(impairment, seed: 3)
    var flipped = 0
    for _ in 0..<200 {
      link.send([0, 0, 0], now: .zero)
      let bytes = link.receive(now: .zero)?.content ?? []
      let bits = bytes.reduce(0) { $0 + $1.nonzeroBitCount }
      #expect(bytes.count == 3 && bits <= 1)
      flipped += bits
    }
    #expect(flipped == link.statistics.flipped)
    #expect((60...140).contains(flipped))
  }

  @Test func `a cut loses what is sent and what is under way`() throws {
    var link = try link("latency=100,cut=1-2")
    link.startedAt = .zero
    for milliseconds in [850, 950, 1500, 1950, 2000] {
      link.send([UInt8(milliseconds / 10)], now: .zero + .milliseconds(milliseconds))
    }
    var arrived: [UInt8] = []
    while let delivery = link.receive(now: .zero + .seconds(5)) {
      arrived += delivery.content
    }
    #expect(arrived == [85, 200])
    #expect(link.statistics.cut == 3)
  }

  @Test func `a cut by hand needs no clock, and a held link waits`() {
    var link = Link<[UInt8]>(.none, seed: 1)
    link.isCut = true
    link.send([1], now: .zero)
    link.isCut = false
    link.heldUntil = .zero + .seconds(1)
    link.send([2], now: .zero)
    #expect(link.receive(now: .zero) == nil)
    #expect(link.receive(now: .zero + .seconds(1))?.content == [2])
  }

  @Test func `a full link loses the newest`() throws {
    var link = try link("latency=10000")
    for _ in 0..<Link<[UInt8]>.capacity + 5 { link.send([1], now: .zero) }
    #expect(link.statistics.lost == 5)
  }

  @Test func `the same seed impairs equally`() throws {
    let text = "latency=50,jitter=20,loss=20,burst=3,dup=10,reorder=10"
    var first = try link(text, seed: 9)
    var second = try link(text, seed: 9)
    var third = try link(text, seed: 10)
    let numbers = pass(500, through: &first).map(\.number)
    #expect(numbers == pass(500, through: &second).map(\.number))
    #expect(numbers != pass(500, through: &third).map(\.number))
  }
}
