import Impairment
import Netplay
import Simulation
import Testing
import Vocabulary

@Suite struct InjectionTests {
  @Test func `both paths and all keys are read`() throws {
    let injection = try Injection(
      parsing: "p2p:latency=60,jitter=5,loss=0.5,burst=3,dup=1,reorder=2;relay:cut=3-8,cut=20-")
    var direct = Impairment()
    direct.latency = .milliseconds(60)
    direct.jitter = .milliseconds(5)
    direct.loss = 0.5
    direct.burst = 3
    direct.duplicates = 1
    direct.reordered = 2
    #expect(injection.direct == direct)
    #expect(injection.relay.cuts.count == 2)
    #expect(injection.relay.cuts.first == .seconds(3)..<Duration.seconds(8))
    #expect(!injection.relay.isCut(at: .seconds(2)))
    #expect(injection.relay.isCut(at: .seconds(3)))
    #expect(!injection.relay.isCut(at: .seconds(8)))
    #expect(injection.relay.isCut(at: .seconds(100_000)))
  }

  @Test func `nothing is no injection, and a path may be named again`() throws {
    let nothing = try Injection(parsing: "")
    #expect(nothing == .none)
    #expect(nothing.direct.isNone)
    let again = try Injection(parsing: "p2p:loss=1;relay:loss=100;p2p:loss=2")
    #expect(again.direct.loss == 2 && again.relay.loss == 100)
    let fractions = try Injection(parsing: "p2p:latency=0.5,cut=0.5-0.75").direct
    #expect(fractions.latency == .microseconds(500))
    #expect(fractions.isCut(at: .milliseconds(600)))
  }

  @Test(arguments: [
    "p2p", "p2p:latency", "udp:loss=1", "p2p:speed=1", "p2p:loss=101", "p2p:loss=-1",
    "p2p:loss=x", "p2p:loss=nan", "p2p:burst=0.5", "p2p:burst=1001", "p2p:latency=10001",
    "p2p:latency=inf", "p2p:jitter=-1", "p2p:cut=5", "p2p:cut=8-3", "p2p:cut=3-3", "p2p:cut=-3",
    "p2p:cut=a-b", "p2p:cut=1-2-3", "p2p:cut=1e7-", "p2p:dup=200", "p2p:reorder=", ":loss=1",
  ])
  func `a mistake is named with what was expected`(text: String) throws {
    let error = #expect(throws: InjectionError.self) {
      try Injection(parsing: text)
    }
    #expect(error?.expected.isEmpty == false)
    #expect(error?.description.contains("is not understood") == true)
  }

  @Test func `the message names the word`() {
    let error = #expect(throws: InjectionError.self) {
      try Injection(parsing: "p2p:loss=101")
    }
    #expect(
      error?.description == "'loss=101' is not understood: a percentage between 0 and 100")
  }
}
