import Netplay
import Rollback
import Testing
import Vocabulary

struct ArrivalMarksTests {
  @Test func `an input is first on one path, later on the other, and then a duplicate`() {
    var marks = ArrivalMarks()
    #expect(marks.mark(Frame(0), on: .relay, now: at(10)) == .first)
    #expect(marks.mark(Frame(0), on: .relay, now: at(12)) == .duplicate)
    #expect(marks.mark(Frame(0), on: .direct, now: at(35)) == .later(nanoseconds: 25_000_000))
    #expect(marks.mark(Frame(0), on: .direct, now: at(40)) == .duplicate)
    #expect(marks.mark(Frame(0), on: .relay, now: at(40)) == .duplicate)
    #expect(marks.firstPath(of: Frame(0)) == .relay)
    #expect(marks.firstPath(of: Frame(1)) == nil)
  }

  @Test func `a slot is reused after 512 frames and the old frame forgotten`() {
    var marks = ArrivalMarks()
    _ = marks.mark(Frame(7), on: .direct, now: at(0))
    #expect(marks.mark(Frame(7 + 512), on: .relay, now: at(1)) == .first)
    #expect(marks.firstPath(of: Frame(7)) == nil)
    #expect(marks.mark(Frame(7), on: .relay, now: at(2)) == .forgotten)
    #expect(marks.mark(Frame(7 + 512), on: .direct, now: at(3)) == .later(nanoseconds: 2_000_000))
  }

  @Test(arguments: UInt64(0)..<30)
  func `S-11 first, later, duplicate and rejected add up to what was received`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var traffic = Traffic()
    var received = PerPath(repeating: 0)
    var seen: [Frame: PathSet] = [:]
    var expected = PerPath(repeating: PathCounters().inputs)
    for step in 0..<4000 {
      let path: Path = dice.next(below: 2) == 0 ? .direct : .relay
      let frame = Frame(max(0, step / 3 - dice.next(below: 40)))
      let receipt = [Receipt.accepted, .duplicate, .conflict, .stale, .tooFar][
        min(4, dice.next(below: 12) / 2)]
      traffic.count(receipt, UInt64(frame.number), of: frame, on: path, now: at(step))
      received[path] += 1
      switch receipt {
      case .conflict, .stale, .tooFar: expected[path].rejected += 1
      case .accepted, .duplicate:
        let before = seen[frame] ?? .none
        seen[frame] = before.union(PathSet(path))
        if before.isEmpty {
          expected[path].first += 1
        } else if before.contains(path) {
          expected[path].duplicate += 1
        } else {
          expected[path].later += 1
        }
      }
    }
    for path in Path.allCases {
      let inputs = traffic.counters[path].inputs
      #expect(inputs == expected[path])
      #expect(inputs.received == received[path])
      #expect(inputs.first > 0 && inputs.later > 0 && inputs.duplicate > 0 && inputs.rejected > 0)
    }
    #expect(traffic.margins.direct.count == expected.relay.later)
    #expect(traffic.margins.relay.count == expected.direct.later)
  }

  @Test func `S-11 the sum holds where frames are forgotten`() {
    var traffic = Traffic()
    for number in 0..<1200 {
      traffic.count(.accepted, 1, of: Frame(number), on: .direct, now: at(0))
    }
    for number in 0..<1200 {
      traffic.count(.duplicate, 1, of: Frame(number), on: .relay, now: at(9))
    }
    let relay = traffic.counters.relay.inputs
    #expect(relay.received == 1200 && relay.rejected == 688 && relay.later == 512)
    #expect(traffic.margins.direct.nanoseconds == 9_000_000 * 512)
    for _ in 0..<3 { traffic.countRejected(on: .relay) }
    #expect(traffic.counters.relay.inputs.received == 1203)
  }

  @Test func `L-14 the mode is which paths deliver now and nothing else`() {
    #expect(Mode(delivering: .direct.union(.relay)) == .dual)
    #expect(Mode(delivering: .direct) == .directOnly)
    #expect(Mode(delivering: .relay) == .relayOnly)
    #expect(Mode(delivering: .none) == .dark)
    #expect(Path.direct.other == .relay && Path.relay.other == .direct)
  }

  @Test func `addresses are written as people write them`() {
    #expect(Address(ipv4: 192, 0, 2, 1, port: 7777).description == "192.0.2.1:7777")
    let six = Address(high: 0x2001_0DB8_0000_0000, low: 1, port: 9)
    #expect(six.description == "[2001:db8:0:0:0:0:0:1]:9" && !six.isIPv4 && !six.isLoopback)
    #expect(Address(ipv4: 127, 9, 0, 1, port: 1).isLoopback)
    #expect(!Address(ipv4: 128, 0, 0, 1, port: 1).isLoopback)
    #expect(Address(high: 0, low: 1, port: 1).isLoopback)
  }

  @Test func `a value is held for its frame alone, until its slot is used again`() {
    var marks = ArrivalMarks()
    func isHeld(_ word: UInt64, _ frame: Int, _ marks: ArrivalMarks) -> Bool {
      var copy = marks
      return copy.markHeld(word, of: Frame(frame), on: .direct, now: at(1)) != nil
    }
    #expect(!isHeld(0, 0, marks))
    marks.keep(5, of: Frame(7))
    #expect(isHeld(5, 7, marks))
    #expect(!isHeld(6, 7, marks) && !isHeld(5, 519, marks))
    marks.keep(5, of: Frame(519))
    #expect(!isHeld(5, 7, marks) && isHeld(5, 519, marks))
  }

  @Test func `a copy of a held value is marked, and one of another value notes nothing`() {
    var marks = ArrivalMarks()
    marks.keep(5, of: Frame(7))
    #expect(marks.markHeld(6, of: Frame(7), on: .relay, now: at(1)) == nil)
    #expect(marks.markHeld(5, of: Frame(7), on: .direct, now: at(2)) == .first)
    #expect(
      marks.markHeld(5, of: Frame(7), on: .relay, now: at(5)) == .later(nanoseconds: 3_000_000))
    #expect(marks.markHeld(5, of: Frame(7), on: .relay, now: at(6)) == .duplicate)
  }

  @Test func `an IPv4 address is a mapped one`() {
    let address = Address(ipv4: 10, 0, 0, 2, port: 1)
    #expect(address.high == 0 && address.low == 0xFFFF_0A00_0002)
  }
}
