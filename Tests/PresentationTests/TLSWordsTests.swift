import Relay
import Testing
import Vocabulary

@testable import Presentation

struct TLSWordsTests {
  private static let all: [TLSFailure] = [
    .expired(at: 1_700_000_000), .notYetValid(from: 1_700_000_000), .wrongName, .unknownIssuer,
    .selfSigned, .pinDiffers, .serverIsPlain, .serverExpectsTLS, .cut, .tooOld, .other,
  ]

  @Test func `every failure of TLS has sentences of its own`() {
    let location = HostPort(host: "relay.test", port: 7777)
    let sentences = Self.all.map { $0.sentence(at: location) }
    #expect(Set(sentences).count == Self.all.count)
    #expect(sentences.allSatisfy { $0.contains("relay.test:7777") })
    #expect(Set(Self.all.map(\.words)).count == Self.all.count)
    #expect(Set(Self.all.map(\.diagnosis)).count == Self.all.count)
  }

  @Test func `the end of a certificate's time is told by whose clock`() {
    let sentence = TLSFailure.expired(at: 1_700_000_000)
      .sentence(at: HostPort(host: "h", port: 1))
    #expect(
      sentence
        == "the relay h:1 has a certificate that expired on 2023-11-14 22:13 UTC by this machine's "
        + "clock: is the clock of this machine right? If so, its operator has to renew it")
  }

  @Test func `who reaches a relay in clear over a network is told so, and nobody else`() {
    let security: [(RelayLink, Bool)] = [(.plain, true), (RelayLink(.tls(nil)), false)]
    for (link, isSaid) in security {
      for host in ["0.0.0.0", "::", "192.0.2.1", "relay.example"] {
        let relay = RelayAddress(HostPort(host: host, port: 1), by: link)
        #expect((LinkNotice.connecting(to: relay) != nil) == isSaid)
        #expect((LinkNotice.listening(on: host, by: link) != nil) == isSaid)
      }
      for host in ["127.0.0.1", "127.9.9.9", "::1", "localhost"] {
        let relay = RelayAddress(HostPort(host: host, port: 1), by: link)
        #expect(LinkNotice.connecting(to: relay) == nil)
        #expect(LinkNotice.listening(on: host, by: link) == nil)
      }
    }
    #expect(
      LinkNotice.connecting(to: RelayAddress(HostPort(host: "127.example.org", port: 1))) != nil)
  }
}
